/**
 * The encoder–decoder family: an image encoder, and a decoder that attends to its features and to the tokens so far.
 * The prompt is fixed, so the text of a showing is ignored (`readsText` is false). sequence.ts processes the tokens.
 */
import type { TokenId } from "../../../base/ids.ts";
import { failure, type Outcome, success } from "../../../base/outcome.ts";
import type { Pixels } from "../../../view/pixels.ts";
import type { ImageFeatures, OpenModel, Prefix, PromptPart, Tensor } from "../../adapter.ts";
import { floatOutput, floatTensor, maskTensor, portOf } from "../../tensors.ts";
import { textsOf } from "../../text-stream.ts";
import { pictureFeeds } from "./features.ts";
import type { EncoderDecoderParts } from "./pass.ts";
import { pictureValues, preparePicture, resizedPicture } from "./pixels.ts";
import { beginSequence } from "./sequence.ts";

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

function prefill(parts: Parts, turn: readonly PromptPart[]): Outcome<Prefix> {
  const pictures = turn.flatMap((part) => (part.kind === "picture" ? [part.features] : []));
  const [picture, ...more] = pictures;
  if (picture === undefined || more.length > 0) {
    return failure(
      "badInput",
      `This model reads exactly one image; the prompt has ${pictures.length}.`,
      "Choose views with one image each.",
    );
  }
  const prompt = parts.manifest.promptIds;
  const history = prompt.slice(0, -1);
  const feeds = pictureFeeds(parts.manifest, parts.decoder, picture);
  if (!feeds.ok) return feeds;
  const sequence = beginSequence(parts, feeds.value, history);
  return success({
    sequence,
    pending: prompt[prompt.length - 1] as TokenId,
    attend: null,
    [Symbol.dispose]: () => sequence[Symbol.dispose](),
  });
}

/** The model with opened and checked graphs. */
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
    withLongestEdge: () => failure("badInput", `${manifest.title} does not cut images into tiles.`),
    // A size that every manifest allows.
    lightSize: { width: manifest.vision.sides.width, height: manifest.vision.sides.height },
    texts: (ids) => textsOf(parts.vocabulary.textStream(), ids),
    textStream: () => parts.vocabulary.textStream(),
    answerIds(answer) {
      const ids = parts.vocabulary.encode(answer);
      return ids.ok ? success([...ids.value, ...manifest.endIds.slice(0, 1)]) : ids;
    },
    cropEdge: () => undefined,
    resized: (picture) => resizedPicture(picture, manifest.vision),
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
