/** The state and the actions of the attribution maps. */
import type { AppServices } from "../services.ts";
import { type AttributionStore, createAttributionStore, type MapSettings } from "./attribution-state.ts";
import { draw, measureOne } from "./measure-sensitivity.ts";
import { readAttention } from "./read-attention.ts";

export interface AttributionActions {
  /** Replays the answer once with the whole image erased, unless known: the duration of a replay, and each token's need. */
  measureOne(): Promise<void>;
  /** Computes the map, or continues one that was stopped. */
  draw(): Promise<void>;
  stop(): void;
  setSettings(settings: Partial<MapSettings>): void;
  /** Restricts the map to these tokens; null for the whole answer. */
  selectTokens(selected: readonly number[] | null): void;
  /** Reads attention for the current image, question and box, unless known. */
  readAttention(): Promise<void>;
  showLayer(layer: number | null): void;
}

export interface AttributionHandle {
  readonly store: AttributionStore;
  readonly actions: AttributionActions;
}

export function createAttribution(services: AppServices): AttributionHandle {
  const store = createAttributionStore();
  let drawing = new AbortController();
  let reading = new AbortController();
  const renew = (): AbortSignal => {
    drawing.abort();
    drawing = new AbortController();
    return drawing.signal;
  };
  return {
    store,
    actions: {
      measureOne: () => measureOne(services, store, renew()),
      draw: () => draw(services, store, renew()),
      stop: () => drawing.abort(),
      setSettings(settings) {
        drawing.abort();
        store.setState({ settings: { ...store.getState().settings, ...settings } });
      },
      selectTokens: (selected) => store.setState({ selected }),
      readAttention() {
        reading.abort();
        reading = new AbortController();
        return readAttention(services, store, reading.signal);
      },
      showLayer: (layer) => store.setState({ layer }),
    },
  };
}
