/** The loaded tooltip. */
import { Tooltip as Base } from "@base-ui/react/tooltip";
import type { ReactElement, ReactNode } from "react";

export interface TooltipProps {
  readonly words: ReactNode;
  /** The control, which has its full name itself. */
  readonly children: ReactElement;
}

export function TooltipParts({ words, children }: TooltipProps) {
  return (
    <Base.Root>
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner className="kit-positioner" sideOffset={6} collisionPadding={8}>
          <Base.Popup className="kit-tooltip">{words}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
