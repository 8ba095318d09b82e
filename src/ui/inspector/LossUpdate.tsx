/** What one step down the loss would do at this token: which logits of the student it raises and which it lowers. */
import type { Push, TokenReading } from "../../evidence/token-reading.ts";
import { smallDecimal } from "../shared/format.ts";
import { Glyphs } from "../strip/Token.tsx";
import { DivergenceSymbol } from "./DivergenceWords.tsx";

/** How many are drawn on each side. */
const MOST = 5;

interface UpdateListProps {
  readonly name: string;
  readonly direction: "up" | "down";
  readonly pushes: readonly Push[];
  /** The largest of both lists. */
  readonly largest: number;
}

function UpdateList({ name, direction, pushes, largest }: UpdateListProps) {
  return (
    <div className="update-list" data-direction={direction}>
      <h4>{name}</h4>
      {pushes.length === 0 ? (
        <p className="card-note">none</p>
      ) : (
        <ul>
          {pushes.map(({ token, text, slope }) => (
            <li key={token}>
              <span className="update-token">
                <Glyphs text={text} />
              </span>
              <span
                className="update-bar"
                aria-hidden="true"
                style={{ width: `${(30 * Math.abs(slope)) / largest}%` }}
              />
              <span className="number">{smallDecimal(-slope, 3)}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

export function LossUpdate({ reading }: { reading: TokenReading }) {
  const { pushes, request } = reading;
  if (pushes === null)
    return <p className="card-note">The loss is infinite here and has no finite gradient.</p>;
  const up = pushes.filter(({ slope }) => slope < 0).slice(0, MOST);
  const down = pushes.filter(({ slope }) => slope > 0).slice(0, MOST);
  const largest = Math.max(1e-30, ...pushes.map(({ slope }) => Math.abs(slope)));
  return (
    <section className="loss-update" aria-labelledby="loss-update-title">
      <h3 id="loss-update-title">What the loss would do</h3>
      <p className="card-note">
        One step down the gradient of <DivergenceSymbol divergence={request.divergence} /> moves the student’s
        logits by so much, in nats per logit, times the learning rate.
      </p>
      <div className="update-lists">
        <UpdateList name="raised" direction="up" pushes={up} largest={largest} />
        <UpdateList name="lowered" direction="down" pushes={down} largest={largest} />
      </div>
    </section>
  );
}
