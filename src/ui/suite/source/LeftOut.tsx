/** What could not be used of a file or a run, and why: a count, with the list below it. */

import { Disclosure } from "../../kit/Disclosure.tsx";
import { grouped } from "../../shared/format.ts";

/** Maximum number listed; the rest is counted. */
const SHOWN = 50;

/** "line 2" comes before "line 10". */
const byPlace = new Intl.Collator("en", { numeric: true });

export interface LeftOutRow {
  readonly place: string;
  readonly reason: string;
}

interface LeftOutProps {
  readonly summary: string;
  readonly rows: readonly LeftOutRow[];
}

export function LeftOut({ summary, rows }: LeftOutProps) {
  if (rows.length === 0) return null;
  const sorted = rows.toSorted((one, other) => byPlace.compare(one.place, other.place));
  const rest = rows.length - SHOWN;
  return (
    <div className="left-out">
      <Disclosure summary={summary}>
        <ul>
          {sorted.slice(0, SHOWN).map(({ place, reason }) => (
            <li key={`${place} ${reason}`}>
              <span className="number">{place}</span> {reason}
            </li>
          ))}
          {rest > 0 && <li>and {grouped(rest)} more</li>}
        </ul>
      </Disclosure>
    </div>
  );
}
