/** The written graphs, run by ONNX Runtime's wasm backend, against a float64 recomputation and against laws. */

import * as ort from "onnxruntime-web/wasm";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { seeded } from "../../../src/base/random.ts";
import { smallConfig as config } from "../../../src/graph/config.ts";
import { randomWeights } from "../random-weights.ts";
import { largestDifference, pictureRows, randomPicture } from "../testing/pictures.testing.ts";
import {
  referenceDecoder,
  referenceEmbeds,
  referenceJoinedVision,
  referenceVision,
} from "../testing/reference-forward.testing.ts";
import type { Outputs, Trio } from "../testing/trio-sessions.testing.ts";
import { numbers, openTrio } from "../testing/trio-sessions.testing.ts";
import { writeTrio } from "../write-trio.ts";

// Compiling ONNX Runtime's wasm takes seconds on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const seed = 11;
const weights = randomWeights(config, seed);
const random = seeded(3);
const ids = Array.from({ length: 12 }, () => random.below(config.vocab_size));
const picture = (pictureSeed: number): number[] => randomPicture(config.image_size, pictureSeed);
let trio: Trio;

beforeAll(async () => {
  const files = await writeTrio({ config, seed });
  trio = await openTrio({ ort, executionProviders: ["wasm"] }, config, files);
});

async function logitsOf(tokens: readonly number[]): Promise<Float32Array> {
  return numbers(await trio.decode({ embeds: await trio.embedIds(tokens) }), "logits");
}

describe("agreement with the float64 recomputation", () => {
  test("image features of two pictures at once", async () => {
    const pictures = [picture(1), picture(2)];
    const outputs = await trio.encode(pictures.flat());
    expect(outputs["image_features"]?.dims).toEqual([2, config.image_tokens, config.hidden_size]);
    const expected = pictures.flatMap((pixels) =>
      referenceVision(config, weights, pictureRows(pixels)).flat(),
    );
    expect(largestDifference(numbers(outputs, "image_features"), expected)).toBeLessThan(1e-4);
  });

  test("embeddings are the stored rows exactly", async () => {
    const expected = referenceEmbeds(config, weights, ids).flat();
    expect(largestDifference(await trio.embedIds(ids), expected)).toBe(0);
  });

  test("logits and attention of text after image features", async () => {
    const features = referenceVision(config, weights, pictureRows(picture(1)));
    const embeds = [...features, ...referenceEmbeds(config, weights, ids)];
    const outputs = await trio.decode({ embeds: embeds.flat() });
    const expected = referenceDecoder(config, weights, embeds);
    expect(largestDifference(numbers(outputs, "logits"), expected.logits.flat())).toBeLessThan(1e-4);
    const found = expected.attentions.map((_, layer) => numbers(outputs, `attentions.${layer}`));
    const differences = expected.attentions.map((rows, i) => largestDifference(found[i] ?? [], rows.flat(2)));
    expect(Math.max(...differences)).toBeLessThan(1e-5);
  });
});

test("a pixel shuffle lays squares of patches side by side", async () => {
  const shuffling = { ...config, image_size: 64, scale_factor: 2, image_tokens: 4 };
  const files = await writeTrio({ config: shuffling, seed });
  const shuffled = await openTrio({ ort, executionProviders: ["wasm"] }, shuffling, files);
  const pixels = randomPicture(64, 4);
  const expected = referenceVision(shuffling, randomWeights(shuffling, seed), pictureRows(pixels)).flat();
  const found = numbers(await shuffled.encode(pixels), "image_features");
  expect(largestDifference(found, expected)).toBeLessThan(1e-4);
});

describe("a vision graph that joins tiles", () => {
  const joining = { ...config, image_size: 64, scale_factor: 2, image_tokens: 4, joined_tiles: true };
  const [rows, columns] = [2, 3];
  const [tall, wide] = [rows * 64, columns * 64];
  const values = seeded(9);
  const planes = [0, 1, 2].map(() =>
    Array.from({ length: tall }, () => Array.from({ length: wide }, () => 2 * values.next() - 1)),
  );
  /** Tile by tile, [rows·columns·3·64·64]. */
  const tiles = Array.from({ length: rows * columns }, (_, tile) => {
    const [top, left] = [Math.floor(tile / columns) * 64, (tile % columns) * 64];
    return planes.flatMap((plane) => plane.slice(top, top + 64).flatMap((row) => row.slice(left, left + 64)));
  }).flat();
  const own = randomWeights(joining, seed);
  let joined: Trio;
  beforeAll(async () => {
    const files = await writeTrio({ config: joining, seed });
    joined = await openTrio({ ort, executionProviders: ["wasm"] }, joining, files);
  });

  test("convolves across the borders of tiles, and reads the whole picture alone", async () => {
    const whole = randomPicture(64, 4);
    const found = await joined.encode([...tiles, ...whole], [rows, columns]);
    expect(found["image_features"]?.dims).toEqual([7, 4, joining.hidden_size]);
    const expected = [
      ...referenceJoinedVision(joining, own, planes).flat(),
      ...referenceVision(joining, own, pictureRows(whole)).flat(),
    ];
    expect(largestDifference(numbers(found, "image_features"), expected)).toBeLessThan(1e-4);
    const apart = await joined.encode(tiles.slice(0, 3 * 64 * 64), [1, 1]);
    expect(
      largestDifference(numbers(apart, "image_features"), expected.slice(0, 4 * joining.hidden_size)),
    ).toBeGreaterThan(0.01);
  });

  test("reads a single tile as a graph without borders between tiles does", async () => {
    const pixels = randomPicture(64, 5);
    const found = numbers(await joined.encode(pixels, [1, 1]), "image_features");
    const expected = referenceVision(joining, own, pictureRows(pixels)).flat();
    expect(largestDifference(found, expected)).toBeLessThan(1e-4);
  });
});

describe("laws of the decoder", () => {
  test("decoding token by token, or in two parts, equals one pass", async () => {
    const embeds = await trio.embedIds(ids);
    const whole = await logitsOf(ids);
    for (const lengths of [ids.map(() => 1), [7, 5]]) {
      const logits: number[] = [];
      let before: Outputs | undefined;
      let at = 0;
      for (const length of lengths) {
        const part = embeds.slice(at * config.hidden_size, (at + length) * config.hidden_size);
        before = await trio.decode({ embeds: part, ...(before ? { before } : {}) });
        logits.push(...numbers(before, "logits"));
        at += length;
      }
      expect(largestDifference(logits, whole)).toBeLessThan(1e-4);
    }
  });

  test("a later token changes no earlier row", async () => {
    const before = await logitsOf([...ids, 20]);
    const after = await logitsOf([...ids, 21]);
    const earlier = ids.length * config.vocab_size;
    expect(largestDifference(before.slice(0, earlier), after.slice(0, earlier))).toBe(0);
    expect(largestDifference(before.slice(earlier), after.slice(earlier))).toBeGreaterThan(0.1);
  });

  test("padding on the left changes nothing to its right", async () => {
    const padded = await trio.decode({
      embeds: await trio.embedIds([2, 2, 2, ...ids]),
      mask: [0, 0, 0, ...ids.map(() => 1)],
      positions: [0, 0, 0, ...ids.map((_, i) => i)],
    });
    const right = numbers(padded, "logits").slice(3 * config.vocab_size);
    expect(largestDifference(right, await logitsOf(ids))).toBeLessThan(1e-4);
    expect(numbers(padded, "logits").every(Number.isFinite)).toBe(true);
  });

  test("masked pixels are read as zero", async () => {
    const side = config.image_size;
    const Tensor = ort.Tensor;
    const hidden = await trio.vision.run({
      pixel_values: new Tensor("float32", Float32Array.from(picture(1)), [1, 1, 3, side, side]),
      pixel_attention_mask: new Tensor("bool", new Uint8Array(side * side), [1, 1, side, side]),
    });
    const empty = await trio.encode(new Float32Array(3 * side * side));
    expect(numbers(hidden, "image_features")).toEqual(numbers(empty, "image_features"));
  });

  test("logits are far from uniform, and another picture changes them", async () => {
    const lastRow = async (pictureSeed: number): Promise<Float32Array> => {
      const features = numbers(await trio.encode(picture(pictureSeed)), "image_features");
      const embeds = [...features, ...(await trio.embedIds(ids))];
      return numbers(await trio.decode({ embeds }), "logits").slice(-config.vocab_size);
    };
    const [one, other] = [await lastRow(5), await lastRow(6)];
    expect(Math.max(...one) - Math.min(...one)).toBeGreaterThan(5);
    expect(largestDifference(one, other)).toBeGreaterThan(0.1);
  });
});
