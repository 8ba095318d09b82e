/** The loaded menu. */
import { Menu as Base } from "@base-ui/react/menu";
import type { ReactElement } from "react";

export interface MenuItem {
  readonly name: string;
  /** As printed on key caps, such as "R". */
  readonly shortcut?: string;
  readonly disabled?: boolean;
  readonly onChoose: () => void;
}

export interface MenuProps {
  /** The button that opens it. */
  readonly trigger: ReactElement;
  readonly items: readonly MenuItem[];
}

export function MenuParts({ trigger, items }: MenuProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className="kit-positioner" align="start" sideOffset={4} collisionPadding={8}>
          <Base.Popup className="kit-menu" data-surface="menu">
            {items.map(({ name, shortcut, disabled = false, onChoose }) => (
              <Base.Item
                key={name}
                className="kit-item"
                disabled={disabled}
                label={name}
                aria-keyshortcuts={shortcut}
                onClick={onChoose}
              >
                <span>{name}</span>
                {shortcut !== undefined && (
                  <span className="cap" aria-hidden="true">
                    {shortcut}
                  </span>
                )}
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
