/** Which page is shown: the playground, the suite at #suite, the item builder at #items, training at #lab, the log of a training run at #logs, the scene studio at #scenes, which a scene may follow, or acuity curves at #acuity. */
import { useSyncExternalStore } from "react";
import type { Place } from "../../app/place.ts";

function subscribe(changed: () => void): () => void {
  addEventListener("hashchange", changed);
  return () => removeEventListener("hashchange", changed);
}

/** The pages that have an address of their own; any other address is that of the playground. */
const BESIDE: readonly Place[] = ["suite", "items", "lab", "logs", "scenes", "acuity"];

export function placeNow(): Place {
  const [page] = location.hash.slice(1).split("/");
  return BESIDE.find((place) => place === page) ?? "playground";
}

/** Shows another page. */
export function goTo(place: Place): void {
  if (placeNow() !== place) location.hash = `#${place}`;
}

export function usePlace(): Place {
  return useSyncExternalStore(subscribe, placeNow);
}
