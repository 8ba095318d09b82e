/** The effect of one gradient step of the loss at this token: which logits of the student it raises and which it lowers. */
import type { GradientEntry, TokenInspection } from "../../evidence/token-inspection.ts";
import { smallDecimal } from "../shared/format.ts";
import { Glyphs } from "../strip/Token.tsx";
import { DivergenceSymbol } from "./DivergenceWords.tsx";

/** How many are shown in each list. */
const MOST = 5;

interface UpdateListProps {
  readonly name: string;
  readonly direction: "up" | "down";
  readonly entries: readonly GradientEntry[];
  /** The largest absolute value in both lists. */
  readonly largest: number;
}

function UpdateList({ name, direction, entries, largest }: UpdateListProps) {
  return (
    <div className="update-list" data-direction={direction}>
      <h4>{name}</h4>
      {entries.length === 0 ? (
        <p className="card-note">none</p>
      ) : (
        <ul>
          {entries.map(({ token, text, gradient }) => (
            <li key={token}>
              <span className="update-token">
                <Glyphs text={text} />
              </span>
              <span
                className="update-bar"
                aria-hidden="true"
                style={{ width: `${(30 * Math.abs(gradient)) / largest}%` }}
              />
              <span className="number">{smallDecimal(-gradient, 3)}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

export function LossUpdate({ reading }: { reading: TokenInspection }) {
  const { gradient: entries, request } = reading;
  if (entries === null)
    return <p className="card-note">The loss is infinite here and has no finite gradient.</p>;
  const up = entries.filter(({ gradient }) => gradient < 0).slice(0, MOST);
  const down = entries.filter(({ gradient }) => gradient > 0).slice(0, MOST);
  const largest = Math.max(1e-30, ...entries.map(({ gradient }) => Math.abs(gradient)));
  return (
    <section className="loss-update" aria-labelledby="loss-update-title">
      <h3 id="loss-update-title">Effect of the loss</h3>
      <p className="card-note">
        One step down the gradient of <DivergenceSymbol divergence={request.divergence} /> changes the
        student’s logits by these amounts, in nats per logit, times the learning rate.
      </p>
      <div className="update-lists">
        <UpdateList name="raised" direction="up" entries={up} largest={largest} />
        <UpdateList name="lowered" direction="down" entries={down} largest={largest} />
      </div>
    </section>
  );
}
