/**
 * The manifest of the encoder–decoder family: an image encoder and a decoder that attends to its output (ViT-GPT2, TrOCR,
 * Donut, handwriting to LaTeX). Exports differ in all names, so the manifest lists them.
 */
import * as v from "valibot";
import type { TokenId } from "../../../base/ids.ts";
import { commonEntries, count, graph, localPath } from "../../manifest/manifest-parts.ts";

const byte = v.pipe(v.number(), v.integer("a whole number"), v.minValue(0), v.maxValue(255));
const tokenId = v.pipe(
  v.number(),
  v.integer("a whole number"),
  v.minValue(0),
  v.transform((id) => id as TokenId),
);
const size = { width: count, height: count };

/**
 * - fixed: the encoder reads exactly this size. `stretch` brings every picture to it, whatever its shape; `contain`
 *   scales it to fit and pads; `keep` pads smaller pictures and refuses larger ones.
 * - maximal: the encoder reads any size up to this one. `contain` shrinks a larger picture until it fits; `keep`
 *   refuses it. Sides are then padded to a multiple.
 */
const sides = v.variant("kind", [
  v.object({ kind: v.literal("fixed"), ...size, fit: v.picklist(["stretch", "contain", "keep"]) }),
  v.object({
    kind: v.literal("maximal"),
    ...size,
    fit: v.picklist(["contain", "keep"]),
    multipleOf: v.optional(count, 1),
  }),
]);

const vision = v.pipe(
  v.object({
    sides,
    resample: v.picklist(["nearest", "box", "bilinear", "bicubic", "lanczos"]),
    /** Where the padding goes, and its value: a byte, as it stands after inversion. */
    padding: v.optional(v.object({ side: v.picklist(["end", "both", "start"]), value: byte }), {
      side: "end",
      value: 0,
    }),
    /** 3 for red, green and blue; 1 for grey as Pillow's `convert("L")` makes it. */
    channels: v.picklist([1, 3]),
    /** Whether bytes are read as 255 − byte: white ink on black. */
    inverted: v.optional(v.boolean(), false),
    /** What each byte is multiplied by, 1/255 in nearly all models. */
    scale: v.number(),
    /** Per channel: (byte · scale − mean) / deviation. */
    mean: v.array(v.number()),
    std: v.array(v.number()),
  }),
  v.check(
    ({ channels, mean, std }) => mean.length === channels && std.length === channels,
    "mean and std have one number per channel",
  ),
  v.check(({ sides: { kind, width, height, ...more } }) => {
    const step = kind === "maximal" && "multipleOf" in more ? more.multipleOf : 1;
    return width % step === 0 && height % step === 0;
  }, "the maximal sides are multiples of multipleOf"),
  v.check(({ std }) => std.every((deviation) => deviation !== 0), "std has no zero"),
);

const text = v.pipe(v.string(), v.nonEmpty("a name"));

const names = v.object({
  encoder: v.object({
    pixels: v.optional(text, "pixel_values"),
    /** The input that tells picture from padding, and what it says where the picture is. */
    pixelMask: v.optional(v.nullable(v.object({ name: text, picture: v.picklist([0, 1]) })), null),
    features: v.optional(text, "last_hidden_state"),
    /** The output that says the same of the features. */
    featuresMask: v.optional(v.nullable(text), null),
  }),
  decoder: v.object({
    ids: v.optional(text, "input_ids"),
    features: v.optional(text, "encoder_hidden_states"),
    /** The input for the encoder's mask; all ones where the encoder gives none. */
    featuresMask: v.optional(v.nullable(text), null),
    /** The input that tells the tokens from padding; all ones here. */
    idsMask: v.optional(v.nullable(text), null),
    logits: v.optional(text, "logits"),
  }),
});

/** A cache that the decoder takes and gives back. {layer} counts from 0, {part} is one of the parts. */
const cache = v.object({
  past: v.optional(text, "past_key_values.{layer}.{part}"),
  present: v.optional(text, "present.{layer}.{part}"),
  /** Parts that grow with every token. */
  parts: v.optional(v.array(text), ["decoder.key", "decoder.value"]),
  /** Parts made of the picture: they are read after the first pass only; later merged exports leave them empty, second files have none. */
  crossParts: v.optional(v.array(text), ["encoder.key", "encoder.value"]),
  /** The bool input of merged exports that says whether there is a past. */
  switch: v.optional(v.nullable(text), "use_cache_branch"),
  layers: count,
  heads: count,
  headDimension: count,
});

const vocabulary = v.variant("kind", [
  v.object({ kind: v.literal("tokenizer") }),
  v.object({
    kind: v.literal("list"),
    /** A text file with one piece a line, or a JSON array of pieces; the place is the id. */
    path: localPath,
    /** What stands between two pieces in the text. */
    joint: v.optional(v.string(), ""),
  }),
]);

export const encoderDecoderSchema = v.object({
  ...commonEntries,
  family: v.literal("encoder-decoder"),
  /** A decoder in two files: `decoder` reads from the first token, `decoder_with_past` one token behind a past. */
  graphs: v.object({ encoder: graph, decoder: graph, decoder_with_past: v.exactOptional(graph) }),
  vision,
  names,
  /** Null where the decoder reads all tokens anew for each. */
  cache: v.nullable(cache),
  /** What the decoder is given before its first answer token; the text of a showing is not read. */
  promptIds: v.pipe(v.array(tokenId), v.minLength(1, "at least one id")),
  endIds: v.pipe(v.array(tokenId), v.minLength(1, "at least one id")),
  vocabulary,
});

export type EncoderDecoderManifest = v.InferOutput<typeof encoderDecoderSchema>;
export type EncoderVision = EncoderDecoderManifest["vision"];
