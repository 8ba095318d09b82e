/** The papers' setting, in which a stronger model teaches a smaller one, and why one model alone gives nothing there. */
import { BUNDLED, NANO } from "../../app/models/bundled.ts";
import type { GateChoice } from "../../gate/gate.ts";
import { useActions, useApp } from "../app-context.ts";

/** Gates whose paper lets a stronger model teach, and what one model alone gives. */
const NOTHING: Readonly<Partial<Record<string, string>>> = {
  "va-opd": "then q = p, so every KL is 0, and weights of nothing are nothing",
  "uni-opd": "then q = p, so every reward ln q − ln p is 0, and so is every return",
};

interface PairKeyProps {
  readonly gate: GateChoice["gate"];
  /** Whether that is the case on the screen. */
  readonly alone: boolean;
}

export function PairKey({ gate, alone }: PairKeyProps) {
  const { models } = useActions();
  const former = useApp((state) => state.models.former);
  const paired = useApp(
    ({ session }) => session.plan?.teacher?.model === BUNDLED.id && session.plan.model === NANO.id,
  );
  const ready = useApp(({ engine, model }) => engine.kind === "ready" && model.kind === "ready");
  const nothing = NOTHING[gate];
  if (nothing === undefined) return null;
  return (
    <div className="why-not" data-alarm={alone}>
      <p>
        {alone && <strong>Student and teacher are the same here. </strong>}
        {paired
          ? `${BUNDLED.title} teaches ${NANO.title}, both from the full image, as in the paper.`
          : `In the paper a stronger model teaches from the same image. The same weights on the same image give nothing: ${nothing}.`}
      </p>
      <div className="why-not-ways">
        {!paired && (
          <button
            type="button"
            className="secondary"
            aria-disabled={!ready}
            onClick={() => ready && void models.pair(NANO.id, BUNDLED.id)}
          >
            Let {BUNDLED.title} teach {NANO.title}
          </button>
        )}
        {paired && former !== null && (
          <button type="button" className="secondary" onClick={() => void models.unpair()}>
            Back to {former.title} as before
          </button>
        )}
      </div>
    </div>
  );
}
