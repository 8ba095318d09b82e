/** VA-OPD on ten tokens: the advantage of each, and its coefficient in the loss. */
import { ADVANTAGE_TOKENS, shareOfTopFifth, weighTokens } from "../../../lesson/exhibits/advantage.ts";
import { percent } from "../../../lesson/written.ts";
import { Slider } from "../../kit/Slider.tsx";
import { decimal } from "../../shared/format.ts";
import { useLessonActions } from "../use-lesson-actions.ts";

export function AdvantageExhibit({ lambda }: { lambda: number }) {
  const actions = useLessonActions();
  const outcome = weighTokens(lambda);
  if (!outcome.ok) return <p className="exhibit-note">{outcome.fault.message}</p>;
  const gains = outcome.value.trail.find((step) => step.symbol === "a");
  const advantages = gains?.of === "tokens" ? (gains.values[0] ?? []) : [];
  const coefficients = outcome.value.perToken[0] ?? [];
  const most = Math.max(...advantages);
  return (
    <section className="exhibit" aria-label="Visual advantage of ten tokens">
      <Slider
        label="λ"
        value={lambda}
        least={0}
        most={1}
        step={0.01}
        write={(value) => value.toFixed(2)}
        onChange={(value) => actions.tune({ advantage: { lambda: value } })}
      />
      <table className="pair-table">
        <caption className="visually-hidden">Advantage and coefficient of each token</caption>
        <thead>
          <tr>
            <th scope="col">token</th>
            <td aria-hidden="true" className="pair-bars" />
            <th scope="col" className="pair-number">
              <i>a</i>, nats
            </th>
            <th scope="col" className="pair-number">
              counts
            </th>
          </tr>
        </thead>
        <tbody>
          {ADVANTAGE_TOKENS.map((text, at) => (
            <tr key={text}>
              <th scope="row">
                <code>{text.trim()}</code>
              </th>
              <td aria-hidden="true" className="pair-bars">
                <span className="exhibit-bar" style={{ width: `${((advantages[at] ?? 0) / most) * 100}%` }} />
              </td>
              <td className="pair-number">{decimal(advantages[at] ?? null, 2)}</td>
              <td className="pair-number">{decimal(coefficients[at] ?? null, 3)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="exhibit-note">
        The top fifth, two tokens, holds {percent(shareOfTopFifth(advantages))} of the advantage. The
        coefficients sum to 1.
      </p>
    </section>
  );
}
