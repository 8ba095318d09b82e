/** A fault with its hint, and its buttons: recoveries first, then the one that dismisses it. */
import type { ReactNode } from "react";
import type { Fault } from "../../base/outcome.ts";

interface FaultNoticeProps {
  readonly fault: Fault;
  /** Null where the fault stays until it is resolved. */
  readonly onDismiss: (() => void) | null;
  /** The recoveries. */
  readonly children?: ReactNode;
}

export function FaultNotice({ fault, onDismiss, children }: FaultNoticeProps) {
  return (
    <div className="alert">
      <div className="alert-words">
        <p className="alert-message">{fault.message}</p>
        {fault.hint !== undefined && <p>{fault.hint}</p>}
      </div>
      <div className="alert-keys">
        {children}
        {onDismiss !== null && (
          <button type="button" className="quiet" onClick={onDismiss}>
            Dismiss
          </button>
        )}
      </div>
    </div>
  );
}

interface PageFaultProps {
  readonly fault: Fault | null;
  readonly onDismiss: () => void;
}

/** The latest fault on a page of its own; renders nothing otherwise. */
export function PageFault({ fault, onDismiss }: PageFaultProps) {
  if (fault === null) return null;
  return (
    <div role="alert">
      <FaultNotice fault={fault} onDismiss={onDismiss} />
    </div>
  );
}
