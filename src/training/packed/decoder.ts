/** A decoder's passes over packed prompts: answers drawn token by token, and answers scored. */

import type { TokenId } from "../../base/ids.ts";
import { type Outcome, success } from "../../base/outcome.ts";
import type { ModelConfig } from "../../graph/config.ts";
import type { Cut } from "../../math/rows/sample.ts";
import { release, type Tensor } from "../../model/adapter.ts";
import { floatTensor } from "../../model/tensors.ts";
import { hostKeeper, type Keeper, type Logits, type Place } from "./keeper.ts";
import { inParts, type Prompt } from "./prompt.ts";
import {
  type DecoderGraphs,
  embeddingsOf,
  type Feeds,
  fedParameters,
  joined,
  type Parameters,
  packedParts,
  packPrompts,
  passFeeds,
} from "./rows.ts";

/** The tokens of an answer with the logits [tokens, vocabulary] that they were drawn from or scored with. */
export interface ScoredAnswer<Kept extends Logits = Float32Array> {
  readonly ids: readonly TokenId[];
  readonly logits: Kept;
}

/** The same wherever its logits are. */
export type KeptAnswer = ScoredAnswer<Logits>;

export interface Drawing {
  readonly cut: Cut;
  /** The most tokens of an answer. */
  readonly longest: number;
  /** The salt of the noise of answer `number` at a position. */
  salt(number: number, position: number): number;
}

const cacheNames = ({ num_layers }: ModelConfig): readonly string[] =>
  Array.from({ length: num_layers }, (_, layer) => [`${layer}.key`, `${layer}.value`]).flat();

type Cache = Readonly<Record<string, Tensor>>;

function emptyCache(config: ModelConfig): Cache {
  const dims = [1, config.num_kv_heads, 0, config.head_dim];
  const none = cacheNames(config).map((name) => [
    `past_key_values.${name}`,
    floatTensor(undefined, dims, new Float32Array()),
  ]);
  return Object.fromEntries(none);
}

/** Tensors that are released at the end of a block, if they are on the GPU. */
interface Held extends Disposable {
  hold(tensors: readonly Tensor[]): void;
}

function heldTensors(): Held {
  const held: Tensor[] = [];
  return {
    hold: (tensors) => void held.push(...tensors.filter(({ place }) => place === "device")),
    [Symbol.dispose]() {
      for (const tensor of held) release(tensor);
    },
  };
}

/** How passes are made one after the other: with which weights, and what becomes of the tensors that they leave. */
interface Passing {
  readonly weights: Feeds;
  readonly keeper: Keeper<Logits>;
  readonly held: Held;
}

/** One pass that continues a cache, which is released; without `keep` no cache comes back. */
async function extend(
  graphs: DecoderGraphs,
  { weights, keeper, held }: Passing,
  past: Cache,
  pass: Feeds,
  keep: boolean,
): Promise<Outcome<{ readonly logits: Tensor; readonly cache: Cache }>> {
  const names = keep ? cacheNames(graphs.config) : [];
  const present = names.map((name) => `present.${name}`);
  const ran = await graphs.extend.run({ ...weights, ...past, ...pass }, ["logits", ...present]);
  for (const tensor of Object.values(past)) release(tensor);
  if (!ran.ok) return ran;
  held.hold(Object.values(ran.value));
  const logits = await keeper.take(ran.value["logits"] as Tensor);
  if (!logits.ok) return logits;
  const cache = names.map((name) => [`past_key_values.${name}`, ran.value[`present.${name}`] as Tensor]);
  return success({ logits: logits.value, cache: Object.fromEntries(cache) });
}

/** Draws answers to prompts of one part, all side by side in one cache. */
async function drawPart<Kept extends Logits>(
  graphs: DecoderGraphs,
  parameters: Parameters,
  prompts: readonly Prompt[],
  numbers: readonly number[],
  { cut, longest, salt }: Drawing,
  keeper: Keeper<Kept>,
): Promise<Outcome<readonly ScoredAnswer<Kept>[]>> {
  const { config, stopToken } = graphs;
  const packed = packPrompts(graphs, parameters, prompts);
  if (!packed.ok) return packed;
  const { packing, ends } = packed.value;
  using held = heldTensors();
  const passing = { weights: fedParameters(graphs, graphs.extend, parameters), keeper, held };
  const answers = prompts.map(() => ({ ids: [] as TokenId[], places: [] as Place[] }));
  let open = [...prompts.keys()];
  let from = 0;
  let rows: readonly number[] = ends.map(({ place }) => place);
  let embeds = joined(packed.value.embeds);
  let cache = emptyCache(config);
  for (let position = 0; ; position++) {
    const last = position + 1 === longest;
    const pass = passFeeds(graphs, packing, from, embeds, rows);
    const ran = await extend(graphs, passing, cache, pass, !last);
    if (!ran.ok) return ran;
    const { logits } = ran.value;
    cache = ran.value.cache;
    const salts = open.map((answer) => salt(numbers[answer] as number, position));
    const drawn = await keeper.sample(logits, cut, salts);
    if (!drawn.ok) return drawn;
    for (const [row, answer] of open.entries()) {
      answers[answer]?.ids.push(drawn.value[row] as TokenId);
      answers[answer]?.places.push({ logits, row });
    }
    open = open.filter((answer) => answers[answer]?.ids.at(-1) !== stopToken);
    if (open.length === 0 || last) break;
    from = packing.length;
    for (const answer of open) packing.append(ends[answer]?.branch ?? 0, 1);
    rows = [...open.keys()];
    embeds = embeddingsOf(
      config,
      parameters,
      open.map((answer) => answers[answer]?.ids.at(-1) as TokenId),
    );
  }
  const kept = keeper.keep(answers.map(({ places }) => places));
  return kept.ok ? success(answers.map(({ ids }, i) => ({ ids, logits: kept.value[i] as Kept }))) : kept;
}

/** Draws an answer to every prompt, up to its stop token; `keeper` has the rows. Faults: those of a run. */
export async function drawRows<Kept extends Logits>(
  graphs: DecoderGraphs,
  parameters: Parameters,
  prompts: readonly Prompt[],
  drawing: Drawing,
  keeper: Keeper<Kept>,
): Promise<Outcome<readonly ScoredAnswer<Kept>[]>> {
  const answers: ScoredAnswer<Kept>[] = [];
  const further = prompts.map(() => drawing.longest);
  for (const part of inParts(prompts, further)) {
    const chosen = part.map((number) => prompts[number] as Prompt);
    const drawn = await drawPart(graphs, parameters, chosen, part, drawing, keeper);
    if (!drawn.ok) return drawn;
    drawn.value.forEach((answer, i) => {
      answers[part[i] as number] = answer;
    });
  }
  return success(answers);
}

/** The logits of the answers of one part, in one pass. */
async function scorePart<Kept extends Logits>(
  graphs: DecoderGraphs,
  weights: Feeds,
  pass: Feeds,
  lengths: readonly number[],
  keeper: Keeper<Kept>,
): Promise<Outcome<readonly Kept[]>> {
  using held = heldTensors();
  const ran = await extend(graphs, { weights, keeper, held }, emptyCache(graphs.config), pass, false);
  if (!ran.ok) return ran;
  const { logits } = ran.value;
  let row = 0;
  return keeper.keep(lengths.map((length) => Array.from({ length }, () => ({ logits, row: row++ }))));
}

/** The logits of given answers; `keeper` has the rows. Faults: those of a run. */
export async function scoreRows<Kept extends Logits>(
  graphs: DecoderGraphs,
  parameters: Parameters,
  prompts: readonly Prompt[],
  answers: readonly (readonly TokenId[])[],
  keeper: Keeper<Kept>,
): Promise<Outcome<readonly ScoredAnswer<Kept>[]>> {
  const weights = fedParameters(graphs, graphs.extend, parameters);
  const scored: ScoredAnswer<Kept>[] = [];
  for (const { numbers, pass } of packedParts(graphs, parameters, prompts, answers)) {
    if (!pass.ok) return pass;
    const lengths = numbers.map((number) => answers[number]?.length ?? 0);
    const kept = await scorePart(graphs, weights, pass.value.feeds, lengths, keeper);
    if (!kept.ok) return kept;
    for (const [i, number] of numbers.entries())
      scored[number] = { ids: answers[number] ?? [], logits: kept.value[i] as Kept };
  }
  return success(scored);
}

const keeperInMemory = ({ arrays, config }: DecoderGraphs) =>
  hostKeeper(arrays?.device ?? null, config.vocab_size);

/** Draws an answer to every prompt, with its logits in memory. Faults: those of a run. */
export function drawAnswers(
  graphs: DecoderGraphs,
  parameters: Parameters,
  prompts: readonly Prompt[],
  drawing: Drawing,
): Promise<Outcome<readonly ScoredAnswer[]>> {
  return drawRows(graphs, parameters, prompts, drawing, keeperInMemory(graphs));
}

/** The logits [tokens, vocabulary] of given answers, in memory. Faults: those of a run. */
export function scoreAnswers(
  graphs: DecoderGraphs,
  parameters: Parameters,
  prompts: readonly Prompt[],
  answers: readonly (readonly TokenId[])[],
): Promise<Outcome<readonly ScoredAnswer[]>> {
  return scoreRows(graphs, parameters, prompts, answers, keeperInMemory(graphs));
}
