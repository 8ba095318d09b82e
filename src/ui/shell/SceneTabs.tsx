/** The pages of the place "Scenes", as links above each of them. */
import type { Place } from "../../app/place.ts";

interface ScenePage {
  readonly place: Place;
  readonly address: string;
  readonly name: string;
}

/** The first one is shown where the place is chosen in the head. */
export const SCENE_PAGES: readonly [ScenePage, ...ScenePage[]] = [
  { place: "scenes", address: "#scenes", name: "Studio" },
  { place: "acuity", address: "#acuity", name: "Acuity" },
];

/** Nothing on other pages. */
export function SceneTabs({ place }: { readonly place: Place }) {
  if (!SCENE_PAGES.some((page) => page.place === place)) return null;
  return (
    <nav className="scene-tabs" aria-label="Scenes">
      {SCENE_PAGES.map(({ place: own, address, name }) => (
        <a key={own} href={address} aria-current={own === place ? "page" : undefined}>
          {name}
        </a>
      ))}
    </nav>
  );
}
