/** A fault with its hint, and the keys beside it: ways back first, then the one that dismisses it. */
import type { ReactNode } from "react";
import type { Fault } from "../../base/outcome.ts";

interface FaultNoticeProps {
  readonly fault: Fault;
  /** Null where the fault stays until it is mended. */
  readonly onDismiss: (() => void) | null;
  /** The ways back. */
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

/** The last thing that went wrong on a page of its own; nothing while all is well. */
export function PageFault({ fault, onDismiss }: PageFaultProps) {
  if (fault === null) return null;
  return (
    <div role="alert">
      <FaultNotice fault={fault} onDismiss={onDismiss} />
    </div>
  );
}
