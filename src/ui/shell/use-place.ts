/** Which page is shown: the playground, the suite at #suite, or the item builder at #items. */
import { useSyncExternalStore } from "react";
import type { Place } from "../../app/place.ts";

function subscribe(changed: () => void): () => void {
  addEventListener("hashchange", changed);
  return () => removeEventListener("hashchange", changed);
}

export function placeNow(): Place {
  if (location.hash === "#items") return "items";
  return location.hash === "#suite" ? "suite" : "playground";
}

/** Shows another page. */
export function goTo(place: Place): void {
  if (placeNow() !== place) location.hash = `#${place}`;
}

export function usePlace(): Place {
  return useSyncExternalStore(subscribe, placeNow);
}
