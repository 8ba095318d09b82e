/** A button that opens a list of actions, each with its shortcut where it has one. */
import { Menu as Base } from "@base-ui/react/menu";
import type { ReactElement } from "react";

export interface MenuItem {
  readonly name: string;
  /** As it is printed on keys, such as "R". */
  readonly shortcut?: string;
  readonly disabled?: boolean;
  readonly onChoose: () => void;
}

interface MenuProps {
  /** The button that opens it. */
  readonly trigger: ReactElement;
  readonly items: readonly MenuItem[];
}

/** Arrow keys and first letters move among the items; items that cannot be chosen are reached and said, too. */
export function Menu({ trigger, items }: MenuProps) {
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
