/** The decoder of the Idefics3 family with its key-value cache: prompts in parts, then a batch of answers. */
import type { TokenId } from "../../../base/ids.ts";
import { type Outcome, success } from "../../../base/outcome.ts";
import type { Feed, FloatTensor, Graph, Rows, Runtime, Sequence, Tensor } from "../../adapter.ts";
import { release } from "../../adapter.ts";
import {
  declaredFeeds,
  elementsOf,
  floatOutput,
  floatTensor,
  integerTensor,
  portOf,
  range,
  readableLogits,
} from "../../tensors.ts";
import type { Idefics3Manifest } from "./manifest.ts";

export interface DecoderParts {
  readonly manifest: Idefics3Manifest;
  readonly embed: Graph;
  readonly decoder: Graph;
  readonly runtime: Pick<Runtime, "assemble">;
}

/** Every layer's keys and values, [batch, heads, length, dimension]; a pass reads one cache and makes the next. */
type Cache = Readonly<Record<string, Tensor>>;

/**
 * SmolVLM's decoder returns logits of all positions: 236 MB for a prompt of 17 tiles. This limit is half of the 32 MB that
 * may exist, since a student's rows may be kept while a teacher's prompt is processed.
 */
const PREFILL_LOGITS = 16 * 2 ** 20;

export function cacheNames(manifest: Idefics3Manifest): readonly string[] {
  return Array.from({ length: manifest.layers }, (_, i) => [`${i}.key`, `${i}.value`]).flat();
}

function emptyCache({ manifest, decoder }: DecoderParts): Cache {
  const dims = [1, manifest.keyValueHeads, 0, manifest.headDimension];
  const entries = cacheNames(manifest).map((name) => {
    const port = portOf(decoder.inputs, `past_key_values.${name}`);
    return [name, floatTensor(port, dims, new Float32Array(0))] as const;
  });
  return Object.fromEntries(entries);
}

function releaseCache(cache: Cache): void {
  for (const tensor of Object.values(cache)) release(tensor);
}

/** The embeddings [ids.length, width] of ids. */
export async function embedIds(parts: DecoderParts, ids: readonly TokenId[]): Promise<Outcome<FloatTensor>> {
  const ran = await parts.embed.run({ input_ids: integerTensor([1, ids.length], ids) }, ["inputs_embeds"]);
  return ran.ok ? floatOutput(ran.value, "inputs_embeds") : ran;
}

/** New positions of every element, and the cache before them. */
export interface DecoderStep {
  /** [batch · count · width] */
  readonly embeds: Float32Array;
  readonly batch: number;
  readonly count: number;
  readonly past: Cache;
  readonly pastLength: number;
  /** How many of the last positions need logits; a decoder without `num_logits_to_keep` computes all. */
  readonly keep: number;
}

/** The input by which a decoder is told how many rows of logits to compute. */
export const KEEP = "num_logits_to_keep";

/** The decoder's inputs for one pass. */
export function decoderFeeds({ decoder, manifest }: DecoderParts, step: DecoderStep) {
  const { batch, count, pastLength, embeds, keep } = step;
  const total = pastLength + count;
  const past = cacheNames(manifest).map((name) => [`past_key_values.${name}`, step.past[name]] as const);
  const embedsPort = portOf(decoder.inputs, "inputs_embeds");
  const positions = Array.from({ length: batch }, () => range(pastLength, count)).flat();
  return declaredFeeds(decoder, {
    inputs_embeds: floatTensor(embedsPort, [batch, count, embeds.length / (batch * count)], embeds),
    attention_mask: integerTensor([batch, total], new Array<number>(batch * total).fill(1)),
    position_ids: integerTensor([batch, count], positions),
    [KEEP]: integerTensor([], [keep]),
    ...(Object.fromEntries(past) as Record<string, Tensor>),
  });
}

interface Wanted {
  readonly logits: boolean;
  readonly cache: boolean;
}

/** One pass of the decoder over `count` new positions of every element: the new cache, empty if it is not requested, and the logits. */
async function decode(
  parts: DecoderParts,
  step: DecoderStep,
  wanted: Wanted,
): Promise<Outcome<{ cache: Cache; logits: Tensor | undefined }>> {
  const names = wanted.cache ? cacheNames(parts.manifest) : [];
  const present = names.map((name) => `present.${name}`);
  const fetches = wanted.logits ? ["logits", ...present] : present;
  const ran = await parts.decoder.run(decoderFeeds(parts, step), fetches);
  if (!ran.ok) return ran;
  const cache = Object.fromEntries(names.map((name) => [name, ran.value[`present.${name}`] as Tensor]));
  return success({ cache, logits: ran.value["logits"] });
}

/** A cache whose element i is element `from` of feed i; null if the cache already is that. */
function laidOut({ runtime }: DecoderParts, cache: Cache, batch: number, feeds: readonly Feed[]) {
  if (feeds.length === batch && feeds.every((feed, element) => feed.from === element)) return null;
  const entries = Object.entries(cache).map(([name, tensor]) => {
    const dims = [feeds.length, ...tensor.dims.slice(1)];
    const length = elementsOf(tensor.dims.slice(1));
    const spans = feeds.map(({ from }) => ({ tensor, start: from * length, length }));
    return [name, runtime.assemble(dims, spans)] as const;
  });
  return Object.fromEntries(entries) as Cache;
}

/** The state of a sequence: the cache of the batch, of `length` positions. */
export interface SequenceState {
  readonly cache: Cache;
  readonly batch: number;
  readonly length: number;
}

/** The rows after some ids, and the cache if another pass will follow. */
async function read(
  parts: DecoderParts,
  { cache, batch, length }: SequenceState,
  feeds: readonly Feed[],
  wantCache: boolean,
): Promise<Outcome<{ rows: Rows; cache: Cache }>> {
  const count = feeds[0]?.ids.length ?? 0;
  const embeds = await embedIds(
    parts,
    feeds.flatMap((feed) => feed.ids),
  );
  if (!embeds.ok) return embeds;
  const moved = laidOut(parts, cache, batch, feeds);
  const step = { embeds: embeds.value.data, batch: feeds.length, count, keep: count };
  const wanted = { logits: true, cache: wantCache };
  const ran = await decode(parts, { ...step, past: moved ?? cache, pastLength: length }, wanted);
  if (moved !== null) releaseCache(moved);
  if (!ran.ok) return ran;
  const logits = readableLogits(parts.decoder, "logits", ran.value.logits);
  if (!logits.ok) {
    releaseCache(ran.value.cache);
    return logits;
  }
  const rows = {
    first: 0,
    count: feeds.length * count,
    logits: logits.value,
    [Symbol.dispose]: () => release(logits.value),
  };
  return success({ rows, cache: ran.value.cache });
}

async function advance(parts: DecoderParts, state: SequenceState, feeds: readonly Feed[]) {
  const done = await read(parts, state, feeds, true);
  if (!done.ok) return done;
  const { rows, cache } = done.value;
  const length = state.length + (feeds[0]?.ids.length ?? 0);
  return success({ rows, next: sequenceOf(parts, { cache, batch: feeds.length, length }) });
}

async function finish(parts: DecoderParts, state: SequenceState, feeds: readonly Feed[]) {
  const done = await read(parts, state, feeds, false);
  return done.ok ? success(done.value.rows) : done;
}

export function sequenceOf(parts: DecoderParts, state: SequenceState): Sequence {
  const { layers, keyValueHeads, headDimension } = parts.manifest;
  const { cache, batch, length } = state;
  return {
    length,
    batch,
    elementBytes: 2 * layers * keyValueHeads * headDimension * length * Float32Array.BYTES_PER_ELEMENT,
    room: Infinity,
    advance: (feeds) => advance(parts, state, feeds),
    finish: (feeds) => finish(parts, state, feeds),
    [Symbol.dispose]: () => releaseCache(cache),
  };
}

/**
 * The state after a prompt's embeddings [count, width]: in one pass where the decoder can be told to leave logits out, else in
 * parts whose logits, which are not used, fit into memory.
 */
export async function prefillState(
  parts: DecoderParts,
  embeds: Float32Array,
  count: number,
): Promise<Outcome<SequenceState>> {
  const width = embeds.length / count;
  const all = portOf(parts.decoder.inputs, KEEP) === undefined;
  const most = all ? Math.max(1, Math.floor(PREFILL_LOGITS / (4 * parts.manifest.vocabularySize))) : count;
  let cache = emptyCache(parts);
  for (let start = 0; start < count; start += most) {
    const end = Math.min(count, start + most);
    const part = embeds.subarray(start * width, end * width);
    const step = { embeds: part, batch: 1, count: end - start, past: cache, pastLength: start, keep: 1 };
    const ran = await decode(parts, step, { logits: false, cache: true });
    releaseCache(cache);
    if (!ran.ok) return ran;
    cache = ran.value.cache;
  }
  return success({ cache, batch: 1, length: count });
}
