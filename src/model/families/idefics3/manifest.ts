/** The manifest of the Idefics3 family: SmolVLM, SmolVLM2 and the bundled models. */
import * as v from "valibot";
import { failure, type Outcome, success } from "../../../base/outcome.ts";
import { commonEntries, count, graph } from "../../manifest/manifest-parts.ts";

const triple = v.tuple([v.number(), v.number(), v.number()]);

/** `MAX_IMAGE_SIZE` of the reference implementation: no image is enlarged beyond it. */
export const LARGEST_EDGE = 4096;

const edge = v.pipe(count, v.maxValue(LARGEST_EDGE, `at most ${LARGEST_EDGE}`));

const vision = v.pipe(
  v.object({
    /** Side of the square that the vision encoder reads. */
    tile: count,
    /** The picture's longest edge is brought to this many pixels before it is cut: with 512-pixel tiles 512 gives one tile, 1024 up to 5, 2048 up to 17. */
    longestEdge: edge,
    /** Whether the picture is cut into tiles beside being shown whole. */
    splitting: v.boolean(),
    /**
     * The longest edge of evidence crops, where it differs from that of full images; and of wide crops, at least `aspect`
     * times as wide as high, which become a strip of tiles.
     */
    crop: v.exactOptional(
      v.object({
        longestEdge: edge,
        strip: v.exactOptional(v.object({ aspect: v.number(), longestEdge: edge })),
      }),
    ),
    /** Image tokens that one tile becomes. */
    tokensPerTile: count,
    /**
     * Whether the vision encoder's convolutions run over the picture that the tiles make together. It then has an input
     * `tile_grid` int64 [2], rows and columns of the tiles that come first, and reads a picture's tiles in one run.
     */
    joinedTiles: v.exactOptional(v.boolean()),
    mean: triple,
    std: triple,
    resample: v.literal("lanczos"),
  }),
  v.check(
    ({ tile, longestEdge, splitting }) => !splitting || longestEdge >= tile,
    "longestEdge is at least one tile where pictures are split",
  ),
);

export const idefics3Schema = v.object({
  ...commonEntries,
  family: v.literal("idefics3"),
  graphs: v.object({ vision_encoder: graph, embed_tokens: graph, decoder_model_merged: graph }),
  tokens: v.object({
    image: v.string(),
    fake: v.string(),
    global: v.string(),
    bos: v.string(),
    eos: v.string(),
    /** Announces a tile; {row} and {column} count from 1. */
    tile: v.optional(v.string(), "<row_{row}_col_{column}>"),
  }),
  vision,
  chatTemplate: v.string(),
  layers: count,
  keyValueHeads: count,
  headDimension: count,
});

export type Idefics3Manifest = v.InferOutput<typeof idefics3Schema>;

/**
 * The manifest with another longest edge, which trades detail against time, since every tile adds tokens. Models that do
 * not split images have no such choice.
 */
export function withLongestEdge(manifest: Idefics3Manifest, longestEdge: number): Outcome<Idefics3Manifest> {
  if (!manifest.vision.splitting) {
    return failure("badInput", `${manifest.title} does not cut images into tiles.`);
  }
  const { tile } = manifest.vision;
  if (!Number.isInteger(longestEdge) || longestEdge < tile || longestEdge > LARGEST_EDGE) {
    return failure("badInput", `The longest edge is a whole number from ${tile} to ${LARGEST_EDGE}.`);
  }
  return success({ ...manifest, vision: { ...manifest.vision, longestEdge } });
}
