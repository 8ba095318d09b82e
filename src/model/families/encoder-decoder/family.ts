/** Encoder–decoders: an image encoder and a text decoder that attends to its features. */
import type { Family } from "../../family.ts";
import { type EncoderDecoderManifest, encoderDecoderSchema } from "./manifest.ts";

/** The encoder's largest intermediate result for a pixel, in bytes. */
const BYTES_PER_PIXEL = 64;

export const encoderDecoder = {
  schema: encoderDecoderSchema,
  hostGraphs: [],
  smallFiles: ({ vocabulary }) =>
    vocabulary.kind === "list" ? [vocabulary.path] : ["tokenizer.json", "tokenizer_config.json"],
  workingBytes({ cache, vision }, { sequences, textTokens }) {
    const keyValues = cache === null ? 0 : 8 * cache.layers * cache.heads * cache.headDimension * textTokens;
    return sequences * keyValues + BYTES_PER_PIXEL * vision.sides.width * vision.sides.height;
  },
  open: async (...given) => (await import("./open.ts")).openEncoderDecoder(...given),
} satisfies Family<EncoderDecoderManifest>;
