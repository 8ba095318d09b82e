/** The last thing that went wrong: stays until dismissed, and offers the ways back. */
import { useActions, useApp } from "./app-context.ts";
import { RecoveryKeys } from "./RecoveryKeys.tsx";

export function FaultAlert() {
  const engine = useApp((state) => state.engine);
  const other = useApp((state) => state.fault);
  const actions = useActions();
  // What was met last comes first: a reader without an engine is told what is wrong with a file, too.
  const lost = engine.kind === "lost" && other === null;
  const fault = lost ? engine.fault : other;
  return (
    <div className="alert-place" role="alert">
      {fault !== null && (
        <div className="alert">
          <div className="alert-words">
            <p className="alert-message">{fault.message}</p>
            {fault.hint !== undefined && <p>{fault.hint}</p>}
          </div>
          <div className="alert-keys">
            <RecoveryKeys fault={fault} met="running" />
            {!lost && (
              <button type="button" className="quiet" onClick={actions.dismissFault}>
                Dismiss
              </button>
            )}
          </div>
        </div>
      )}
    </div>
  );
}
