/** The engine: implements EngineApi in the worker. */
import type { ModelId } from "../../base/ids.ts";
import { failure, type Outcome, success } from "../../base/outcome.ts";
import type { ModelSource } from "../../source/source.ts";
import { holdLock } from "../../store/locks.ts";
import type { ModelFacts, ModelPicture, PictureRequest } from "../port.ts";
import { type DeviceProfile, openDeviceProfile, traitsOf } from "./device/device-profile.ts";
import { computeGroupWeights } from "./gates/group-weights.ts";
import { contactSheet } from "./images/contact-sheet.ts";
import { createImageStore } from "./images/images.ts";
import { lazyModels } from "./models/lazy-models.ts";
import type { LoadedModel } from "./models/loaded-model.ts";
import type { LoadedModels } from "./models/loaded-models.ts";
import { createOpenModels } from "./models/open-models.ts";
import { measureBins } from "./numbers/bins.ts";
import type { EngineApi, OnEvent, RunOrder } from "./protocol.ts";
import { createRunQueue, type RunQueue } from "./queue/run-queue.ts";
import { createRuns, type Runs } from "./queue/runs.ts";
import type { Turn } from "./queue/turn.ts";
import { runLikelihood } from "./runs/likelihood.ts";
import { runReplay, runScore } from "./runs/replay.ts";
import { runRollout } from "./runs/rollout.ts";

/** The pixels that the model is given for a view, with its tiles laid out where they were cut. */
function modelPicture(loaded: LoadedModel, { image, edges }: PictureRequest): Outcome<ModelPicture> {
  const shown = loaded.promptCache.shown(image, edges);
  if (!shown.ok) return shown;
  const { pixels: picture, reader } = shown.value;
  const pixels = reader.modelPixels(picture);
  if (!pixels.ok) return pixels;
  const { tiles, rows, columns } = pixels.value;
  const viewSize = { width: picture.width, height: picture.height };
  const tileSize = { width: tiles[0]?.width ?? 0, height: tiles[0]?.height ?? 0 };
  const imageTokens = reader.imageTokens(picture);
  const grid = { rows, columns };
  return success({
    ...contactSheet(pixels.value),
    viewSize,
    tileSize,
    tiles: tiles.length,
    grid,
    imageTokens,
  });
}

/** The runs over open models, each under its id and in its turn; code that is rarely used is loaded on demand. */
function modelRuns(runs: Runs, queue: RunQueue, models: LoadedModels) {
  const among = async <T>(
    model: ModelId,
    work: (loaded: LoadedModel) => Promise<Outcome<T>>,
  ): Promise<Outcome<T>> => {
    const loaded = models.find(model);
    return loaded.ok ? work(loaded.value) : loaded;
  };
  const run = <T>(
    { id, kind, stopped }: RunOrder,
    emit: OnEvent<T>,
    work: (turn: Turn) => Promise<Outcome<T>>,
  ): Promise<void> => runs.run(id, emit, (signal) => queue.run(kind, signal, work), stopped);
  return {
    rollout: (order, request, emit) =>
      run(order, emit, (turn) =>
        among(request.showing.model, (loaded) => runRollout(loaded, request, turn, emit)),
      ),
    score: (order, request, emit) => run(order, emit, (turn) => runScore(models, request, turn, emit)),
    compare: (order, request, emit) => run(order, emit, (turn) => runReplay(models, request, turn, emit)),
    logits: (order, request, emit) =>
      run(order, emit, (turn) =>
        among(request.showing.model, async (loaded) =>
          (await import("./numbers/export-logits.ts")).exportLogits(loaded, request, turn, emit),
        ),
      ),
    likelihood: (order, request, emit) =>
      run(order, emit, (turn) =>
        among(request.showing.model, (loaded) => runLikelihood(loaded, request, turn, emit)),
      ),
    attention: (order, request, emit) =>
      run(order, emit, (turn) =>
        among(request.showing.model, async (loaded) =>
          (await import("./attention/attention.ts")).runAttention(loaded, request, turn, emit),
        ),
      ),
    token: (order, request, emit) =>
      run(order, emit, async (turn) =>
        (await import("./numbers/token-inspection.ts")).inspectToken(models, request, turn, emit),
      ),
    picture: (request) => among(request.model, async (loaded) => modelPicture(loaded, request)),
  } satisfies Partial<EngineApi>;
}

export function createEngine(): EngineApi {
  const queue = createRunQueue();
  const images = createImageStore();
  const openModels = createOpenModels();
  let profile: DeviceProfile | null = null;

  const orLost = async <T>(outcome: Outcome<T>): Promise<Outcome<T>> => {
    // An unexplained failure may come from a device loss that has not been reported yet.
    const unexplained = !outcome.ok && outcome.fault.kind === "bug";
    const loss = (await profile?.loss(unexplained)) ?? null;
    return loss === null
      ? outcome
      : failure("deviceLost", `The GPU was lost: ${loss}`, "Start the engine again; your work is kept.");
  };
  const runs = createRuns(orLost);
  // Separate from the runs that loading a model stops. Loads wait for each other, so that no two models are opened at once.
  const loads = createRuns(orLost);
  const loader = createRunQueue();

  const load = async (
    source: ModelSource,
    beside: readonly ModelId[],
    signal: AbortSignal,
    onEvent: OnEvent<ModelFacts | null>,
  ): Promise<Outcome<ModelFacts | null>> => {
    if (profile === null) return failure("bug", "The engine was not inspected before a model was loaded.");
    const onProgress = (stage: "download" | "check" | "compile", done: number, total: number): void =>
      onEvent({ kind: "progress", stage, done, total });
    const { stopAll: stopRuns } = runs;
    return openModels.load({ profile, queue, images, signal, stopRuns, onProgress }, source, beside);
  };

  const { cancel, ...models } = lazyModels({
    deviceTraits: () => traitsOf(profile),
    memory: () => ({ files: openModels.bytes(), graphics: profile?.gpu?.bufferBytes() ?? null }),
  });

  /** The device of the kernels; null where float64 computes the numbers. */
  const kernelDevice = (): GPUDevice | null =>
    profile?.report.numbers.backend === "wgsl" ? (profile.gpu?.device ?? null) : null;

  return {
    ...models,
    ...modelRuns(runs, queue, openModels.open),
    hold: holdLock,
    async inspect(overrides, golden) {
      profile = await openDeviceProfile(overrides);
      openModels.start(golden);
      return success(profile.report);
    },
    loadModel: (id, source, beside, onEvent) =>
      loads.run(id, onEvent, (signal) => loader.enter(() => load(source, beside, signal, onEvent))),
    addImage: (id, bytes) => images.add(id, bytes),
    removeImage: async (id) => images.remove(id),
    computeWeights: async (request) => computeGroupWeights(kernelDevice(), request),
    measureBins: async (request) => measureBins(kernelDevice(), request),
    async cancel(id) {
      runs.cancel(id);
      loads.cancel(id);
      cancel(id);
    },
  };
}
