/** A decoder's passes over packed prompts: answers drawn token by token, and answers scored. */

import type { TokenId } from "../../base/ids.ts";
import { type Outcome, success } from "../../base/outcome.ts";
import type { ModelConfig } from "../../graph/config.ts";
import { type Cut, sampleToken } from "../../math/rows/sample.ts";
import type { Tensor } from "../../model/adapter.ts";
import { floatOutput, floatTensor } from "../../model/tensors.ts";
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
export interface ScoredAnswer {
  readonly ids: readonly TokenId[];
  readonly logits: Float32Array;
}

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

/** One pass that continues a cache; without `keep` no cache comes back. */
async function extend(
  graphs: DecoderGraphs,
  weights: Feeds,
  past: Cache,
  pass: Feeds,
  keep: boolean,
): Promise<Outcome<{ readonly logits: Float32Array; readonly cache: Cache }>> {
  const names = keep ? cacheNames(graphs.config) : [];
  const present = names.map((name) => `present.${name}`);
  const ran = await graphs.extend.run({ ...weights, ...past, ...pass }, ["logits", ...present]);
  if (!ran.ok) return ran;
  const logits = floatOutput(ran.value, "logits");
  if (!logits.ok) return logits;
  const cache = names.map((name) => [`past_key_values.${name}`, ran.value[`present.${name}`] as Tensor]);
  return success({ logits: logits.value.data, cache: Object.fromEntries(cache) });
}

/** Draws answers to prompts of one part, all side by side in one cache. */
async function drawPart(
  graphs: DecoderGraphs,
  parameters: Parameters,
  prompts: readonly Prompt[],
  numbers: readonly number[],
  { cut, longest, salt }: Drawing,
): Promise<Outcome<readonly ScoredAnswer[]>> {
  const { config, stopToken } = graphs;
  const size = config.vocab_size;
  const packed = packPrompts(graphs, parameters, prompts);
  if (!packed.ok) return packed;
  const { packing, ends } = packed.value;
  const weights = fedParameters(graphs.extend, config, parameters);
  const answers = prompts.map(() => ({ ids: [] as TokenId[], rows: [] as Float32Array[] }));
  let open = [...prompts.keys()];
  let from = 0;
  let rows: readonly number[] = ends.map(({ place }) => place);
  let embeds = joined(packed.value.embeds);
  let cache = emptyCache(config);
  for (let position = 0; ; position++) {
    const last = position + 1 === longest;
    const pass = passFeeds(graphs, packing, from, embeds, rows);
    const ran = await extend(graphs, weights, cache, pass, !last);
    if (!ran.ok) return ran;
    for (const [row, answer] of open.entries()) {
      const logits = ran.value.logits.slice(row * size, (row + 1) * size);
      answers[answer]?.ids.push(
        sampleToken(logits, cut, salt(numbers[answer] as number, position)) as TokenId,
      );
      answers[answer]?.rows.push(logits);
    }
    open = open.filter((answer) => answers[answer]?.ids.at(-1) !== stopToken);
    if (open.length === 0 || last) break;
    cache = ran.value.cache;
    from = packing.length;
    for (const answer of open) packing.append(ends[answer]?.branch ?? 0, 1);
    rows = [...open.keys()];
    embeds = embeddingsOf(
      config,
      parameters,
      open.map((answer) => answers[answer]?.ids.at(-1) as TokenId),
    );
  }
  return success(answers.map(({ ids, rows: drawn }) => ({ ids, logits: joined(drawn) })));
}

/** Draws an answer to every prompt, up to its stop token. Faults: those of a run. */
export async function drawAnswers(
  graphs: DecoderGraphs,
  parameters: Parameters,
  prompts: readonly Prompt[],
  drawing: Drawing,
): Promise<Outcome<readonly ScoredAnswer[]>> {
  const answers: ScoredAnswer[] = [];
  const further = prompts.map(() => drawing.longest);
  for (const part of inParts(prompts, further)) {
    const chosen = part.map((number) => prompts[number] as Prompt);
    const drawn = await drawPart(graphs, parameters, chosen, part, drawing);
    if (!drawn.ok) return drawn;
    drawn.value.forEach((answer, i) => {
      answers[part[i] as number] = answer;
    });
  }
  return success(answers);
}

/** The logits [tokens, vocabulary] of given answers. Faults: those of a run. */
export async function scoreAnswers(
  graphs: DecoderGraphs,
  parameters: Parameters,
  prompts: readonly Prompt[],
  answers: readonly (readonly TokenId[])[],
): Promise<Outcome<readonly ScoredAnswer[]>> {
  const weights = fedParameters(graphs.extend, graphs.config, parameters);
  const scored: ScoredAnswer[] = [];
  for (const { numbers, pass } of packedParts(graphs, parameters, prompts, answers)) {
    if (!pass.ok) return pass;
    const ran = await extend(graphs, weights, emptyCache(graphs.config), pass.value, false);
    if (!ran.ok) return ran;
    let at = 0;
    for (const number of numbers) {
      const ids = answers[number] ?? [];
      const end = at + ids.length * graphs.config.vocab_size;
      scored[number] = { ids, logits: ran.value.logits.slice(at, end) };
      at = end;
    }
  }
  return success(scored);
}
