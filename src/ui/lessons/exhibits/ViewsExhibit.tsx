/** How far each view that has scored the answer is from the student. */
import type { SeenView } from "../../../lesson/snapshot.ts";
import type { ViewName } from "../../../lesson/views.ts";
import { decimal } from "../../shared/format.ts";
import { scalePosition } from "../../styles/marks.ts";
import { TableHead } from "./table/TableHead.tsx";

const WORDS: Readonly<Record<ViewName, string>> = {
  teacher: "teacher",
  floor: "same view",
  random: "random crop",
  wrong: "distractor crop",
  blank: "blank",
  positive: "image and right crop",
  negative: "image and wrong crop",
  degraded: "degraded",
};

/** Four decimals; a value that would round to 0 without being 0 is marked. */
function written(nats: number): string {
  return nats > 0 && nats < 0.00005 ? "<0.0001" : decimal(nats, 4);
}

export function ViewsExhibit({ views }: { views: readonly SeenView[] }) {
  return (
    <section className="exhibit" aria-label="Every view against the student">
      <table className="pair-table">
        <caption className="exhibit-caption">
          The answer on the screen: divergence between each view and the student over its tokens, in nats
        </caption>
        <TableHead rows="view" bars={true} columns={["largest", "mean"]} />
        <tbody>
          {views.map(({ view, largest, mean }) => (
            <tr key={view}>
              <th scope="row">{WORDS[view]}</th>
              <td aria-hidden="true" className="pair-bars">
                <span className="exhibit-bar" style={{ width: `${scalePosition(largest) * 100}%` }} />
              </td>
              <td className="pair-number">{written(largest)}</td>
              <td className="pair-number">{written(mean)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="exhibit-note">
        {views.length === 0
          ? "No other view has scored an answer yet."
          : "A full bar is ln 2, the maximum of a JSD with β = ½."}
      </p>
    </section>
  );
}
