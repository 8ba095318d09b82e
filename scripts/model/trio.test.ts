/** The written folder: names and shapes, bytes that follow from the seed, tokenizer, hashes, file formats. */

import { createHash } from "node:crypto";
import { Tokenizer } from "@huggingface/tokenizers";
import fc from "fast-check";
import * as ort from "onnxruntime-web/wasm";
import { describe, expect, test, vi } from "vitest";
import { checkConfig, parameterShapes, smallConfig } from "../../src/graph/config.ts";
import { readPlaces, readSafetensors, writeSafetensors } from "../../src/graph/safetensors.ts";
import { float16Bits, float16Value } from "../../src/model/float16.ts";
import { parseManifest } from "../../src/model/manifest/manifest.ts";
import { assembleModel, type ModelFiles } from "./assemble.ts";
import { numbers, openTrio } from "./testing/trio-sessions.testing.ts";
import { specialTokens } from "./tokenizer-files.ts";
import { writeTrio } from "./write-trio.ts";

// Compiling ONNX Runtime's wasm takes seconds on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

const config = smallConfig;
const files = await writeTrio({ config, seed: 7 });

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function digests(folder: ModelFiles): Record<string, string> {
  return Object.fromEntries([...folder].map(([name, bytes]) => [name, sha256(bytes)]));
}

function json(name: string) {
  return JSON.parse(new TextDecoder().decode(files.get(name)));
}

test("sessions declare the names and dimensions of SmolVLM's exports", async () => {
  const { vision, embed, decoder } = await openTrio({ ort, executionProviders: ["wasm"] }, config, files);
  const side = config.image_size;
  const described = (metadata: typeof vision.inputMetadata) =>
    Object.fromEntries(
      metadata.map((value) => [value.name, value.isTensor ? [value.type, ...value.shape] : []]),
    );
  expect(described(vision.inputMetadata)).toEqual({
    pixel_values: ["float32", "batch", "images", 3, side, side],
    pixel_attention_mask: ["bool", "batch", "images", side, side],
  });
  expect(described(vision.outputMetadata)).toEqual({
    image_features: ["float32", "pictures", config.image_tokens, config.hidden_size],
  });
  expect(described(embed.inputMetadata)).toEqual({ input_ids: ["int64", "batch", "sequence"] });
  expect(described(embed.outputMetadata)).toEqual({
    inputs_embeds: ["float32", "batch", "sequence", config.hidden_size],
  });
  const cache = (length: string) => ["float32", "batch", config.num_kv_heads, length, config.head_dim];
  const layers = Array.from({ length: config.num_layers }, (_, layer) => layer);
  const caches = (prefix: string, length: string) =>
    Object.fromEntries(
      layers.flatMap((i) => ["key", "value"].map((k) => [`${prefix}.${i}.${k}`, cache(length)])),
    );
  expect(described(decoder.inputMetadata)).toEqual({
    inputs_embeds: ["float32", "batch", "sequence", config.hidden_size],
    attention_mask: ["int64", "batch", "total"],
    position_ids: ["int64", "batch", "sequence"],
    ...caches("past_key_values", "past"),
  });
  expect(described(decoder.outputMetadata)).toEqual({
    logits: ["float32", "batch", "sequence", config.vocab_size],
    ...caches("present", "total"),
    ...Object.fromEntries(
      layers.map((i) => [`attentions.${i}`, ["float32", "batch", config.num_heads, "sequence", "total"]]),
    ),
  });
});

describe("bytes", () => {
  test("follow from config and seed alone", async () => {
    expect(digests(await writeTrio({ config, seed: 7 }))).toEqual(digests(files));
    const [here, other] = [digests(files), digests(await writeTrio({ config, seed: 8 }))];
    expect(other["model.safetensors"]).not.toBe(here["model.safetensors"]);
    expect(other["vision_encoder.onnx"]).toBe(here["vision_encoder.onnx"]);
  });

  test("are listed in the manifest with length and SHA-256", () => {
    const manifest = json("manifest.json");
    const expected = [...files].filter(([path]) => path !== "manifest.json");
    expect(manifest.files).toEqual(
      expected.map(([path, bytes]) => ({
        path,
        bytes: bytes.length,
        sha256: sha256(bytes),
      })),
    );
    expect(parseManifest(manifest)).toEqual({ ok: true, value: manifest });
    expect(manifest).toMatchObject({ placeholder: true, tokenizerSha256: digests(files)["tokenizer.json"] });
  });

  test("of the weights hold exactly the config's parameters, none misaligned", () => {
    const weights = files.get("model.safetensors") ?? new Uint8Array();
    const places = readPlaces(weights);
    const shapes = new Map([...places].map(([name, place]) => [name, place.shape]));
    expect(shapes).toEqual(new Map([...parameterShapes(config)]));
    for (const place of places.values())
      expect(place.offset % Math.min(64, place.length & -place.length)).toBe(0);
    expect(sha256(writeSafetensors(readSafetensors(weights)))).toBe(sha256(weights));
  });
});

test("a decoder in a file of its own: the same logits, and another decoder leaves the other file as it is", async () => {
  const parts = {
    config,
    tokenizer: new TextDecoder().decode(files.get("tokenizer.json")),
    tokenizerConfig: new TextDecoder().decode(files.get("tokenizer_config.json")),
    decoderApart: true,
  };
  const weights = readSafetensors(files.get("model.safetensors") ?? new Uint8Array());
  const title = json("manifest.json");
  const apart = await assembleModel(title, { ...parts, weights });
  const runtime = { ort, executionProviders: ["wasm"] };
  const [together, split] = [await openTrio(runtime, config, files), await openTrio(runtime, config, apart)];
  const ids = [5, 9, 3];
  const [one, other] = [
    numbers(await together.decode({ embeds: await together.embedIds(ids) }), "logits"),
    numbers(await split.decode({ embeds: await split.embedIds(ids) }), "logits"),
  ];
  expect(other).toEqual(one);

  const norm = weights.get("decoder.norm.weight");
  if (norm === undefined) throw new Error("no norm");
  const changed = new Map(weights).set("decoder.norm.weight", {
    ...norm,
    bytes: norm.bytes.map((byte) => byte ^ 1),
  });
  const child = await assembleModel(title, { ...parts, weights: changed, sharedWith: "parent" });
  const differing = Object.entries(digests(child)).filter(([name, hash]) => digests(apart)[name] !== hash);
  expect(differing.map(([name]) => name)).toEqual(["decoder.safetensors", "manifest.json"]);
  const manifest = JSON.parse(new TextDecoder().decode(child.get("manifest.json")));
  expect(manifest.files[3]).toMatchObject({ path: "model.safetensors", at: "../parent/model.safetensors" });
  expect(parseManifest(manifest)).toEqual({ ok: true, value: manifest });
});

test("a model that cuts images into tiles reads crops as training shows them: one tile, or a row where they are wide", async () => {
  const tiled = await writeTrio({ config, seed: 7, splitAt: 4 * config.image_size });
  const manifest = JSON.parse(new TextDecoder().decode(tiled.get("manifest.json")));
  expect(manifest.vision).toMatchObject({
    splitting: true,
    longestEdge: 4 * config.image_size,
    crop: { longestEdge: config.image_size, strip: { aspect: 4, longestEdge: 4 * config.image_size } },
  });
  expect(json("manifest.json").vision).not.toHaveProperty("crop");
});

describe("tokenizer", () => {
  const tokenizer = new Tokenizer(json("tokenizer.json"), json("tokenizer_config.json"));

  test("gives any string back", () => {
    const letter = fc.nat(0x10ffff).filter((code) => code < 0xd800 || code > 0xdfff);
    const text = fc
      .array(letter, { minLength: 1, maxLength: 30 })
      .map((codes) => String.fromCodePoint(...codes));
    fc.assert(
      fc.property(text, (value) => {
        expect(tokenizer.decode(tokenizer.encode(value).ids)).toBe(value);
      }),
    );
  });

  test("keeps special tokens whole and in order", () => {
    expect(tokenizer.encode(specialTokens.join("")).ids).toEqual(specialTokens.map((_, id) => id));
  });

  test("has as many pieces as the model has logits", () => {
    expect(Object.keys(json("tokenizer.json").model.vocab)).toHaveLength(config.vocab_size);
  });
});

describe("binary16", () => {
  test("every value of it survives the way there and back", () => {
    const all = Array.from({ length: 65536 }, (_, bits) => bits);
    const changed = all.filter(
      (bits) => !Number.isNaN(float16Value(bits)) && float16Bits(float16Value(bits)) !== bits,
    );
    expect(changed).toEqual([]);
  });

  test("rounding picks the nearest, and the even one of two", () => {
    expect(float16Value(float16Bits(1 + 2 ** -11))).toBe(1);
    expect(float16Value(float16Bits(1 + 3 * 2 ** -11))).toBe(1 + 2 ** -9);
    expect(float16Value(float16Bits(65519))).toBe(65504);
    expect(float16Value(float16Bits(65520))).toBe(Infinity);
    expect(float16Value(float16Bits(2 ** -25))).toBe(0);
    expect(float16Value(float16Bits(3 * 2 ** -25))).toBe(2 ** -23);
  });
});

test("contradictory sizes are refused", () => {
  expect(() => checkConfig({ ...config, image_tokens: 5 })).toThrow("image_tokens");
  expect(() => checkConfig({ ...config, num_heads: 3 })).toThrow("num_heads");
});
