/** The engine of models that a server of the person's own serves: it implements the port over HTTP. */
import type { ModelId, Nats, TokenId } from "../../base/ids.ts";
import { failure, type Outcome, success } from "../../base/outcome.ts";
import { type BinsRequest, binsInFloat64, type MeasuredBins } from "../../evidence/compare/bins.ts";
import { LARGEST_GROUP, type Rollout, type RolloutRequest } from "../../evidence/rollout.ts";
import { computeWeights } from "../../gate/group.ts";
import { compareByScores } from "../compare-by-scores.ts";
import type { Engine, EngineRuns, ModelFacts, OnEngineEvent } from "../port.ts";
import { type Answered, answerAll, NOTHING } from "./answers.ts";
import type { Transport } from "./http/transport.ts";
import * as wire from "./http/wire.ts";
import { type ProbePictures, probe } from "./probe.ts";
import { cardOf, factsOf, type OpenModel, type Place } from "./scoring/open-model.ts";
import { ownLogProbs, scoreIds } from "./scoring/prompt-scores.ts";
import { createPrompts, type Images } from "./scoring/prompts.ts";
import { NO_ROWS, runScore } from "./scoring/score-run.ts";
import { takesIds } from "./scoring/served.ts";
import { askFor } from "./scoring/target.ts";

export interface RemoteSettings {
  readonly place: Place;
  readonly transport: Transport;
  readonly images: Images;
  readonly pictures: ProbePictures;
  /** The build of Fovea, for run cards. */
  readonly build: string;
  /** Whether a person's images and questions may be sent there; asked before each run. */
  mayDisclose(): Promise<boolean>;
}

export interface RemoteEngine extends Engine {
  /** The names of the models that it serves; null where it was stopped. */
  models(signal: AbortSignal): Promise<Outcome<readonly string[] | null>>;
  /** Probes a model and opens it; null where it was stopped. */
  open(model: string, signal: AbortSignal): Promise<Outcome<ModelFacts | null>>;
}

/** A server has no kernels of ours. */
const measureBins = async (request: BinsRequest): Promise<Outcome<MeasuredBins>> =>
  success(binsInFloat64(request));

const CLOSED = failure("workerLost", "The connection to the engine was closed.", "Connect again.");

const notOpen = (model: ModelId) =>
  failure("notFound", `The model ${model} is not loaded.`, "Open it under Models.");

function mistakeIn({ sampler, group = 1, forced = [], maxTokens }: RolloutRequest): string | null {
  if (!(Number.isInteger(group) && group >= 1 && group <= LARGEST_GROUP))
    return `A group has 1 to ${LARGEST_GROUP} siblings, not ${group}.`;
  if (!(sampler.temperature >= 0)) return `A temperature of ${sampler.temperature} is below 0.`;
  return forced.length > maxTokens ? "More tokens are given than an answer may have." : null;
}

function emitTokens(onEvent: OnEngineEvent, sibling: number, { ids, texts, logProbs }: Answered): void {
  for (const [index, token] of ids.entries()) {
    const [text, logProb] = [texts[index] as string, logProbs[index] as Nats];
    onEvent({ kind: "token", sibling, index, token, text, logProb });
  }
}

/** The ids of an answer, its stop token last. Fault: unsupported where that token is not known. Null where it was stopped. */
async function answerIds(
  { served: { stop, name }, target }: OpenModel,
  answer: string,
  signal: AbortSignal,
): Promise<Outcome<readonly TokenId[] | null>> {
  if (stop === null)
    return failure("unsupported", `It is not known with which token ${target.title} ends an answer.`);
  const body = { model: name, prompt: answer, add_special_tokens: false };
  const found = await askFor(target, "/tokenize", body, wire.tokens, signal);
  if (!found.ok || found.value === null) return found as Outcome<null>;
  return success([...found.value.tokens, stop] as TokenId[]);
}

/** A whole answer that is given as a text, scored. */
async function runGiven(
  open: OpenModel,
  { answer = "", ...request }: RolloutRequest,
  signal: AbortSignal,
  onEvent: OnEngineEvent,
): Promise<Outcome<readonly Rollout[]>> {
  const ids = await answerIds(open, answer, signal);
  if (!ids.ok) return ids;
  const forced = ids.value ?? [];
  const scored = await runRollout(
    open,
    ids.value !== null,
    { ...request, forced, maxTokens: forced.length },
    signal,
    onEvent,
  );
  if (!scored.ok) return scored;
  return success(
    scored.value.map((each) => ({
      ...each,
      end: each.ids.length > 0 ? ("stopToken" as const) : each.end,
      rebuilt: true,
    })),
  );
}

/** The answers of a group; null stands for a person who did not agree, which counts as stopped. */
async function runRollout(
  { served, card, target, prompts }: OpenModel,
  mayRun: boolean,
  request: RolloutRequest,
  signal: AbortSignal,
  onEvent: OnEngineEvent,
): Promise<Outcome<readonly Rollout[]>> {
  const { showing, sampler, forced = [], group = 1 } = request;
  const needsIds = served.route === "native" || (served.route === "generate" && forced.length > 0);
  const prompt = mayRun ? await prompts.of(showing, needsIds, signal) : success(null);
  if (!prompt.ok) return prompt;
  const emit = (sibling: number, answer: Answered) => emitTokens(onEvent, sibling, answer);
  const answered =
    prompt.value === null
      ? success(Array.from({ length: group }, () => NOTHING))
      : await answerAll(target, served.route, prompt.value, request, signal, emit);
  if (!answered.ok) return answered;
  return success(
    answered.value.map((answer, sibling) => {
      const given = Math.min(forced.length, answer.ids.length);
      return { showing, sampler, sibling, forced: given, ...answer, card };
    }),
  );
}

async function runLikelihood(
  open: OpenModel,
  { showing, answers }: Parameters<EngineRuns["likelihood"]>[0],
  signal: AbortSignal,
): Promise<Outcome<readonly Nats[] | null>> {
  const { served, target, prompts } = open;
  const { route } = served;
  const prompt = await prompts.of(showing, takesIds(route), signal);
  if (!prompt.ok || prompt.value === null) return prompt as Outcome<null>;
  const sums: Nats[] = [];
  for (const answer of answers) {
    const ids = await answerIds(open, answer, signal);
    if (!ids.ok || ids.value === null) return ids as Outcome<null>;
    const rows = await scoreIds(target, route, prompt.value, ids.value, 1, signal);
    if (!rows.ok || rows.value === null) return rows as Outcome<null>;
    sums.push(ownLogProbs(rows.value, ids.value).reduce((sum: number, each) => sum + each, 0) as Nats);
  }
  return success(sums);
}

/** The open models, and whether anything may be asked of them. */
interface Holding {
  readonly opened: ReadonlyMap<ModelId, OpenModel>;
  isClosed(): boolean;
  mayDisclose(): Promise<boolean>;
}

function runsOf({ opened, isClosed, mayDisclose }: Holding): EngineRuns {
  const facts = (model: ModelId): ModelFacts | null => opened.get(model)?.facts ?? null;
  const find = (model: ModelId): Outcome<OpenModel> => {
    const found = opened.get(model);
    if (isClosed()) return CLOSED;
    return found === undefined ? notOpen(model) : success(found);
  };
  const score: EngineRuns["score"] = async (request, signal, onEvent) => {
    const { rollouts, showing, tokens = null } = request;
    if (rollouts.length === 0 || rollouts.some(({ ids }) => ids.length === 0))
      return failure("badInput", "There are no tokens to replay.", "Answer first.");
    const found = find(showing.model);
    if (!found.ok) return found;
    if (!(await mayDisclose())) return success([]);
    const tokensOf = (answer: Rollout) => facts(answer.showing.model) ?? tokens;
    return runScore({ model: found.value, request, tokensOf, signal }, onEvent);
  };
  const unsupported = async (): Promise<Outcome<null>> =>
    isClosed() ? CLOSED : failure("unsupported", NO_ROWS, "Use a model in the tab.");
  return {
    async rollout(request, signal, onEvent) {
      const mistake = mistakeIn(request);
      if (mistake !== null) return failure("badInput", mistake);
      const found = find(request.showing.model);
      if (!found.ok) return found;
      const agreed = await mayDisclose();
      return agreed && request.answer !== undefined
        ? runGiven(found.value, request, signal, onEvent)
        : runRollout(found.value, agreed, request, signal, onEvent);
    },
    score,
    async likelihood(request, signal) {
      const found = find(request.showing.model);
      if (!found.ok) return found;
      return (await mayDisclose()) ? runLikelihood(found.value, request, signal) : success(null);
    },
    compare: (request, signal, onEvent) =>
      compareByScores(
        () => (isClosed() ? CLOSED : success({ facts, score })),
        measureBins,
        request,
        signal,
        onEvent,
      ),
    logits: unsupported,
    attention: unsupported,
    token: unsupported,
  };
}

export function createRemoteEngine(settings: RemoteSettings): RemoteEngine {
  const { place, transport, images, mayDisclose } = settings;
  const title = `The engine ${place.engine}`;
  const opened = new Map<ModelId, OpenModel>();
  let closed = false;
  const facts = (model: ModelId): ModelFacts | null => opened.get(model)?.facts ?? null;
  const runs = runsOf({ opened, isClosed: () => closed, mayDisclose });

  return {
    ...runs,
    background: runs,
    facts,
    async models(signal) {
      const target = { transport, title, model: "", native: false };
      const found = await askFor(target, "/v1/models", null, wire.modelList, signal);
      if (!found.ok || found.value === null) return found as Outcome<null>;
      return success(found.value.data.map(({ id }) => id));
    },
    async open(model, signal) {
      if (closed) return CLOSED;
      const asked = { transport, title, model, native: false };
      const found = await probe(asked, settings.pictures, signal);
      if (!found.ok || found.value === null) return found as Outcome<null>;
      const served = found.value;
      const target = { ...asked, native: served.route === "native" };
      const known = factsOf(served, place);
      const card = cardOf(served, known, place.host, settings.build);
      opened.set(known.id, { served, facts: known, card, target, prompts: createPrompts(target, images) });
      return success(known);
    },
    addImage: (id, bytes) => images.add(id, bytes),
    removeImage: (id) => images.remove(id),
    picture: async ({ model, image, edges }) =>
      facts(model) === null ? notOpen(model) : images.picture(image, edges),
    measureBins,
    computeWeights: async (request) => {
      const { group: _, ...choice } = request;
      const weights = computeWeights(request);
      if (!weights.ok) return weights;
      return success({ ...choice, weights: weights.value, numbers: "cpu", deviation: null });
    },
    close() {
      closed = true;
    },
  };
}
