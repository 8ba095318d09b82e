/** The open models: checked on this adapter, found by id, and closed before other models take their memory. */

import type { ModelId } from "../../../base/ids.ts";
import { type Outcome, success } from "../../../base/outcome.ts";
import { weightsKey } from "../../../base/weights.ts";
import type { TokenFacts } from "../../../evidence/score.ts";
import type { Manifest } from "../../../model/manifest/manifest.ts";
import { storedWeights } from "../../../model/weights.ts";
import type { ModelSource } from "../../../source/source.ts";
import type { ModelFacts } from "../../port.ts";
import { createTrust } from "../device/trust.ts";
import { factsOf, fileBytes, type Loading, loadModel } from "./load-model.ts";
import { closeModel, type LoadedModel } from "./loaded-model.ts";
import { type LoadedModels, loadedModelsAmong } from "./loaded-models.ts";
import { openSource } from "./open-source.ts";
import type { OpenFiles } from "./open-stored.ts";

export interface OpenModels {
  readonly open: LoadedModels;
  /** Starts again with what may be another adapter, which must pass the golden prompt of the model at `golden`. */
  start(golden: string): void;
  /**
   * Loads a model; null if it was stopped. Only the open models named in `beside` stay open: after the new files are
   * verified and before they are opened, all runs are stopped and the other models are closed, which frees their memory.
   * A model that is already open is not opened twice.
   */
  load(
    loading: Loading,
    source: ModelSource,
    beside: readonly ModelId[],
  ): Promise<Outcome<ModelFacts | null>>;
  /** The size of the open models' files, in bytes. */
  bytes(): number;
}

/** Whether an open model is the one of the manifest, and still has the weights of its files. */
function holds({ model, weights }: LoadedModel, manifest: Manifest): boolean {
  const sameFiles = JSON.stringify(model.manifest) === JSON.stringify(manifest);
  return sameFiles && weightsKey(weights) === weightsKey(storedWeights(manifest));
}

export function createOpenModels(): OpenModels {
  const open = new Map<ModelId, LoadedModel>();
  const known = new Map<ModelId, TokenFacts>();
  const trust = createTrust();

  const close = async (id: ModelId): Promise<void> => {
    const loaded = open.get(id);
    open.delete(id);
    if (loaded !== undefined) await closeModel(loaded);
  };

  const makeRoom = async (loading: Loading, stays: (id: ModelId) => boolean): Promise<void> => {
    const leaving = [...open.keys()].filter((id) => !stays(id));
    if (leaving.length === 0) return;
    await loading.stopRuns();
    for (const id of leaving) await close(id);
  };

  /** The model of these files: the one that is open already, or a new one in the memory that the others leave. */
  const loadedOf = async (
    loading: Loading,
    files: OpenFiles,
    beside: readonly ModelId[],
  ): Promise<Outcome<LoadedModel | null>> => {
    const { id } = files.manifest;
    const previous = open.get(id);
    const same = previous !== undefined && holds(previous, files.manifest);
    await makeRoom(loading, (each) => (each === id ? same : beside.includes(each)));
    if (same) return success(previous);
    const opened = await loadModel(loading, files, loading.profile.report.model.backend);
    if (opened.ok && opened.value !== null) {
      open.set(id, opened.value);
      known.set(id, files.manifest);
    }
    return opened;
  };

  /** The facts of an opened model if its adapter is trusted; otherwise the model is closed again. */
  const admit = async (
    loading: Loading,
    source: ModelSource,
    loaded: LoadedModel,
  ): Promise<Outcome<ModelFacts | null>> => {
    let stays = false;
    try {
      const checked = await trust.check(loading, source, loaded);
      if (!checked.ok) return checked;
      stays = !loading.signal.aborted;
      return success(stays ? factsOf(loaded, checked.value) : null);
    } finally {
      if (!stays) await close(loaded.model.manifest.id);
    }
  };

  return {
    open: loadedModelsAmong(open, known),
    start: trust.start,
    async load(loading, source, beside) {
      const files = await openSource(source, loading.signal, loading.onProgress);
      if (!files.ok || files.value === null) return files.ok ? success(null) : files;
      const loaded = await loadedOf(loading, files.value, beside);
      if (!loaded.ok || loaded.value === null) return loaded.ok ? success(null) : loaded;
      return admit(loading, source, loaded.value);
    },
    bytes: () => [...open.values()].reduce((sum, { model }) => sum + fileBytes(model.manifest), 0),
  };
}
