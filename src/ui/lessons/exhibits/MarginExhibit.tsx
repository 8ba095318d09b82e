/** Uni-OPD on four judged answers: returns before and after, on one axis. */
import type { UniOpdSettings } from "../../../gate/uni-opd/uni-opd.ts";
import { MARGIN_ANSWERS, weighAnswers } from "../../../lesson/exhibits/margin.ts";
import { Segmented } from "../../kit/Segmented.tsx";
import { Slider } from "../../kit/Slider.tsx";
import { decimal } from "../../shared/format.ts";
import { useLessonActions } from "../use-lesson-actions.ts";

const MARGINS = [
  { value: "mean", name: "means" },
  { value: "extreme", name: "extremes" },
] as const;
const REMEDIES = [
  { value: "shift", name: "shift" },
  { value: "mask", name: "mask" },
] as const;

/** The axis covers returns from -0.6 to 0.2 nats. */
const along = (value: number): string => `${Math.min(1, Math.max(0, (value + 0.6) / 0.8)) * 100}%`;

interface Returns {
  readonly before: readonly (number | null)[];
  readonly after: readonly (number | null)[];
  readonly margin: number | null;
}

function returnsOf(settings: UniOpdSettings): Returns | null {
  const outcome = weighAnswers(settings);
  if (!outcome.ok) return null;
  const { trail } = outcome.value;
  const list = (symbol: string) => {
    const step = trail.find((each) => each.symbol === symbol);
    return step?.of === "answers" ? step.values : [];
  };
  const margin = trail.find((each) => each.symbol === "m");
  return { before: list("G"), after: list("G′"), margin: margin?.of === "group" ? margin.value : null };
}

function Axis({ before, after }: { before: number; after: number | null }) {
  return (
    <span className="margin-axis">
      <span className="margin-before" style={{ left: along(before) }} />
      {after !== null && <span className="margin-after" style={{ left: along(after) }} />}
    </span>
  );
}

function ReturnTable({ before, after }: Returns) {
  return (
    <table className="pair-table">
      <caption className="visually-hidden">Return of each answer before and after, in nats per token</caption>
      <thead>
        <tr>
          <th scope="col">answer</th>
          <td aria-hidden="true" className="pair-bars" />
          <th scope="col" className="pair-number">
            <i>G</i>
          </th>
          <th scope="col" className="pair-number">
            after
          </th>
        </tr>
      </thead>
      <tbody>
        {MARGIN_ANSWERS.map(({ correct, rewards }, at) => (
          <tr key={rewards.join()}>
            <th scope="row">{correct ? "right" : "wrong"}</th>
            <td aria-hidden="true" className="pair-bars">
              <Axis before={before[at] ?? 0} after={after[at] ?? null} />
            </td>
            <td className="pair-number">{decimal(before[at] ?? null, 3)}</td>
            <td className="pair-number">{after[at] === null ? "left out" : decimal(after[at] ?? null, 3)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function MarginExhibit({ settings }: { settings: UniOpdSettings }) {
  const actions = useLessonActions();
  const tune = (change: Partial<UniOpdSettings>) => actions.tune({ margin: change });
  const returns = returnsOf(settings);
  if (returns === null) return null;
  return (
    <section className="exhibit" aria-label="Returns of right and wrong answers">
      <Segmented
        label="Margin between"
        options={MARGINS}
        value={settings.margin}
        onChange={(margin) => tune({ margin })}
      />
      <Segmented
        label="Remedy"
        options={REMEDIES}
        value={settings.remedy}
        onChange={(remedy) => tune({ remedy })}
      />
      <Slider
        label="δ, required margin"
        value={settings.delta}
        least={0}
        most={0.8}
        step={0.01}
        write={(value) => value.toFixed(2)}
        onChange={(delta) => tune({ delta })}
      />
      <ReturnTable {...returns} />
      <p className="exhibit-value" role="status">
        margin <i>m</i> = <strong className="number">{decimal(returns.margin, 3)}</strong> nats a token,
        wanted <span className="number">{settings.delta.toFixed(2)}</span>
      </p>
    </section>
  );
}
