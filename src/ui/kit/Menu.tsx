/** A button that opens a list of actions, each with its shortcut where it has one. */
import { lazy, type ReactElement, Suspense } from "react";

const MenuParts = lazy(async () => ({ default: (await import("./parts/MenuParts.tsx")).MenuParts }));

export interface MenuItem {
  readonly name: string;
  /** As it is printed on keys, such as "R". */
  readonly shortcut?: string;
  readonly disabled?: boolean;
  readonly onChoose: () => void;
}

export interface MenuProps {
  /** The button that opens it. */
  readonly trigger: ReactElement;
  readonly items: readonly MenuItem[];
}

/**
 * Arrow keys and first letters move among the items; items that cannot be chosen are reached and said, too. The button
 * is there at once; what opens comes after the page's first paint.
 */
export function Menu(props: MenuProps) {
  return (
    <Suspense fallback={props.trigger}>
      <MenuParts {...props} />
    </Suspense>
  );
}
