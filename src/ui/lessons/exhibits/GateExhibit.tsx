/** V-Zero's gate on up to four answers: score, advantage, weight. */
import type { Weights } from "../../../gate/gate.ts";
import type { ExhibitState } from "../../../lesson/exhibit-state.ts";
import { weighGroup } from "../../../lesson/exhibits/gate.ts";
import { Segmented } from "../../kit/Segmented.tsx";
import { Slider } from "../../kit/Slider.tsx";
import { decimal } from "../../shared/format.ts";
import { useLessonActions } from "../use-lesson-actions.ts";
import { WeightTable } from "./WeightTable.tsx";

const CROPS = [
  { value: "different", name: "show different things" },
  { value: "same", name: "show the same" },
] as const;

function ofAnswers(weights: Weights, symbol: string): readonly (number | null)[] {
  const step = weights.trail.find((each) => each.symbol === symbol);
  return step?.of === "answers" ? step.values : [];
}

const two = (value: number): string => value.toFixed(2);

export function GateExhibit({ settings }: { settings: ExhibitState["gate"] }) {
  const actions = useLessonActions();
  const tune = (change: Partial<ExhibitState["gate"]>) => actions.tune({ gate: change });
  const outcome = weighGroup(settings);
  if (!outcome.ok) return <p className="exhibit-note">{outcome.fault.message}</p>;
  const [scores, advantages] = [ofAnswers(outcome.value, "p"), ofAnswers(outcome.value, "a")];
  return (
    <section className="exhibit" aria-label="V-Zero’s gate on sibling answers">
      <Segmented
        label="Both crops"
        options={CROPS}
        value={settings.crops}
        onChange={(crops) => tune({ crops })}
      />
      <Slider
        label="Answers"
        value={settings.answers}
        least={1}
        most={4}
        step={1}
        write={String}
        onChange={(answers) => tune({ answers })}
      />
      <Slider
        label="α, strength"
        value={settings.alpha}
        least={0}
        most={2}
        step={0.05}
        write={two}
        onChange={(alpha) => tune({ alpha })}
      />
      <Slider
        label="γ, leaning away"
        value={settings.gamma}
        least={0}
        most={1}
        step={0.05}
        write={two}
        onChange={(gamma) => tune({ gamma })}
      />
      <WeightTable
        caption="Evidence score, advantage and weight of each answer"
        columns={["score p", "adv. a"]}
        rows={outcome.value.perAnswer.map((weight, at) => ({
          name: String(at + 1),
          cells: [decimal(scores[at] ?? null, 3), decimal(advantages[at] ?? null, 2)],
          weight,
        }))}
        most={2}
      />
    </section>
  );
}
