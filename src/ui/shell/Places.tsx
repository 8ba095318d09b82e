/** Navigation between the pages. */
import type { Place } from "../../app/place.ts";
import { SCENE_PAGES } from "./SceneTabs.tsx";
import { usePlace } from "./use-place.ts";

const PLACES: readonly { readonly place: Place; readonly address: string; readonly name: string }[] = [
  { place: "playground", address: "#playground", name: "Playground" },
  { place: "suite", address: "#suite", name: "Suite" },
  { place: "items", address: "#items", name: "New items" },
  { place: "lab", address: "#lab", name: "Lab" },
  { place: "logs", address: "#logs", name: "Logs" },
  { ...SCENE_PAGES[0], name: "Scenes" },
];

/** Whether a link of the head stands for the shown page: the one of the scenes for all of theirs. */
function isCurrent(place: Place, current: Place): boolean {
  const ofScenes = (each: Place) => SCENE_PAGES.some((page) => page.place === each);
  return place === current || (ofScenes(place) && ofScenes(current));
}

export function Places() {
  const current = usePlace();
  return (
    <nav className="places" aria-label="Pages">
      {PLACES.map(({ place, address, name }) => (
        <a
          key={place}
          className="place"
          href={address}
          aria-current={isCurrent(place, current) ? "page" : undefined}
        >
          {name}
        </a>
      ))}
    </nav>
  );
}
