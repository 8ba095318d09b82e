/** Idefics3: SmolVLM, SmolVLM2 and the bundled models. */
import type { Family } from "../../family.ts";
import { type Idefics3Manifest, idefics3Schema } from "./manifest.ts";

/** SigLIP's heads and patches: attention among a tile's patches is the largest thing that a vision encoder makes. */
const VISION_HEADS = 12;
const PATCH = 16;
/** Tiles that go through the vision encoder in one run. */
const TILES_AT_ONCE = 4;

export const idefics3 = {
  schema: idefics3Schema,
  // A token embedding is a table look-up; its result is where the images' features are merged in, in ordinary memory.
  hostGraphs: ["embed_tokens"],
  smallFiles: () => ["tokenizer.json", "tokenizer_config.json"],
  workingBytes({ vision, layers, keyValueHeads, headDimension }, { sequences, textTokens }) {
    const { tile, longestEdge, splitting, tokensPerTile } = vision;
    const tiles = splitting ? Math.ceil(longestEdge / tile) ** 2 + 1 : 1;
    const positions = tiles * tokensPerTile + textTokens;
    const keyValues = 8 * layers * keyValueHeads * headDimension * positions;
    const attention = 4 * VISION_HEADS * (tile / PATCH) ** 4 * Math.min(tiles, TILES_AT_ONCE);
    return sequences * keyValues + attention;
  },
  open: async (...given) => (await import("./open.ts")).openIdefics3(...given),
} satisfies Family<Idefics3Manifest>;
