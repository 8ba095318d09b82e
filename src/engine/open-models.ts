/** The models that are open: loaded, trusted on this adapter, found by id, closed when another takes their place. */
import type { ModelId } from "../base/ids.ts";
import { type Outcome, success } from "../base/outcome.ts";
import type { ModelSource } from "../source/source.ts";
import { type Bench, closeBench } from "./bench.ts";
import { type FindBench, findAmong } from "./benches.ts";
import { checkGolden } from "./golden.ts";
import { factsOf, type Loading, loadModel } from "./load-model.ts";
import type { ModelBackend, ModelFacts } from "./protocol.ts";

export interface OpenModels {
  readonly find: FindBench;
  /** Begins anew on what may be another adapter, which has yet to pass the golden prompt of the model at `golden`. */
  start(golden: string): void;
  /** Loads a model beside the others; null when it was stopped on the way. */
  load(loading: Loading, source: ModelSource): Promise<Outcome<ModelFacts | null>>;
  /** Bytes of the open models' files. */
  bytes(): number;
}

const silent = { onProgress: () => undefined };

export function createOpenModels(): OpenModels {
  const benches = new Map<ModelId, Bench>();
  let golden = "";
  let trusted = false;

  /** Opens the golden model for the check and closes it again. */
  const withGolden = async (
    loading: Loading,
    backend: ModelBackend,
    use: (bench: Bench) => Promise<Outcome<null>>,
  ): Promise<Outcome<null>> => {
    const source = { kind: "site", manifest: golden } as const;
    const opened = await loadModel({ ...loading, ...silent }, source, backend);
    if (!opened.ok || opened.value === null) return opened.ok ? success(null) : opened;
    try {
      return await use(opened.value);
    } finally {
      await closeBench(opened.value);
    }
  };

  const trust = async (loading: Loading, source: ModelSource, bench: Bench): Promise<Outcome<null>> => {
    if (trusted || loading.station.report.model.backend === "wasm") return success(null);
    const compare = (onWebgpu: Bench) =>
      withGolden(loading, "wasm", (onWasm) => checkGolden(onWebgpu, onWasm));
    const isGolden = source.kind === "site" && source.manifest === golden;
    const checked = await (isGolden ? compare(bench) : withGolden(loading, "webgpu", compare));
    trusted = checked.ok && !loading.signal.aborted;
    // Without the network a model that is kept still loads; the adapter is asked again at the next loading.
    return checked.ok || checked.fault.kind !== "network" ? checked : success(null);
  };

  /** Takes a loaded model in, in the place of the former one of its id. Whichever is left over is closed. */
  const admit = async (
    loading: Loading,
    source: ModelSource,
    bench: Bench,
  ): Promise<Outcome<ModelFacts | null>> => {
    let leftOver: Bench | undefined = bench;
    try {
      const checked = await trust(loading, source, bench);
      if (!checked.ok || loading.signal.aborted) return checked.ok ? success(null) : checked;
      const { id } = bench.model.manifest;
      leftOver = benches.get(id);
      benches.set(id, bench);
      return success(factsOf(bench.model));
    } finally {
      if (leftOver !== undefined) await closeBench(leftOver);
    }
  };

  return {
    find: findAmong(benches),
    start(address) {
      golden = address;
      trusted = false;
    },
    async load(loading, source) {
      const { backend } = loading.station.report.model;
      const loaded = await loadModel(loading, source, backend);
      if (!loaded.ok || loaded.value === null) return loaded.ok ? success(null) : loaded;
      return admit(loading, source, loaded.value);
    },
    bytes: () => [...benches.values()].reduce((sum, { model }) => sum + factsOf(model).bytes, 0),
  };
}
