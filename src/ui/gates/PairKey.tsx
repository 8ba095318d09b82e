/** The papers' setup, in which a stronger model teaches a smaller one, and why a single model has no signal there. */
import { BUNDLED, NANO } from "../../app/models/bundled.ts";
import type { GateChoice } from "../../gate/gate.ts";
import { useActions, useApp } from "../app-context.ts";

/** Gates whose paper uses a stronger teacher, and what happens with a single model. */
const NOTHING: Readonly<Partial<Record<string, string>>> = {
  "va-opd": "q = p, so every KL is 0 and there is nothing to weight",
  "uni-opd": "q = p, so every reward ln q − ln p is 0, and so is every return",
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
          : `In the paper a stronger model teaches from the same image. With the same weights on the same image there is no signal: ${nothing}.`}
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
            Restore {former.title}
          </button>
        )}
      </div>
    </div>
  );
}
