/** The state and the actions of the attribution maps. */
import type { Job, JobSpec } from "../jobs/jobs.ts";
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

const MAP: JobSpec = { owner: "map", kind: "background", title: "Sensitivity map", usesModel: true };
const ATTENTION: JobSpec = { owner: "attention", kind: "interactive", title: "Attention", usesModel: true };

export interface AttributionHandle {
  readonly store: AttributionStore;
  readonly actions: AttributionActions;
}

export function createAttribution(services: AppServices): AttributionHandle {
  const store = createAttributionStore();
  const { jobs } = services;
  const stop = () => jobs.of("map")?.stop();
  const measuring = (work: (job: Job) => Promise<void>): Promise<void> => {
    stop();
    return jobs.run(MAP, work);
  };
  return {
    store,
    actions: {
      measureOne: () => measuring((job) => measureOne(services, store, job)),
      draw: () => measuring((job) => draw(services, store, job)),
      stop,
      setSettings(settings) {
        stop();
        store.setState({ settings: { ...store.getState().settings, ...settings } });
      },
      selectTokens: (selected) => store.setState({ selected }),
      readAttention: () => jobs.run(ATTENTION, ({ signal }) => readAttention(services, store, signal)),
      showLayer: (layer) => store.setState({ layer }),
    },
  };
}
