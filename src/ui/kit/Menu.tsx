/** A button that opens a list of actions, with shortcuts where there are any. */
import { lazy, Suspense } from "react";
import type { MenuProps } from "./parts/MenuParts.tsx";

const MenuParts = lazy(async () => ({ default: (await import("./parts/MenuParts.tsx")).MenuParts }));

/**
 * Arrow keys and first letters move among the items; disabled items can be reached and are announced too. The button is
 * there at once; the menu works after the page's first paint.
 */
export function Menu(props: MenuProps) {
  return (
    <Suspense fallback={props.trigger}>
      <MenuParts {...props} />
    </Suspense>
  );
}
