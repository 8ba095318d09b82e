/** The runs stored in this browser, to choose one; nothing where there are none. */
import type { KeptRun } from "../../../app/suite/results/kept-runs.ts";
import { Menu } from "../../kit/Menu.tsx";
import { count } from "../../shared/format.ts";
import { useSuite } from "../suite-context.ts";

const dated = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short" });

const nameOf = ({ model, suite, items, at }: KeptRun): string =>
  `${model}, ${count(items, "item")} of ${suite}, until ${dated.format(at)}`;

interface EarlierRunsProps {
  /** Its id, and a name that distinguishes it. */
  readonly onChoose: (id: number, name: string) => void;
}

export function EarlierRuns({ onChoose }: EarlierRunsProps) {
  const runs = useSuite((state) => state.runs);
  if (runs.length === 0) return null;
  return (
    <Menu
      trigger={
        <button type="button" className="quiet">
          Earlier run…
        </button>
      }
      items={runs.map((run) => ({
        name: nameOf(run),
        onChoose: () => onChoose(run.id, `run until ${dated.format(run.at)}`),
      }))}
    />
  );
}
