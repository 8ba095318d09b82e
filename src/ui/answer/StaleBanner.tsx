/** States that the answer or its numbers belong to earlier settings, and offers to compute them again. */
import { canAnswer } from "../../app/selectors.ts";
import { useActions, useApp } from "../app-context.ts";
import { outdated } from "./stale.ts";

export function StaleBanner() {
  const session = useApp((state) => state.session);
  const able = useApp(canAnswer);
  const running = useApp((state) => state.run.kind !== "idle");
  const actions = useActions();
  const since = running ? null : outdated(session);
  const renew = () => {
    if (since?.answer === false && session.plan !== null) void actions.releaseBox(session.plan.box);
    else void actions.answer();
  };
  return (
    <div className="stale-place" role="status">
      {since !== null && (
        <div className="stale">
          <p>
            <strong>{since.what}.</strong>{" "}
            {since.answer
              ? "The tokens below are still from before."
              : "The colours below are still from before."}
          </p>
          <button
            type="button"
            className="secondary"
            aria-disabled={!able}
            onClick={able ? renew : undefined}
          >
            {since.answer ? "Answer again" : "Replay"}{" "}
            {since.answer && (
              <span className="cap" aria-hidden="true">
                R
              </span>
            )}
          </button>
        </div>
      )}
    </div>
  );
}
