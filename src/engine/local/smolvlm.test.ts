/** A random trio in SmolVLM's shape, in Node on wasm: its vocabulary and tokenizer, tiles of 512 pixels, 64 tokens a tile. */
import "../../base/dispose.ts";
import * as ort from "onnxruntime-web/wasm";
import { beforeAll, describe, expect, test, vi } from "vitest";
import type { ModelFiles } from "../../../scripts/model/assemble.ts";
import {
  answerAndReplay,
  expectLaws,
  loadedFor,
  value,
} from "../../../scripts/model/testing/loaded-model.testing.ts";
import { openFolder } from "../../../scripts/model/testing/open-folder.testing.ts";
import { NO_FIXTURES, smolvlmFixtures } from "../../../scripts/model/vectors/fixtures.testing.ts";
import { testPicture } from "../../../scripts/model/vectors/test-picture.testing.ts";
import { writeTrio } from "../../../scripts/model/write-trio.ts";
import type { ImageId, ModelId } from "../../base/ids.ts";
import { pictureAndText } from "../../evidence/views/showing.ts";
import { type ModelConfig, smallConfig } from "../../graph/config.ts";
import { cropReader } from "../../model/adapter.ts";
import { unqueued } from "./queue/unqueued.testing.ts";

// Compiling ONNX Runtime's wasm takes seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const fixtures = smolvlmFixtures();

describe("a random trio with SmolVLM's vocabulary, tokens and tiles", () => {
  const config: ModelConfig = {
    ...smallConfig,
    image_size: 512,
    scale_factor: 4,
    image_tokens: 64,
    vocab_size: 49280,
  };
  let files: ModelFiles;

  async function write(changed: Partial<ModelConfig> = {}): Promise<ModelFiles> {
    const tokenizer = {
      json: fixtures?.("tokenizer.json") ?? "",
      config: fixtures?.("tokenizer_config.json") ?? "",
    };
    return writeTrio({ config: { ...config, ...changed }, seed: 5, tokenizer, splitAt: 1024 });
  }

  beforeAll(async () => {
    if (fixtures !== null) files = await write();
  });

  test("answers and replays over 5 tiles; no pass makes more than 32 MB of logits", async ({ skip }) => {
    if (fixtures === null) return skip(NO_FIXTURES);
    const lengths: number[] = [];
    const opened = await openFolder({ ort }, files, {
      watch: (name, graph) => ({
        ...graph,
        run(feeds, fetches) {
          if (name === "decoder_model_merged") lengths.push(feeds["inputs_embeds"]?.dims[1] ?? 0);
          return graph.run(feeds, fetches);
        },
      }),
    });
    const model = value(opened);
    const picture = testPicture(640, 480, 0);
    expect(model.imageTokens(picture)).toBe(5 * 64);
    const light = value(cropReader(model, model.lightSize));
    expect(light.imageTokens({ ...model.lightSize, data: new Uint8Array() })).toBe(64);
    expect(value(await model.encode(picture)).values.dims).toEqual([5, 64, config.hidden_size]);
    const both = await answerAndReplay(loadedFor(model, picture));
    expectLaws(both);
    expect(Math.max(...lengths) * config.vocab_size * 4).toBeLessThanOrEqual(32 * 2 ** 20);
    expect(lengths.reduce((sum, length) => sum + length, 0)).toBeGreaterThan(5 * 64);
  });

  test("a float16 cache is handed on as it came", async ({ skip }) => {
    if (fixtures === null) return skip(NO_FIXTURES);
    const types = new Set<string>();
    const opened = await openFolder({ ort }, await write({ kv_cache_dtype: "float16" }), {
      watch: (name, graph) => ({
        ...graph,
        run(feeds, fetches) {
          const past = feeds["past_key_values.0.key"];
          if (name === "decoder_model_merged" && past?.place === "host")
            types.add(past.data.constructor.name);
          return graph.run(feeds, fetches);
        },
      }),
    });
    expectLaws(await answerAndReplay(loadedFor(value(opened), testPicture(300, 200, 1))));
    expect([...types]).toEqual(["Uint16Array"]);
  });

  test.for([
    ["keyValueHeads", 3, "decoder_model_merged.onnx", "input past_key_values.0.key"],
    ["layers", 1, "decoder_model_merged.onnx", "input past_key_values.1.key"],
    ["layers", 3, "decoder_model_merged.onnx", "input past_key_values.2.key"],
    ["vocabularySize", 49152, "decoder_model_merged.onnx", "output logits"],
  ] as const)("a manifest with %s %i is refused: %s, %s", async ([field, wrong, file, port], { skip }) => {
    if (fixtures === null) return skip(NO_FIXTURES);
    const opened = await openFolder({ ort }, files, {
      adjust: (manifest) => ({ ...manifest, [field]: wrong }),
    });
    expect(opened).toMatchObject({ ok: false, fault: { kind: "badInput" } });
    if (!opened.ok)
      expect([opened.fault.message.includes(file), opened.fault.message]).toEqual([
        true,
        expect.stringContaining(port),
      ]);
  });

  test("a showing's longest edge decides how its pictures are cut, and what is read", async ({ skip }) => {
    if (fixtures === null) return skip(NO_FIXTURES);
    const picture = testPicture(640, 480, 0);
    const loaded = loadedFor(value(await openFolder({ ort }, files)), picture);
    expect(loaded.model.tiling).toEqual({ longestEdge: 1024, choices: [512, 1024, 1536, 2048, 2560, 3072] });
    const image = { view: { source: "i" as ImageId, edits: [] } };
    const shownAt = (edge?: number) =>
      loaded.promptCache.shown(image, edge === undefined ? {} : { longestEdge: edge });
    const tokensAt = (edge?: number) => value(shownAt(edge)).reader.imageTokens(picture);
    expect([tokensAt(), ...[1024, 512, 1536, 2048].map(tokensAt)]).toEqual(
      [5, 5, 1, 10, 13].map((n) => n * 64),
    );
    const lengths: number[] = [];
    for (const longestEdge of [1024, 512]) {
      const showing = {
        ...pictureAndText("m" as ModelId, { source: "i" as ImageId, edits: [] }, "Why?"),
        longestEdge,
      };
      using prefix = value(await loaded.promptCache.prefix(showing, unqueued(), () => undefined));
      lengths.push(prefix?.sequence.length ?? 0);
    }
    expect((lengths[0] ?? 0) - (lengths[1] ?? 0)).toBeGreaterThanOrEqual(4 * 64);
    for (const edge of [511, 600.5, 3584]) {
      expect(shownAt(edge)).toMatchObject({ ok: false, fault: { kind: "badInput" } });
    }
  });

  test("a longest edge beyond the tokens for tiles is refused", async ({ skip }) => {
    if (fixtures === null) return skip(NO_FIXTURES);
    const opened = await openFolder({ ort }, files, {
      adjust: (manifest) =>
        manifest.family === "idefics3"
          ? { ...manifest, vision: { ...manifest.vision, longestEdge: 4096 } }
          : manifest,
    });
    expect(opened).toMatchObject({ ok: false, fault: { message: expect.stringContaining("<row_1_col_7>") } });
  });
});
