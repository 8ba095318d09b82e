/** A button that opens a list of actions, each with its shortcut where it has one. */
import { lazy, Suspense } from "react";
import type { MenuProps } from "./parts/MenuParts.tsx";

const MenuParts = lazy(async () => ({ default: (await import("./parts/MenuParts.tsx")).MenuParts }));

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
