/** Rows of packed prompts and answers as the inputs of a decoder's graphs. */

import type { TokenId } from "../../base/ids.ts";
import { type Outcome, success } from "../../base/outcome.ts";
import { type ModelConfig, parameterShapes } from "../../graph/config.ts";
import type { Graph, ImageFeatures, Tensor } from "../../model/adapter.ts";
import { mergeFeatures } from "../../model/families/idefics3/merge.ts";
import { floatTensor, integerTensor } from "../../model/tensors.ts";
import type { DeviceArrays } from "./device-arrays.ts";
import { createPacking, type Packing } from "./packing.ts";
import { byPicture, inParts, type Prompt, sharedLength, TOKENS_APART } from "./prompt.ts";

/** A model's parameters by name, float32. */
export type Parameters = ReadonlyMap<string, Float32Array>;

/** The graphs of one model's decoder, with weights as inputs. */
export interface DecoderGraphs {
  readonly config: ModelConfig;
  readonly imageToken: TokenId;
  readonly stopToken: TokenId;
  /** Continues a cache, and gives logits. */
  readonly extend: Graph;
  /** The buffers that stand for arrays of weights where the graphs run on the GPU; null on wasm. */
  readonly arrays: DeviceArrays | null;
}

/** The table of embeddings, whose transpose is the head. */
export const EMBEDDINGS = "embed.weight";

export type Feeds = Readonly<Record<string, Tensor>>;

/** The parameters as inputs of one of the graphs. */
export function fedParameters(
  { config, arrays }: Pick<DecoderGraphs, "config" | "arrays">,
  graph: Graph,
  parameters: Parameters,
): Feeds {
  const shapes = parameterShapes(config);
  const known = graph.inputs.flatMap(({ name }) => {
    const [shape, values] = [shapes.get(name), parameters.get(name)];
    if (shape === undefined || values === undefined) return [];
    return [[name, arrays?.tensor(values, shape) ?? floatTensor(undefined, shape, values)] as const];
  });
  return Object.fromEntries(known);
}

/** Where the numbers of a place in a row come from: a row of a picture's features or, with null, of the embeddings. */
export interface Origin {
  readonly picture: ImageFeatures | null;
  readonly row: number;
}

const ofTokens = (ids: readonly TokenId[]): readonly Origin[] => ids.map((row) => ({ picture: null, row }));

/** The origin of each place of a prompt; a picture's features come in their order. */
function originsOf({ ids, owners }: Prompt): readonly Origin[] {
  const next = new Map<ImageFeatures, number>();
  return ids.map((id, at) => {
    const picture = owners[at] ?? null;
    if (picture === null) return { picture, row: id };
    const row = next.get(picture) ?? 0;
    next.set(picture, row + 1);
    return { picture, row };
  });
}

/** A row of packed prompts that is being built, with the embeddings of its tokens, and where each comes from. */
export interface PackedRow {
  readonly packing: Packing;
  readonly embeds: Float32Array[];
  readonly origins: Origin[];
  /** The branch of each prompt, and the place of its last token. */
  readonly ends: { readonly branch: number; readonly place: number }[];
}

export function embeddingsOf(
  config: ModelConfig,
  parameters: Parameters,
  ids: readonly TokenId[],
): Float32Array {
  const { hidden_size: width } = config;
  const table = parameters.get(EMBEDDINGS) ?? new Float32Array();
  const embeds = new Float32Array(ids.length * width);
  ids.forEach((id, i) => void embeds.set(table.subarray(id * width, (id + 1) * width), i * width));
  return embeds;
}

/** Packs prompts; those about one picture share what they begin with. `ends` has the order of `prompts`. */
export function packPrompts(
  { config, imageToken }: DecoderGraphs,
  parameters: Parameters,
  prompts: readonly Prompt[],
): Outcome<PackedRow> {
  const { hidden_size: width } = config;
  const row: PackedRow = { packing: createPacking(), embeds: [], origins: [], ends: [] };
  for (const group of byPicture(prompts, [...prompts.keys()])) {
    const shared = sharedLength(group.map((number) => prompts[number] as Prompt));
    const root = row.packing.open(null);
    for (const [index, number] of group.entries()) {
      const prompt = prompts[number] as Prompt;
      const { ids, pictures } = prompt;
      const origins = originsOf(prompt);
      const merged = mergeFeatures(imageToken, ids, embeddingsOf(config, parameters, ids), pictures);
      if (!merged.ok) return merged;
      if (index === 0) {
        row.packing.append(root, shared);
        row.embeds.push(merged.value.subarray(0, shared * width));
        row.origins.push(...origins.slice(0, shared));
      }
      const branch = row.packing.open(root);
      const own = ids.length - shared;
      const place = row.packing.append(branch, own) + own - 1;
      row.embeds.push(merged.value.subarray(shared * width));
      row.origins.push(...origins.slice(shared));
      row.ends[number] = { branch, place };
    }
  }
  return success(row);
}

export function joined(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** The inputs of a pass over the tokens from place `from` on, with logits at `rows` (places counted from there). */
export function passFeeds(
  { config }: DecoderGraphs,
  packing: Packing,
  from: number,
  embeds: Float32Array,
  rows: readonly number[],
): Feeds {
  const count = packing.length - from;
  return {
    inputs_embeds: floatTensor(undefined, [1, count, config.hidden_size], embeds),
    position_ids: integerTensor([1, count], packing.positions(from)),
    attention_bias: floatTensor(undefined, [1, 1, count, packing.length], packing.bias(from)),
    rows: integerTensor([rows.length], rows),
  };
}

/** One pass of a decoder over prompts with their answers. */
interface Pass {
  readonly feeds: Feeds;
  /** Where each place of its row comes from. */
  readonly origins: readonly Origin[];
}

/** Prompts with their answers' tokens behind them, but the last, and the places whose logits predict the answers. */
function packAnswers(
  graphs: DecoderGraphs,
  parameters: Parameters,
  prompts: readonly Prompt[],
  answers: readonly (readonly TokenId[])[],
): Outcome<Pass> {
  const packed = packPrompts(graphs, parameters, prompts);
  if (!packed.ok) return packed;
  const { packing, embeds, origins, ends } = packed.value;
  const rows = answers.flatMap((ids, number) => {
    const { branch, place } = ends[number] as PackedRow["ends"][number];
    const fed = ids.slice(0, -1);
    const first = packing.append(branch, fed.length);
    embeds.push(embeddingsOf(graphs.config, parameters, fed));
    origins.push(...ofTokens(fed));
    return ids.length === 0 ? [] : [place, ...fed.keys()].map((at, i) => (i === 0 ? place : first + at));
  });
  return success({ feeds: passFeeds(graphs, packing, 0, joined(embeds), rows), origins });
}

/** Prompts and answers in parts that are small enough for one pass: the numbers of each part, and its pass once it is reached. */
export function* packedParts(
  graphs: DecoderGraphs,
  parameters: Parameters,
  prompts: readonly Prompt[],
  answers: readonly (readonly TokenId[])[],
) {
  const lengths = answers.map(({ length }) => length);
  for (const numbers of inParts(prompts, lengths, TOKENS_APART)) {
    const chosen = numbers.map((number) => prompts[number] as Prompt);
    const ids = numbers.map((number) => answers[number] as readonly TokenId[]);
    yield { numbers, pass: packAnswers(graphs, parameters, chosen, ids) };
  }
}
