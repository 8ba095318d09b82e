/** For tests: the engine's own runs over fake models, without a worker; it satisfies the engine contract. */
import type { ImageId, ModelId } from "../base/ids.ts";
import { failure, type Outcome, success } from "../base/outcome.ts";
import type { JobKind } from "../base/schedule.ts";
import { binsInFloat64 } from "../evidence/compare/bins.ts";
import type { Scored, TokenFacts } from "../evidence/score.ts";
import type { TokenInspection } from "../evidence/token-inspection.ts";
import { storedWeights } from "../model/weights.ts";
import type { Pixels } from "../view/pixels.ts";
import { compareByScores } from "./compare-by-scores.ts";
import { fakeModel } from "./fake-model.testing.ts";
import { computeGroupWeights } from "./local/gates/group-weights.ts";
import type { ImageStore } from "./local/images/images.ts";
import { factsOf } from "./local/models/load-model.ts";
import { type LoadedModel, loadedModelOf } from "./local/models/loaded-model.ts";
import { loadedModelsAmong } from "./local/models/loaded-models.ts";
import { measureBins } from "./local/numbers/bins.ts";
import { createMeasure } from "./local/numbers/measure.ts";
import { inspectToken } from "./local/numbers/token-inspection.ts";
import { createRunQueue } from "./local/queue/run-queue.ts";
import type { Turn } from "./local/queue/turn.ts";
import { runLikelihood } from "./local/runs/likelihood.ts";
import { runReplay, runScore } from "./local/runs/replay.ts";
import { runRollout } from "./local/runs/rollout.ts";
import type { Capabilities, Engine, EngineRuns, ModelFacts } from "./port.ts";

const RAN = { build: "test", modelBackend: "none", numbersBackend: "cpu", adapter: "none", runtime: "fake" };
const SIZE = { width: 24, height: 16 };
const quiet = () => undefined;

/** A scored side as an engine without whole rows returns it. */
function withoutRows({ side, noiseFloor }: Scored): Scored {
  const missing = "The engine lists the most likely tokens only.";
  return { side: { ...side, entropy: { missing }, rank: { missing } }, noiseFloor };
}

export interface FakeEngine extends Engine {
  /** Opens a model; models with the same `tokenizer` can score each other's answers. */
  open(id: ModelId, tokenizer?: string): ModelFacts;
  /** Closes all models except these. */
  keep(ids: readonly ModelId[]): void;
}

/** An image store that derives pixels from any bytes. */
function imagesOf(): ImageStore {
  const held = new Map<ImageId, Pixels>();
  return {
    async add(id, bytes) {
      const given = new Uint8Array(bytes);
      const { width, height } = SIZE;
      const data = Uint8Array.from(
        { length: width * height * 3 },
        (_, i) => (given[i % given.length] ?? 0) + i,
      );
      held.set(id, { width, height, data });
      return success({ size: SIZE, format: "PNG", animated: false, notes: [] });
    },
    get: (id) => success(held.get(id) ?? { ...SIZE, data: new Uint8Array(SIZE.width * SIZE.height * 3) }),
    remove: (id) => void held.delete(id),
  };
}

/** An engine that gives whole rows, or only the most likely tokens at every position. */
export function createFakeEngine(logits: Capabilities["logits"] = { kind: "rows" }): FakeEngine {
  const loadedById = new Map<ModelId, LoadedModel>();
  const known = new Map<ModelId, ModelFacts>();
  const facts = (model: ModelId): ModelFacts | null => known.get(model) ?? null;
  const queue = createRunQueue();
  const images = imagesOf();
  const tokens = new Map<ModelId, TokenFacts>();
  const models = loadedModelsAmong(loadedById, tokens);
  let closed = false;

  const alive = <T>(work: () => Promise<Outcome<T>>): Promise<Outcome<T>> =>
    closed ? Promise.resolve(failure("workerLost", "The engine stopped.")) : work();
  const runsOf = (kind: JobKind): EngineRuns => {
    const queued = <T>(signal: AbortSignal, work: (turn: Turn) => Promise<Outcome<T>>): Promise<Outcome<T>> =>
      alive(() => queue.run(kind, signal, work));
    const on = <T>(
      model: ModelId,
      signal: AbortSignal,
      work: (loaded: LoadedModel, turn: Turn) => Promise<Outcome<T>>,
    ): Promise<Outcome<T>> =>
      queued(signal, async (turn) => {
        const loaded = models.find(model);
        return loaded.ok ? work(loaded.value, turn) : loaded;
      });
    const score: EngineRuns["score"] = (request, signal, onEvent) =>
      queued(signal, async (turn) => {
        if (logits.kind === "rows") return runScore(models, request, turn, onEvent);
        const alternatives = Math.min(request.alternatives, logits.most);
        const scored = await runScore(models, { ...request, alternatives }, turn, onEvent);
        return scored.ok ? success(scored.value.map(withoutRows)) : scored;
      });
    return {
      score,
      rollout: (request, signal, onEvent) =>
        on(request.showing.model, signal, (loaded, turn) => runRollout(loaded, request, turn, onEvent)),
      compare: (request, signal, onEvent) =>
        logits.kind === "rows"
          ? queued(signal, (turn) => runReplay(models, request, turn, onEvent))
          : alive(() =>
              compareByScores(
                () => success({ facts, score }),
                async (bins) => success(binsInFloat64(bins)),
                request,
                signal,
                onEvent,
              ),
            ),
      logits: async () => failure("unsupported", "A fake engine writes no files."),
      likelihood: (request, signal) =>
        on(request.showing.model, signal, (loaded, turn) => runLikelihood(loaded, request, turn, quiet)),
      attention: async () => failure("unsupported", "A fake model gives no attention."),
      token: (request, signal) =>
        queued(signal, async (turn): Promise<Outcome<TokenInspection | null>> => {
          if (logits.kind === "rows") return inspectToken(models, request, turn, quiet);
          return failure("unsupported", "The engine knows no whole rows of logits.");
        }),
    };
  };

  return {
    open(id, tokenizer = "words") {
      const model = fakeModel(id, tokenizer);
      const measure = createMeasure("cpu", null, model.vocabularySize);
      const loaded = loadedModelOf(model, storedWeights(model.manifest), images, measure, RAN);
      loadedById.set(id, loaded);
      tokens.set(id, model.manifest);
      const all = factsOf(loaded, { kind: "needless" });
      const whole = logits.kind === "rows";
      const able = { ...all, gives: { ...all.gives, logits, entropy: whole, gradients: whole } };
      known.set(id, able);
      return able;
    },
    keep(ids) {
      for (const id of loadedById.keys()) if (!ids.includes(id)) loadedById.delete(id);
      for (const id of known.keys()) if (!ids.includes(id)) known.delete(id);
    },
    facts,
    addImage: (id, bytes) => alive(() => images.add(id, bytes)),
    removeImage: (id) => images.remove(id),
    picture: ({ model }) =>
      alive(async () => {
        const loaded = models.find(model);
        const rgba = new Uint8ClampedArray(SIZE.width * SIZE.height * 4);
        const grid = { rows: 0, columns: 0 };
        const tiled = { ...SIZE, rgba, viewSize: SIZE, tileSize: SIZE, tiles: 1, grid, imageTokens: 1 };
        return loaded.ok ? success(tiled) : loaded;
      }),
    ...runsOf("interactive"),
    background: runsOf("background"),
    measureBins: (request) => alive(() => measureBins(null, request)),
    computeWeights: (request) => alive(() => computeGroupWeights(null, request)),
    close: () => {
      closed = true;
    },
  };
}
