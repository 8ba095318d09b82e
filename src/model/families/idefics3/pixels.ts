/**
 * Idefics3's image processing, as Hugging Face's `image_processing_idefics3.py` does it on the slow path: longest edge
 * first, both sides up to whole tiles, tiles in row order, the whole-image tile last; every resize with Pillow's Lanczos;
 * then scaling by 1/255, mean and deviation in float32. The JavaScript and torchvision ports resample differently.
 */

import type { Size } from "../../../base/ids.ts";
import { cut, resize } from "../../../math/image/image.ts";
import type { Pixels } from "../../../view/pixels.ts";
import type { HostTensor, ModelPixels, TileGrid } from "../../adapter.ts";
import type { Idefics3Manifest } from "./manifest.ts";

type Vision = Idefics3Manifest["vision"];

/** Size with the longest edge exactly `edge`; the short side is floored, then made even, as the reference does. */
function longestEdgeSize({ width, height }: Size, edge: number): Size {
  const aspect = width / height;
  const even = (side: number) => Math.max(1, Math.floor(side) + (Math.floor(side) % 2));
  return width >= height
    ? { width: edge, height: even(edge / aspect) }
    : { width: even(edge * aspect), height: edge };
}

/** Rounds both sides up to whole tiles, the longer one first: this may change the aspect ratio a little, as in training. */
function wholeTiles({ width, height }: Size, tile: number): Size {
  const aspect = width / height;
  const up = (side: number) => Math.ceil(side / tile) * tile;
  return width >= height
    ? { width: up(width), height: up(Math.floor(up(width) / aspect)) }
    : { width: up(Math.floor(up(height) * aspect)), height: up(height) };
}

interface Sizes {
  readonly scaled: Size;
  readonly tiled: Size;
}

function sizesOf(picture: Size, vision: Vision): Sizes {
  const scaled = longestEdgeSize(picture, vision.longestEdge);
  const { tile } = vision;
  return { scaled, tiled: vision.splitting ? wholeTiles(scaled, tile) : { width: tile, height: tile } };
}

/** How an image of that size is cut; 0 × 0 if it fits into one tile. */
export function tileGrid(picture: Size, vision: Vision): TileGrid {
  const { tiled } = sizesOf(picture, vision);
  const [rows, columns] = [tiled.height / vision.tile, tiled.width / vision.tile];
  return rows * columns > 1 ? { rows, columns } : { rows: 0, columns: 0 };
}

/** The picture that tiles are cut from: all that is kept of it. */
export function cuttablePicture(picture: Pixels, vision: Vision): Pixels {
  const { scaled, tiled } = sizesOf(picture, vision);
  const edged = resize(picture, scaled.width, scaled.height, vision.resample);
  return resize(edged, tiled.width, tiled.height, vision.resample);
}

/** The longest edge at which a crop of that size is read; undefined where crops are read as full images are. */
export function cropEdge({ width, height }: Size, { crop }: Vision): number | undefined {
  const strip = crop?.strip;
  return strip !== undefined && width >= strip.aspect * height ? strip.longestEdge : crop?.longestEdge;
}

/** The tiles that the vision encoder reads, as bytes; the whole-image tile is resized from the image that was cut. */
export function tilePicture(picture: Pixels, vision: Vision): ModelPixels {
  const { tile, resample } = vision;
  const cuttable = cuttablePicture(picture, vision);
  const { rows, columns } = tileGrid(picture, vision);
  const tiles = Array.from({ length: rows * columns }, (_, i) =>
    cut(cuttable, { x: (i % columns) * tile, y: Math.floor(i / columns) * tile, width: tile, height: tile }),
  );
  return { rows, columns, tiles: [...tiles, resize(cuttable, tile, tile, resample)] };
}

/** The 256 possible values of one channel; float32 after each step, as numpy computes them. */
function byteValues(mean: number, deviation: number): Float32Array {
  const { fround } = Math;
  return Float32Array.from(
    { length: 256 },
    (_, byte) => fround(fround(byte * (1 / 255)) - fround(mean)) / fround(deviation),
  );
}

/** `pixel_values` [1,n,3,tile,tile] as float32 numbers. */
export function pixelValues(tiles: readonly Pixels[], vision: Vision): Float32Array {
  const area = vision.tile * vision.tile;
  const values = new Float32Array(tiles.length * 3 * area);
  const tables = [0, 1, 2].map((c) => byteValues(vision.mean[c] ?? 0, vision.std[c] ?? 1));
  tiles.forEach(({ data }, n) => {
    tables.forEach((table, channel) => {
      const start = (n * 3 + channel) * area;
      for (let i = 0; i < area; i++) values[start + i] = table[data[i * 3 + channel] as number] as number;
    });
  });
  return values;
}

/** `pixel_attention_mask` bool [1,n,tile,tile], all true: a tile has no padding. */
export function pixelMask(tiles: number, vision: Vision): HostTensor {
  const dims = [1, tiles, vision.tile, vision.tile];
  return { place: "host", dims, data: new Uint8Array(tiles * vision.tile ** 2).fill(1) };
}
