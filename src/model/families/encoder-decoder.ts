/**
 * The encoder–decoder family: an image encoder, and a decoder that attends to its features and to the tokens so far.
 * The prompt is fixed, so a showing's text is not read; `readsText` says so.
 *
 * One new token goes through the cache. Several at once, as in a replay, are read anew from the first token: the
 * cached branch of merged exports was traced with a single token and need not mask later ones.
 */
import type { TokenId } from "../../base/ids.ts";
import { failure, type Outcome, success } from "../../base/outcome.ts";
import type { Pixels } from "../../view/pixels.ts";
import type {
  Feed,
  HostTensor,
  ImageFeatures,
  OpenModel,
  Prefix,
  PromptPart,
  Rows,
  Sequence,
  Tensor,
} from "../adapter.ts";
import { release } from "../adapter.ts";
import { floatOutput, floatTensor, maskTensor, portOf } from "../tensors.ts";
import { textsOf } from "../text-stream.ts";
import type { DecoderCache } from "./encoder-decoder-cache.ts";
import { decode, type EncoderDecoderParts, pictureFeeds } from "./encoder-decoder-pass.ts";
import { pictureValues, preparePicture } from "./encoder-decoder-pixels.ts";

type Parts = EncoderDecoderParts;

async function encode(parts: Parts, picture: Pixels): Promise<Outcome<ImageFeatures>> {
  const { manifest, encoder } = parts;
  const { pixels, pixelMask, features, featuresMask } = manifest.names.encoder;
  const prepared = preparePicture(picture, manifest.vision);
  if (!prepared.ok) return prepared;
  const { width, height } = prepared.value.pixels;
  const values = pictureValues(prepared.value.pixels, manifest.vision);
  const port = portOf(encoder.inputs, pixels);
  const feeds: Record<string, Tensor> = {
    [pixels]: floatTensor(port, [1, manifest.vision.channels, height, width], values),
  };
  if (pixelMask !== null) {
    const maskPort = portOf(encoder.inputs, pixelMask.name);
    const dims = maskPort?.dims.length === 4 ? [1, 1, height, width] : [1, height, width];
    const { picture: seen } = prepared.value;
    const bytes = pixelMask.picture === 1 ? seen : seen.map((value) => 1 - value);
    feeds[pixelMask.name] = maskTensor(maskPort, dims, bytes);
  }
  const ran = await encoder.run(feeds, featuresMask === null ? [features] : [features, featuresMask]);
  if (!ran.ok) return ran;
  const found = floatOutput(ran.value, features);
  if (!found.ok) return found;
  const mask = featuresMask === null ? undefined : ran.value[featuresMask];
  return success({
    values: found.value,
    grid: { rows: 0, columns: 0 },
    mask: mask?.place === "host" ? mask : null,
  });
}

interface Lane {
  readonly history: readonly TokenId[];
  readonly cache: DecoderCache | null;
}

interface State {
  readonly parts: Parts;
  readonly feeds: Readonly<Record<string, HostTensor>>;
  readonly lanes: readonly Lane[];
}

/** What one lane became, and its rows of logits, from row `first` of `logits` on. */
interface Advanced {
  readonly lane: Lane;
  readonly logits: Tensor;
  readonly first: number;
}

async function advanceLane({ parts, feeds, lanes }: State, feed: Feed): Promise<Outcome<Advanced>> {
  const { history, cache } = lanes[feed.from] as Lane;
  const all = [...history, ...feed.ids];
  const past = feed.ids.length === 1 ? cache : null;
  const ran = await decode(parts, { feeds, ids: all, past });
  if (!ran.ok) return ran;
  const first = past === null ? history.length : 0;
  return success({ lane: { history: all, cache: ran.value.cache }, logits: ran.value.logits, first });
}

/** The rows of several lanes, [lanes · count, vocabulary], moved together. */
function joinedRows({ parts }: State, advanced: readonly Advanced[], count: number): Rows {
  const [only] = advanced;
  if (only !== undefined && advanced.length === 1) {
    const { first, logits } = only;
    return { first, count, logits, [Symbol.dispose]: () => release(logits) };
  }
  const width = parts.manifest.vocabularySize;
  const spans = advanced.map(({ logits, first }) => ({
    tensor: logits,
    start: first * width,
    length: count * width,
  }));
  const logits = parts.runtime.assemble([advanced.length, count, width], spans);
  for (const one of advanced) release(one.logits);
  return { first: 0, count: advanced.length * count, logits, [Symbol.dispose]: () => release(logits) };
}

/** Lanes go one after the other: merged exports were traced with a single one. */
async function advance(
  state: State,
  feeds: readonly Feed[],
): Promise<Outcome<{ rows: Rows; next: Sequence }>> {
  const advanced: Advanced[] = [];
  for (const feed of feeds) {
    const one = await advanceLane(state, feed);
    if (!one.ok) {
      for (const { lane, logits } of advanced) {
        lane.cache?.[Symbol.dispose]();
        release(logits);
      }
      return one;
    }
    advanced.push(one.value);
  }
  const rows = joinedRows(state, advanced, feeds[0]?.ids.length ?? 0);
  return success({ rows, next: sequenceOf({ ...state, lanes: advanced.map(({ lane }) => lane) }) });
}

function sequenceOf(state: State): Sequence {
  const { lanes, parts } = state;
  const { cache } = parts.manifest;
  const length = lanes[0]?.history.length ?? 0;
  const width = cache === null ? 0 : cache.layers * cache.heads * cache.headDimension * cache.parts.length;
  return {
    length,
    lanes: lanes.length,
    laneBytes: width * length * Float32Array.BYTES_PER_ELEMENT,
    advance: (feeds) => advance(state, feeds),
    [Symbol.dispose]: () => {
      for (const lane of lanes) lane.cache?.[Symbol.dispose]();
    },
  };
}

function prefill(parts: Parts, turn: readonly PromptPart[]): Outcome<Prefix> {
  const pictures = turn.flatMap((part) => (part.kind === "picture" ? [part.features] : []));
  const [picture, ...more] = pictures;
  if (picture === undefined || more.length > 0) {
    return failure(
      "badInput",
      `This model reads exactly one picture; it was given ${pictures.length}.`,
      "Choose views of one picture each.",
    );
  }
  const prompt = parts.manifest.promptIds;
  const history = prompt.slice(0, -1);
  const sequence = sequenceOf({
    parts,
    feeds: pictureFeeds(parts, picture),
    lanes: [{ history, cache: null }],
  });
  return success({
    sequence,
    pending: prompt[prompt.length - 1] as TokenId,
    attend: null,
    [Symbol.dispose]: () => sequence[Symbol.dispose](),
  });
}

/** The model over opened and checked graphs. */
export function encoderDecoderModel(parts: Parts): OpenModel {
  const { manifest } = parts;
  return {
    manifest,
    vocabularySize: manifest.vocabularySize,
    stopTokens: manifest.endIds,
    readsText: false,
    givesAttention: false,
    mostPictures: 1,
    tiling: null,
    withLongestEdge: () => failure("badInput", `${manifest.title} does not cut pictures into tiles.`),
    // The one size that every manifest allows, and that no encoder is too deep for.
    lightSize: { width: manifest.vision.sides.width, height: manifest.vision.sides.height },
    texts: (ids) => textsOf(parts.vocabulary.textStream(), ids),
    textStream: () => parts.vocabulary.textStream(),
    answerIds(answer) {
      const ids = parts.vocabulary.encode(answer);
      return ids.ok ? success([...ids.value, ...manifest.endIds.slice(0, 1)]) : ids;
    },
    modelPixels(picture) {
      const prepared = preparePicture(picture, manifest.vision);
      return prepared.ok ? success({ rows: 0, columns: 0, tiles: [prepared.value.pixels] }) : prepared;
    },
    imageTokens: () => null,
    encode: (picture) => encode(parts, picture),
    prefill: async (turn) => prefill(parts, turn),
    async close() {
      for (const graph of [parts.encoder, parts.decoder, parts.decoderWithPast]) await graph?.close();
    },
  };
}
