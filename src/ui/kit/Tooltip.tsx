/** A word beside a control on hover and focus. It is never on a touch screen, so it only repeats or shortens. */
import { Tooltip as Base } from "@base-ui/react/tooltip";
import type { ReactElement, ReactNode } from "react";

interface TooltipProps {
  readonly words: ReactNode;
  /** The control, which carries its full name itself. */
  readonly children: ReactElement;
}

/** Shows `words` above the control; Escape hides them. */
export function Tooltip({ words, children }: TooltipProps) {
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
