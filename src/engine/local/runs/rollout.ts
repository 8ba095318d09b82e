/** Rollouts: all siblings share the prompt's prefix, then each is an element of a batch: advance, sample, repeat. */
import type { Nats, TokenId } from "../../../base/ids.ts";
import { failure, type Outcome, success } from "../../../base/outcome.ts";
import { LARGEST_GROUP, type Rollout, type RolloutRequest } from "../../../evidence/rollout.ts";
import { type Sampled, saltOf } from "../../../math/rows/sample.ts";
import type { Prefix, Rows, Sequence } from "../../../model/adapter.ts";
import type { OnEngineEvent } from "../../port.ts";
import { checkRows } from "../device/guard.ts";
import { batchAtOnce, type LoadedModel } from "../models/loaded-model.ts";
import type { Turn } from "../queue/turn.ts";
import { feedGiven } from "./given-tokens.ts";

/** One answer in progress. */
interface Sibling {
  readonly index: number;
  readonly ids: TokenId[];
  readonly logProbs: Nats[];
  readonly entropy: number[];
  readonly logSumExp: number[];
  readonly append: (token: TokenId, logProb: Nats) => void;
  end: Rollout["end"] | null;
}

interface Run {
  readonly loaded: LoadedModel;
  readonly request: RolloutRequest;
  readonly turn: Turn;
}

function mistakeIn({ model }: LoadedModel, { sampler, group = 1, forced = [], maxTokens }: RolloutRequest) {
  const { temperature, topP, topK } = sampler;
  if (!(temperature === 0 || (temperature >= 1e-4 && temperature <= 1e4)))
    return `A temperature of ${temperature} is neither 0 nor between 0.0001 and 10,000.`;
  if (!(topP > 0 && topP <= 1)) return `A top-p of ${topP} is not above 0 and at most 1.`;
  if (!(Number.isInteger(topK) && topK >= 0)) return `A top-k of ${topK} is not a count of tokens.`;
  if (!(Number.isInteger(group) && group >= 1 && group <= LARGEST_GROUP))
    return `A group has 1 to ${LARGEST_GROUP} siblings, not ${group}.`;
  const stray = forced.find((id) => !(id >= 0 && id < model.vocabularySize));
  if (stray !== undefined) return `Token ${stray} is not in the model's vocabulary.`;
  if (forced.slice(0, -1).some((id) => model.stopTokens.includes(id)))
    return "The given tokens continue after a stop token.";
  return forced.length > maxTokens ? "More tokens are given than an answer may have." : null;
}

function newSibling({ model }: LoadedModel, index: number, emit: OnEngineEvent): Sibling {
  const ids: TokenId[] = [];
  const logProbs: Nats[] = [];
  const stream = model.textStream();
  const append = (token: TokenId, logProb: Nats): void => {
    ids.push(token);
    logProbs.push(logProb);
    emit({ kind: "token", sibling: index, index: ids.length - 1, token, text: stream.push(token), logProb });
  };
  return { index, ids, logProbs, entropy: [], logSumExp: [], append, end: null };
}

/** Appends a token to an answer, and ends the answer if the token does. */
function settle({ loaded, request }: Run, sibling: Sibling, token: TokenId, logProb: Nats): void {
  sibling.append(token, logProb);
  if (loaded.model.stopTokens.includes(token)) sibling.end = "stopToken";
  else if (sibling.ids.length >= request.maxTokens) sibling.end = "length";
}

/** Samples one token for each sibling, from its own row, or from row `only` while all siblings are the same. */
async function sampleNext(
  run: Run,
  siblings: readonly Sibling[],
  rows: Rows,
  only: number | null,
): Promise<Outcome<null>> {
  const { sampler } = run.request;
  const requests = siblings.map(({ index, ids }, element) => ({
    row: only ?? element,
    salt: saltOf(sampler.seed, index, ids.length),
  }));
  const sampled = await run.loaded.measure.sample(rows, requests, sampler);
  if (!sampled.ok) return sampled;
  for (const [element, sibling] of siblings.entries()) {
    const { token, logProb, entropy, logSumExp } = sampled.value[element] as Sampled;
    sibling.entropy.push(entropy);
    sibling.logSumExp.push(logSumExp);
    const checked = checkRows(sibling, run.loaded.model.vocabularySize);
    if (!checked.ok) return checked;
    settle(run, sibling, token as TokenId, logProb as Nats);
  }
  return success(null);
}

/** Whether some siblings are unfinished and may continue. */
async function shouldContinue({ turn }: Run, siblings: readonly Sibling[]): Promise<boolean> {
  return siblings.length > 0 && (await turn.next());
}

/** Generates the answers of some siblings as one batch. Finished siblings leave the batch. */
async function answerTogether(
  run: Run,
  prefix: Prefix,
  siblings: readonly Sibling[],
): Promise<Outcome<null>> {
  const { forced = [] } = run.request;
  const given = await feedGiven(run.loaded, prefix, forced, run.turn);
  if (!given.ok || given.value === null) return given as Outcome<null>;
  let sequence: Sequence = given.value.sequence;
  let rows: Rows = given.value.rows;
  try {
    const { logProbs } = given.value;
    for (const sibling of siblings)
      for (const [t, token] of forced.entries()) settle(run, sibling, token, logProbs[t] as Nats);
    let open = siblings.filter(({ end }) => end === null);
    if (open.length === 0) return success(null);
    let sampled = await sampleNext(run, open, rows, rows.count - 1);
    for (let isFirst = true; sampled.ok; isFirst = false) {
      const feeds = open.flatMap(({ end, ids }, element) =>
        end === null ? [{ from: isFirst ? 0 : element, ids: ids.slice(-1) }] : [],
      );
      open = open.filter(({ end }) => end === null);
      if (!(await shouldContinue(run, open))) return success(null);
      const advanced = await sequence.advance(feeds);
      if (!advanced.ok) return advanced;
      sequence[Symbol.dispose]();
      rows[Symbol.dispose]();
      ({ next: sequence, rows } = advanced.value);
      sampled = await sampleNext(run, open, rows, null);
    }
    return sampled;
  } finally {
    sequence[Symbol.dispose]();
    rows[Symbol.dispose]();
  }
}

/** Generates the answers of all siblings, as many in one batch as there is memory for. */
async function answerAll(
  { loaded, request, turn }: Run,
  siblings: readonly Sibling[],
  emit: OnEngineEvent,
): Promise<Outcome<null>> {
  const prefix = await loaded.promptCache.prefix(request.showing, turn, (stage) =>
    emit({ kind: "progress", stage, done: 0, total: 1 }),
  );
  if (!prefix.ok || prefix.value === null) return prefix as Outcome<null>;
  using borrowed = prefix.value;
  const { elementBytes, length, room } = borrowed.sequence;
  const maxTokens = Math.min(request.maxTokens, room);
  const run = { loaded, request: { ...request, maxTokens }, turn };
  const together = batchAtOnce((elementBytes * (length + maxTokens)) / Math.max(1, length));
  for (let start = 0; start < siblings.length; start += together) {
    const answered = await answerTogether(run, borrowed, siblings.slice(start, start + together));
    if (!answered.ok) return answered;
  }
  return success(null);
}

/** The request with a given answer as its ids. Faults: those of the tokenizer. */
function withAnswer({ model }: LoadedModel, request: RolloutRequest): Outcome<RolloutRequest> {
  if (request.answer === undefined) return success(request);
  const ids = model.answerIds(request.answer);
  return ids.ok ? success({ ...request, forced: ids.value, maxTokens: ids.value.length }) : ids;
}

/** Runs a group of answers; cancelled ones keep what they have. Tokens are told to `emit` as they come. */
export async function runRollout(
  loaded: LoadedModel,
  asked: RolloutRequest,
  turn: Turn,
  emit: OnEngineEvent,
): Promise<Outcome<readonly Rollout[]>> {
  const given = withAnswer(loaded, asked);
  if (!given.ok) return given;
  const request = given.value;
  const mistake = mistakeIn(loaded, request);
  if (mistake !== null) return failure("badInput", mistake);
  const { showing, sampler, group = 1, forced = [] } = request;
  const siblings = Array.from({ length: group }, (_, index) => newSibling(loaded, index, emit));
  const answered = await answerAll({ loaded, request, turn }, siblings, emit);
  if (!answered.ok) return answered;
  return success(
    siblings.map(({ index, ids, logProbs, end }) => ({
      showing,
      sampler,
      sibling: index,
      forced: Math.min(forced.length, ids.length),
      ids,
      texts: loaded.model.texts(ids),
      logProbs,
      end: end ?? "cancelled",
      ...(asked.answer === undefined ? {} : { rebuilt: true as const }),
      card: loaded.card,
    })),
  );
}
