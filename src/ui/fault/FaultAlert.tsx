/** The latest fault: shown until dismissed, with the ways to recover. */
import { useActions, useApp } from "../app-context.ts";
import { FaultNotice } from "./FaultNotice.tsx";
import { RecoveryKeys } from "./RecoveryKeys.tsx";

export function FaultAlert() {
  const engine = useApp((state) => state.engine);
  const other = useApp((state) => state.fault);
  const actions = useActions();
  // The latest fault comes first: without an engine, a person is still told what is wrong with a file.
  const lost = engine.kind === "lost" && other === null;
  const fault = lost ? engine.fault : other;
  return (
    <div className="alert-place" role="alert">
      {fault !== null && (
        <FaultNotice fault={fault} onDismiss={lost ? null : actions.dismissFault}>
          <RecoveryKeys fault={fault} met="running" />
        </FaultNotice>
      )}
    </div>
  );
}
