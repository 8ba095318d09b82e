/**
 * Processes tokens with the decoder. One new token uses the cache. Several at once, as in a replay, are processed again from
 * the first token: the cached branch of merged exports was traced with a single token and need not mask later ones. Such a
 * pass returns logits of all tokens. If these would be too large, the new tokens use the cache one by one; a decoder without
 * a cache cannot take more.
 */
import type { TokenId } from "../../../base/ids.ts";
import { failure, type Outcome, success } from "../../../base/outcome.ts";
import type { Feed, HostTensor, Rows, Sequence, Tensor } from "../../adapter.ts";
import { release } from "../../adapter.ts";
import { elementsOf } from "../../tensors.ts";
import type { DecoderCache } from "./cache.ts";
import { decode, type EncoderDecoderParts } from "./pass.ts";

type Parts = EncoderDecoderParts;

/** Logits of one pass, in bytes: half of the 32 MB that may exist, since a student's rows may be kept while a teacher's are computed. */
const PASS_LOGITS = 16 * 2 ** 20;

interface BatchElement {
  readonly history: readonly TokenId[];
  readonly cache: DecoderCache | null;
}

interface State {
  readonly parts: Parts;
  readonly feeds: Readonly<Record<string, HostTensor>>;
  readonly batch: readonly BatchElement[];
}

/** The next state of one element, and its new rows [count, vocabulary]. */
interface Advanced {
  readonly element: BatchElement;
  readonly logits: Tensor;
}

/** How many tokens a pass can process. */
function tokensAtOnce({ manifest }: Parts): number {
  return Math.max(1, Math.floor(PASS_LOGITS / (4 * manifest.vocabularySize)));
}

/** The last `count` rows of logits as a tensor of their own; the input is released. */
function lastRows({ runtime, manifest }: Parts, logits: Tensor, count: number): Tensor {
  const elements = elementsOf(logits.dims);
  const length = count * manifest.vocabularySize;
  if (elements === length) return logits;
  const rows = runtime.assemble(
    [1, count, manifest.vocabularySize],
    [{ tensor: logits, start: elements - length, length }],
  );
  release(logits);
  return rows;
}

/** Rows [parts, vocabulary] of several tensors, in order; the inputs are released. */
function joined({ runtime, manifest }: Parts, pieces: readonly Tensor[]): Tensor {
  const [only] = pieces;
  if (only !== undefined && pieces.length === 1) return only;
  const spans = pieces.map((tensor) => ({
    tensor,
    start: 0,
    length: elementsOf(tensor.dims),
  }));
  const count = spans.reduce((sum, { length }) => sum + length, 0) / manifest.vocabularySize;
  const rows = runtime.assemble([1, count, manifest.vocabularySize], spans);
  for (const piece of pieces) release(piece);
  return rows;
}

/** One pass: the new token with the cache if possible, otherwise all tokens again. */
async function readOnce(
  { parts, feeds }: State,
  { history, cache }: BatchElement,
  ids: readonly TokenId[],
  wantCache: boolean,
): Promise<Outcome<Advanced>> {
  const all = [...history, ...ids];
  const past = ids.length === 1 ? cache : null;
  if (past === null && all.length > tokensAtOnce(parts)) {
    return failure(
      "unsupported",
      `${parts.manifest.title} processes all tokens again for each new one and can take ${tokensAtOnce(parts)} tokens; there are ${all.length}.`,
      "Use a shorter answer, or an export of the decoder with a cache.",
    );
  }
  const ran = await decode(parts, { feeds, ids: all, past, wantCache });
  if (!ran.ok) return ran;
  const logits = lastRows(parts, ran.value.logits, ids.length);
  return success({ element: { history: all, cache: ran.value.cache }, logits });
}

/** Processes the new tokens one by one, each with the cache of those before. */
async function readOneByOne(
  state: State,
  first: BatchElement,
  ids: readonly TokenId[],
  wantCache: boolean,
): Promise<Outcome<Advanced>> {
  const pieces: Tensor[] = [];
  let element = first;
  for (const [i, id] of ids.entries()) {
    const one = await readOnce(state, element, [id], wantCache || i < ids.length - 1);
    if (element !== first) element.cache?.[Symbol.dispose]();
    if (!one.ok) {
      for (const piece of pieces) release(piece);
      return one;
    }
    pieces.push(one.value.logits);
    element = one.value.element;
  }
  return success({ element, logits: joined(state.parts, pieces) });
}

function readElement(state: State, feed: Feed, wantCache: boolean): Promise<Outcome<Advanced>> {
  const { parts } = state;
  const element = state.batch[feed.from] as BatchElement;
  const tooMany = element.history.length + feed.ids.length > tokensAtOnce(parts);
  return tooMany && parts.manifest.cache !== null
    ? readOneByOne(state, element, feed.ids, wantCache)
    : readOnce(state, element, feed.ids, wantCache);
}

/** Elements are processed one after the other: merged exports were traced with a batch of one. */
async function read(
  state: State,
  feeds: readonly Feed[],
  wantCache: boolean,
): Promise<Outcome<{ rows: Rows; batch: readonly BatchElement[] }>> {
  const advanced: Advanced[] = [];
  for (const feed of feeds) {
    const one = await readElement(state, feed, wantCache);
    if (!one.ok) {
      for (const { element, logits } of advanced) {
        element.cache?.[Symbol.dispose]();
        release(logits);
      }
      return one;
    }
    advanced.push(one.value);
  }
  const logits = joined(
    state.parts,
    advanced.map((one) => one.logits),
  );
  const count = feeds.length * (feeds[0]?.ids.length ?? 0);
  const rows = { first: 0, count, logits, [Symbol.dispose]: () => release(logits) };
  return success({ rows, batch: advanced.map(({ element }) => element) });
}

async function advance(
  state: State,
  feeds: readonly Feed[],
): Promise<Outcome<{ rows: Rows; next: Sequence }>> {
  const done = await read(state, feeds, true);
  if (!done.ok) return done;
  const { rows, batch } = done.value;
  return success({ rows, next: sequenceOf({ ...state, batch }) });
}

async function finish(state: State, feeds: readonly Feed[]): Promise<Outcome<Rows>> {
  const done = await read(state, feeds, false);
  return done.ok ? success(done.value.rows) : done;
}

function sequenceOf(state: State): Sequence {
  const { batch, parts } = state;
  const { cache } = parts.manifest;
  const length = batch[0]?.history.length ?? 0;
  const width = cache === null ? 0 : cache.layers * cache.heads * cache.headDimension * cache.parts.length;
  return {
    length,
    batch: batch.length,
    elementBytes: width * length * Float32Array.BYTES_PER_ELEMENT,
    room: cache === null ? tokensAtOnce(parts) - length : Infinity,
    advance: (feeds) => advance(state, feeds),
    finish: (feeds) => finish(state, feeds),
    [Symbol.dispose]: () => {
      for (const element of batch) element.cache?.[Symbol.dispose]();
    },
  };
}

/** The sequence after a prompt's ids, which have not been processed yet; `feeds` are the decoder's inputs from the image. */
export function beginSequence(
  parts: Parts,
  feeds: Readonly<Record<string, HostTensor>>,
  history: readonly TokenId[],
): Sequence {
  return sequenceOf({ parts, feeds, batch: [{ history, cache: null }] });
}
