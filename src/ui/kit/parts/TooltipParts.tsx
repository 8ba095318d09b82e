/** What a tooltip is made of. */
import { Tooltip as Base } from "@base-ui/react/tooltip";
import type { TooltipProps } from "../Tooltip.tsx";

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
