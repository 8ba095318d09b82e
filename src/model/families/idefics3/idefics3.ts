/**
 * The Idefics3 family (SmolVLM and the bundled models): a vision encoder, a token embedding and a merged decoder with
 * key-value cache. They share all code and differ only in their manifests.
 */
import type { TokenId } from "../../../base/ids.ts";
import { failure, type Outcome, success } from "../../../base/outcome.ts";
import type { Pixels } from "../../../view/pixels.ts";
import type {
  FloatTensor,
  Graph,
  ImageFeatures,
  OpenModel,
  Prefix,
  PromptPart,
  TileGrid,
} from "../../adapter.ts";
import { declaredFeeds, floatOutput, floatTensor, integerTensor, portOf } from "../../tensors.ts";
import { textsOf, windowStream } from "../../text-stream.ts";
import type { Tokenizer } from "../../tokenizer.ts";
import { attendTokens, attentionNames, picturePlaces } from "./attention.ts";
import { withLongestEdge } from "./manifest.ts";
import { mergeFeatures } from "./merge.ts";
import { cropEdge, cuttablePicture, pixelMask, pixelValues, tileGrid, tilePicture } from "./pixels.ts";
import { answerIds, promptIds, type TurnPart } from "./prompt.ts";
import { type DecoderParts, embedIds, prefillState, sequenceOf } from "./sequence.ts";
import { findTokens, possibleEdges } from "./tokens.ts";

export interface Idefics3Parts extends DecoderParts {
  readonly tokenizer: Tokenizer;
  readonly imageToken: TokenId;
  readonly stopToken: TokenId;
  readonly vision: Graph;
}

type Parts = Idefics3Parts;

/** Attention among the 1,024 patches of a SmolVLM tile takes 50 MB per layer, so 17 tiles do not fit into one run. */
const TILES_AT_ONCE = 4;

function turnPart(part: PromptPart): TurnPart {
  return part.kind === "picture" ? { kind: "picture", grid: part.features.grid } : part;
}

function givesAttention({ manifest }: Parts): boolean {
  return attentionNames(manifest).length > 0;
}

async function prefill(parts: Parts, turn: readonly PromptPart[]): Promise<Outcome<Prefix>> {
  const pictures = turn.flatMap((part) => (part.kind === "picture" ? [part.features] : []));
  const prompt = promptIds(parts.manifest, parts.tokenizer, turn.map(turnPart));
  if (!prompt.ok) return prompt;
  const ids = prompt.value.slice(0, -1);
  const pending = prompt.value.at(-1);
  if (pending === undefined) return failure("bug", "The prompt has no tokens.");
  const embeds = await embedIds(parts, ids);
  if (!embeds.ok) return embeds;
  const merged = mergeFeatures(parts.imageToken, ids, embeds.value.data, pictures);
  if (!merged.ok) return merged;
  const state = await prefillState(parts, merged.value, ids.length);
  if (!state.ok) return state;
  const sequence = sequenceOf(parts, state.value);
  const grids = pictures.map(({ grid }) => grid);
  const places = picturePlaces(parts.imageToken, ids, grids, parts.manifest.vision.tokensPerTile);
  return success({
    sequence,
    pending,
    attend: givesAttention(parts)
      ? (answer) => attendTokens(parts, state.value, [pending, ...answer.slice(0, -1)], places)
      : null,
    [Symbol.dispose]: () => sequence[Symbol.dispose](),
  });
}

/**
 * Features of some tiles, [tiles, tokens, width]; the tiles of the grid come first. Where tiles are joined on the GPU, a
 * single one is given twice, in the grid and beside it: ONNX Runtime's WebGPU backend refuses a convolution over no tiles.
 */
async function encodeTiles(
  parts: Parts,
  tiles: readonly Pixels[],
  grid: TileGrid,
): Promise<Outcome<FloatTensor>> {
  const { vision } = parts.manifest;
  const doubled = parts.vision.onDevice && vision.joinedTiles && tiles.length === 1;
  const given = doubled ? [...tiles, ...tiles] : tiles;
  const dims = [1, given.length, 3, vision.tile, vision.tile];
  const port = portOf(parts.vision.inputs, "pixel_values");
  const feeds = declaredFeeds(parts.vision, {
    pixel_values: floatTensor(port, dims, pixelValues(given, vision)),
    pixel_attention_mask: pixelMask(given.length, vision),
    ...(vision.joinedTiles && { tile_grid: integerTensor([2], [grid.rows || 1, grid.columns || 1]) }),
  });
  const ran = await parts.vision.run(feeds, ["image_features"]);
  if (!ran.ok) return ran;
  const features = floatOutput(ran.value, "image_features");
  if (!features.ok || !doubled) return features;
  const { data, dims: all } = features.value;
  return success({ ...features.value, dims: [1, ...all.slice(1)], data: data.slice(0, data.length / 2) });
}

async function encode(parts: Parts, picture: Pixels): Promise<Outcome<ImageFeatures>> {
  const { vision } = parts.manifest;
  const { rows, columns, tiles } = tilePicture(picture, vision);
  const atOnce = vision.joinedTiles ? tiles.length : TILES_AT_ONCE;
  const blocks: FloatTensor[] = [];
  for (let start = 0; start < tiles.length; start += atOnce) {
    const encoded = await encodeTiles(parts, tiles.slice(start, start + atOnce), { rows, columns });
    if (!encoded.ok) return encoded;
    blocks.push(encoded.value);
  }
  const length = blocks.reduce((sum, block) => sum + block.data.length, 0);
  const data = new Float32Array(length);
  let at = 0;
  for (const block of blocks) {
    data.set(block.data, at);
    at += block.data.length;
  }
  const dims = [tiles.length, ...(blocks[0]?.dims.slice(1) ?? [])];
  return success({ values: { place: "host", dims, data }, grid: { rows, columns }, mask: null });
}

/** The model with another longest edge, on the same graphs. */
function withEdge(parts: Parts, longestEdge: number): Outcome<OpenModel> {
  const changed = withLongestEdge(parts.manifest, longestEdge);
  if (!changed.ok) return changed;
  const tokens = findTokens(changed.value, parts.tokenizer);
  return tokens.ok ? success(idefics3Model({ ...parts, manifest: changed.value })) : tokens;
}

/** The model with opened and checked graphs. */
export function idefics3Model(parts: Parts): OpenModel {
  const { manifest, tokenizer } = parts;
  const { vision } = manifest;
  return {
    manifest,
    vocabularySize: manifest.vocabularySize,
    stopTokens: [parts.stopToken],
    readsText: true,
    givesAttention: givesAttention(parts),
    mostPictures: null,
    tiling: vision.splitting
      ? { longestEdge: vision.longestEdge, choices: possibleEdges(manifest, tokenizer) }
      : null,
    withLongestEdge: (longestEdge) => withEdge(parts, longestEdge),
    // Where crops are read as images are, a thin one has one row of tiles, a square one as many rows as columns.
    lightSize: { width: 32, height: vision.splitting && vision.crop === undefined ? 1 : 32 },
    texts: (ids) => textsOf(windowStream(tokenizer.decode), ids),
    textStream: () => windowStream(tokenizer.decode),
    answerIds: (answer) => answerIds(manifest, tokenizer, parts.stopToken, answer),
    cropEdge: (size) => cropEdge(size, vision),
    resized: (picture) => success(cuttablePicture(picture, vision)),
    modelPixels: (picture) => success(tilePicture(picture, vision)),
    imageTokens: (picture) => {
      const { rows, columns } = tileGrid(picture, vision);
      return (rows * columns + 1) * vision.tokensPerTile;
    },
    encode: (picture) => encode(parts, picture),
    prefill: (turn) => prefill(parts, turn),
    async close() {
      for (const graph of [parts.vision, parts.embed, parts.decoder]) await graph.close();
    },
  };
}
