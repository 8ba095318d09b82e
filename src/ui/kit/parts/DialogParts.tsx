/** The loaded dialog. */
import { Dialog as Base } from "@base-ui/react/dialog";
import type { ReactNode } from "react";

export interface DialogProps {
  readonly title: string;
  /** For content in columns; otherwise the dialog is as wide as a paragraph reads well. */
  readonly wide?: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export function DialogParts({ title, wide = false, onClose, children }: DialogProps) {
  return (
    <Base.Root open onOpenChange={(opened) => !opened && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="kit-backdrop" />
        <Base.Viewport className="kit-viewport">
          <Base.Popup className="kit-dialog" data-surface="dialog" data-wide={wide}>
            <div className="kit-head">
              <Base.Title className="kit-title">{title}</Base.Title>
              <Base.Close className="quiet">Close</Base.Close>
            </div>
            {children}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}
