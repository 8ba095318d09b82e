/** Which page is shown: the playground, the suite at #suite, or the bench for new items at #items. */
import { useSyncExternalStore } from "react";

export type Place = "playground" | "suite" | "items";

function subscribe(changed: () => void): () => void {
  addEventListener("hashchange", changed);
  return () => removeEventListener("hashchange", changed);
}

function placeNow(): Place {
  if (location.hash === "#items") return "items";
  return location.hash === "#suite" ? "suite" : "playground";
}

export function usePlace(): Place {
  return useSyncExternalStore(subscribe, placeNow);
}
