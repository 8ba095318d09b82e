/** Navigation between the pages. */
import type { Place } from "../../app/place.ts";
import { usePlace } from "./use-place.ts";

const PLACES: readonly { readonly place: Place; readonly address: string; readonly name: string }[] = [
  { place: "playground", address: "#playground", name: "Playground" },
  { place: "suite", address: "#suite", name: "Suite" },
  { place: "items", address: "#items", name: "New items" },
  { place: "lab", address: "#lab", name: "Lab" },
  { place: "logs", address: "#logs", name: "Logs" },
  { place: "scenes", address: "#scenes", name: "Scenes" },
];

export function Places() {
  const current = usePlace();
  return (
    <nav className="places" aria-label="Pages">
      {PLACES.map(({ place, address, name }) => (
        <a key={place} className="place" href={address} aria-current={place === current ? "page" : undefined}>
          {name}
        </a>
      ))}
    </nav>
  );
}
