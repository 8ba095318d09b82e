/** One pass of the decoder: its inputs, the file that runs, and its outputs. */
import type { TokenId } from "../../../base/ids.ts";
import { type Outcome, success } from "../../../base/outcome.ts";
import type { Graph, Runtime, Tensor } from "../../adapter.ts";
import { declaredFeeds, integerTensor, maskTensor, portOf, readableLogits } from "../../tensors.ts";
import type { Vocabulary } from "../../vocabulary.ts";
import { type DecoderCache, emptyFeeds, nextCache, presentNames } from "./cache.ts";
import type { EncoderDecoderManifest } from "./manifest.ts";

export interface EncoderDecoderParts {
  readonly manifest: EncoderDecoderManifest;
  readonly vocabulary: Vocabulary;
  readonly encoder: Graph;
  readonly decoder: Graph;
  /** The decoder's second file, which reads a past; null if one file does both. */
  readonly decoderWithPast: Graph | null;
  readonly runtime: Pick<Runtime, "assemble">;
}

type Parts = EncoderDecoderParts;

export interface Pass {
  readonly feeds: Readonly<Record<string, Tensor>>;
  /** All tokens so far and the new ones. */
  readonly ids: readonly TokenId[];
  /** The cache of all tokens except the last; null processes all tokens. */
  readonly past: DecoderCache | null;
  /** Whether another pass will follow. */
  readonly wantCache: boolean;
}

/** All inputs of a decoder file in a pass. */
function feedsOf(parts: Parts, pass: Pass, decoder: Graph): Readonly<Record<string, Tensor>> {
  const { cache, names } = parts.manifest;
  const fed = pass.past === null ? pass.ids : pass.ids.slice(-1);
  const feeds: Record<string, Tensor> = {
    ...pass.feeds,
    [names.decoder.ids]: integerTensor([1, fed.length], fed),
  };
  if (names.decoder.idsMask !== null) {
    const ones = new Uint8Array(pass.ids.length).fill(1);
    feeds[names.decoder.idsMask] = maskTensor(
      portOf(decoder.inputs, names.decoder.idsMask),
      [1, ones.length],
      ones,
    );
  }
  if (cache === null) return feeds;
  // With two files, the first has no input for a past.
  const none = parts.decoderWithPast === null ? emptyFeeds(cache, decoder) : {};
  Object.assign(feeds, pass.past?.feeds ?? none);
  if (cache.switch !== null) {
    feeds[cache.switch] = { place: "host", dims: [1], data: Uint8Array.of(pass.past === null ? 0 : 1) };
  }
  // A second file usually takes the image only from the past.
  return decoder === parts.decoderWithPast ? declaredFeeds(decoder, feeds) : feeds;
}

/** Runs one pass of the decoder. Returns the logits of its ids and, if requested and supported, the cache after them. */
export async function decode(
  parts: Parts,
  pass: Pass,
): Promise<Outcome<{ logits: Tensor; cache: DecoderCache | null }>> {
  const { names } = parts.manifest;
  const cache = pass.wantCache ? parts.manifest.cache : null;
  const decoder = pass.past === null ? parts.decoder : (parts.decoderWithPast ?? parts.decoder);
  const present = cache === null ? [] : presentNames(cache, pass.past === null);
  const ran = await decoder.run(feedsOf(parts, pass, decoder), [names.decoder.logits, ...present]);
  if (!ran.ok) return ran;
  const next = cache === null ? null : nextCache(cache, ran.value, pass.past);
  const logits = readableLogits(decoder, names.decoder.logits, ran.value[names.decoder.logits]);
  if (!logits.ok) {
    next?.[Symbol.dispose]();
    return logits;
  }
  return success({ logits: logits.value, cache: next });
}
