/** The loaded popover. */
import { Popover as Base } from "@base-ui/react/popover";
import type { ReactElement, ReactNode } from "react";

export interface PopoverProps {
  readonly title: string;
  /** The button that opens it. */
  readonly trigger: ReactElement;
  /** Mounted only while the panel is open. */
  readonly children: ReactNode;
}

export function PopoverParts({ title, trigger, children }: PopoverProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className="kit-positioner" align="end" sideOffset={8} collisionPadding={8}>
          <Base.Popup className="kit-popover" data-surface="popover">
            <div className="kit-head">
              <Base.Title className="kit-title">{title}</Base.Title>
              <Base.Close className="quiet">Close</Base.Close>
            </div>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
