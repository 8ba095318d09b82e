/** Pictures for image encoders against Pillow's bytes, values against the formula, and who gives a cache back. */
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import vectors from "../../../../scripts/model/vectors/encoder-decoder.vectors.json" with { type: "json" };
import { encoderDecoderExample as example } from "../../../../scripts/model/vectors/small-manifests.testing.ts";
import { testPicture } from "../../../../scripts/model/vectors/test-picture.testing.ts";
import type { HostTensor, Port, Tensor } from "../../adapter.ts";
import { parseManifest } from "../../manifest/manifest.ts";
import { type CacheNames, nextCache, pastNames } from "./cache.ts";
import { canRead, pictureFeeds } from "./features.ts";
import type { EncoderDecoderManifest } from "./manifest.ts";
import { pictureValues, preparePicture } from "./pixels.ts";

function manifestWith(changed: object): EncoderDecoderManifest {
  const parsed = parseManifest({ ...example, ...changed });
  if (!parsed.ok || parsed.value.family !== "encoder-decoder") throw new Error("not such a manifest");
  return parsed.value;
}

function visionOf(changed: { channels: number }) {
  const each = (value: number) => new Array<number>(changed.channels).fill(value);
  return manifestWith({ vision: { scale: 1 / 255, mean: each(0.5), std: each(0.25), ...changed } }).vision;
}

describe("pictures equal Pillow's", () => {
  const numbered = vectors.cases.map((one, seed) => ({ ...one, seed }));

  test.each(numbered)("$size as $vision.sides.kind, $vision.sides.fit, $vision.resample", (one) => {
    const vision = visionOf(one.vision);
    const [width = 0, height = 0] = one.size;
    const prepared = preparePicture(testPicture(width, height, one.seed), vision);
    if (!prepared.ok) throw new Error(prepared.fault.message);
    const { pixels, picture } = prepared.value;
    expect([pixels.width, pixels.height]).toEqual(one.prepared);
    expect(createHash("sha256").update(pixels.data).digest("hex").slice(0, 16)).toBe(one.sha256);
    expect(picture).toHaveLength(pixels.width * pixels.height);

    const values = pictureValues(pixels, vision);
    const area = pixels.width * pixels.height;
    expect(values).toHaveLength(vision.channels * area);
    const place = Math.floor(area / 3);
    const byte = pixels.data[place * 3 + vision.channels - 1] ?? 0;
    expect(values[(vision.channels - 1) * area + place]).toBeCloseTo((byte / 255 - 0.5) / 0.25, 6);
  });
});

test("the picture's part of a cache lives as long as a sequence that reads it", () => {
  const names: CacheNames | null = manifestWith({ cache: { layers: 1, heads: 1, headDimension: 4 } }).cache;
  if (names === null) throw new Error("no cache");
  const released: string[] = [];
  const tensor = (name: string): Tensor => ({
    place: "device",
    dims: [1],
    buffer: {} as GPUBuffer,
    [Symbol.dispose]: () => released.push(name),
  });
  const outputs = (round: number) =>
    Object.fromEntries(
      pastNames(names).map((past) => {
        const name = past.replace("past_key_values", "present");
        return [name, tensor(`${name} ${round}`)];
      }),
    );
  const first = nextCache(names, outputs(1), null);
  const [second, branch] = [nextCache(names, outputs(2), first), nextCache(names, outputs(3), first)];
  expect(second.feeds["past_key_values.0.encoder.key"]).toBe(first.feeds["past_key_values.0.encoder.key"]);
  first[Symbol.dispose]();
  second[Symbol.dispose]();
  expect(released).toHaveLength(4);
  expect(released.every((name) => name.includes("decoder"))).toBe(true);
  branch[Symbol.dispose]();
  expect(released.filter((name) => name.includes("encoder"))).toHaveLength(2);
});

describe("what the decoder is fed of the picture", () => {
  const manifest = manifestWith({
    names: { encoder: {}, decoder: { featuresMask: "encoder_attention_mask" } },
  });
  const port = (name: string, dims: Port["dims"]): Port => ({ name, type: "float32", dims });
  const [grid, rows] = [
    [1, 2, 3, 4],
    [1, 6, 4],
  ];
  const fed = (dims: readonly number[], wanted: Port["dims"], mask: Port["dims"], given?: HostTensor) =>
    pictureFeeds(
      manifest,
      { inputs: [port("encoder_hidden_states", wanted), port("encoder_attention_mask", mask)] },
      {
        values: { place: "host", dims, data: new Float32Array(24) },
        grid: { rows: 0, columns: 0 },
        mask: given ?? null,
      },
    );

  test.each([
    [grid, ["b", "h", "w", 4], ["b", "h", "w"], grid, [1, 2, 3]],
    [grid, ["b", "h", "w", 4], ["b", "n"], grid, [1, 6]],
    [grid, ["b", "n", 4], ["b", "n"], rows, [1, 6]],
    [grid, ["b", "h", "w", 4], ["b", 1, "h", "w"], grid, [1, 1, 2, 3]],
    [grid, ["b", "h", "w", 4], ["b", "h", "w", 1], grid, [1, 2, 3, 1]],
    [rows, ["b", "n", 4], ["b", 1, 1, "n"], rows, [1, 1, 1, 6]],
    [rows, ["b", "n", 4], ["b", "n", 1], rows, [1, 6, 1]],
  ] as const)("features %j for a decoder of %j with a mask %j", (dims, wanted, mask, features, shape) => {
    const ones: HostTensor = { place: "host", dims: [6], data: new Float32Array(6).fill(1) };
    for (const given of [undefined, ones])
      expect(fed(dims, wanted, mask, given)).toMatchObject({
        ok: true,
        value: {
          encoder_hidden_states: { dims: features },
          encoder_attention_mask: { dims: shape, data: ones.data },
        },
      });
  });

  test("a mask of another length is refused, and rows are never read as a grid", () => {
    const short: HostTensor = { place: "host", dims: [1, 5], data: new Float32Array(5) };
    expect(fed(rows, ["b", "n", 4], ["b", "n"], short)).toMatchObject({
      ok: false,
      fault: { kind: "badInput", message: "The encoder's mask has 5 values for 6 features." },
    });
    const [asRows, asGrid] = [port("rows", ["b", "n", 4]), port("grid", ["b", "h", "w", 4])];
    expect([canRead(asRows, asGrid), canRead(asGrid, asRows)]).toEqual([false, true]);
  });
});
