/** VA-OPD's weights of the four answers in its method figure, computed here. */
import { FIGURE_MEANS, weighSiblings } from "../../../lesson/exhibits/advantage.ts";
import { decimal } from "../../shared/format.ts";
import { WeightTable } from "./WeightTable.tsx";

export function SiblingsExhibit() {
  const outcome = weighSiblings();
  if (!outcome.ok) return <p className="exhibit-note">{outcome.fault.message}</p>;
  return (
    <section className="exhibit" aria-label="Weights of four answers">
      <WeightTable
        caption="Mean advantage and weight of each answer"
        columns={["ā, nats"]}
        rows={FIGURE_MEANS.map((mean, at) => ({
          name: `answer ${at + 1}`,
          cells: [decimal(mean, 3)],
          weight: outcome.value.perAnswer[at] ?? 0,
        }))}
        most={1}
      />
    </section>
  );
}
