/** Random encoder–decoder pairs, in Node on wasm, in every combination of cache and mask. */
import "../../base/dispose.ts";
import * as ort from "onnxruntime-web/wasm";
import { describe, expect, test, vi } from "vitest";
import { type PairConfig, smallPair } from "../../../scripts/model/pair-config.ts";
import {
  answerAndReplay,
  expectLaws,
  loadedFor,
  logitsAfter,
  value,
} from "../../../scripts/model/testing/loaded-model.testing.ts";
import { openFolder } from "../../../scripts/model/testing/open-folder.testing.ts";
import { largestDifference } from "../../../scripts/model/testing/pictures.testing.ts";
import { testPicture } from "../../../scripts/model/vectors/test-picture.testing.ts";
import { paddedVision, plainVision, writePair } from "../../../scripts/model/write-pair.ts";
import type { TokenId } from "../../base/ids.ts";
import type { EncoderVision } from "../../model/families/encoder-decoder/manifest.ts";

// Compiling ONNX Runtime's wasm takes seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

describe("random encoder–decoder pairs", () => {
  const caches = ["none", "tokens", "merged", "twoFiles"] as const;
  const masks = [null, 1, 0] as const;
  const combinations = caches.flatMap((cache) => masks.map((maskPicture) => ({ cache, maskPicture })));
  const open = async (
    config: PairConfig,
    more: { vision?: EncoderVision; promptIds?: readonly number[] } = {},
  ) => {
    const vision = more.vision ?? (config.maskPicture === null ? plainVision : paddedVision);
    return value(await openFolder({ ort }, await writePair({ config, seed: 9, ...more, vision })));
  };
  const picture = testPicture(61, 45, 2);
  const ids = [7, 3, 30, 12] as TokenId[];

  test.each(combinations)("answer and replay: cache $cache, mask $maskPicture", async (combination) => {
    const model = await open({ ...smallPair, ...combination });
    expectLaws(await answerAndReplay(loadedFor(model, picture)));
  });

  test.each(combinations)(
    "cache $cache, mask $maskPicture gives the logits of the plainest pair",
    async (combination) => {
      const promptIds = [0, 5, 11];
      const vision = { ...paddedVision, padding: { side: "both", value: 0 } } as const;
      const config = { ...smallPair, ...combination };
      const model = await open(config, { vision, promptIds });
      const expected = await open(
        { ...config, cache: "none", maskPicture: config.maskPicture === null ? null : 1 },
        { vision, promptIds },
      );
      const reference = await logitsAfter(expected, picture, ids, false);
      for (const oneByOne of [true, false]) {
        expect(largestDifference(await logitsAfter(model, picture, ids, oneByOne), reference)).toBeLessThan(
          1e-4,
        );
      }
    },
  );

  test.each([
    ...caches.map((cache) => ({ cache, maskPicture: 1, grid: "both" }) as const),
    { cache: "merged", maskPicture: null, grid: "both" },
    { cache: "merged", maskPicture: 0, grid: "encoder" },
    { cache: "twoFiles", maskPicture: null, grid: "encoder" },
  ] as const)(
    "features as a grid of $grid, cache $cache, mask $maskPicture: the logits of those as rows",
    async (combination) => {
      const config = { ...smallPair, ...combination };
      const [asGrid, asRows] = [await open(config), await open({ ...config, grid: "none" })];
      expect(await logitsAfter(asGrid, picture, ids, true)).toEqual(
        await logitsAfter(asRows, picture, ids, true),
      );
    },
  );

  test.each([1, 0] as const)(
    "what the padding holds does not matter under a mask (picture is %i)",
    async (maskPicture) => {
      const config: PairConfig = { ...smallPair, cache: "merged", maskPicture };
      const logits = await Promise.all(
        [0, 255].map(async (byte) => {
          const model = await open(config, {
            vision: { ...paddedVision, padding: { side: "end", value: byte } },
          });
          return logitsAfter(model, picture, ids, true);
        }),
      );
      expect(largestDifference(logits[0] ?? [], logits[1] ?? [])).toBe(0);
    },
  );

  test("a decoder in two files: the second runs one token at a time, and what is wrong names its file", async () => {
    const config: PairConfig = { ...smallPair, cache: "twoFiles" };
    const files = await writePair({ config, seed: 9, vision: plainVision });
    const ran: string[] = [];
    const watched = await openFolder({ ort }, files, {
      watch: (name, graph) => ({
        ...graph,
        run(feeds, fetches) {
          ran.push(`${name} ${feeds["input_ids"]?.dims[1] ?? "-"}`);
          return graph.run(feeds, fetches);
        },
      }),
    });
    await logitsAfter(value(watched), picture, ids, true);
    expect(ran).toEqual(["encoder -", "decoder 1", ...ids.map(() => "decoder_with_past 1")]);
    const adjusted = (change: object) =>
      openFolder({ ort }, files, {
        adjust: (manifest) =>
          manifest.family === "encoder-decoder" && manifest.cache !== null
            ? { ...manifest, cache: { ...manifest.cache, ...change } }
            : manifest,
      });
    for (const [change, message] of [
      [{ past: "past.{layer}.{part}" }, "decoder_with_past_model.onnx has no input past.0.decoder.key."],
      [{ present: "now.{layer}.{part}" }, "decoder_model.onnx has no output now.0.decoder.key."],
      [{ switch: "use_cache_branch" }, "The manifest names decoder_with_past, but its cache has a switch"],
    ] as const) {
      expect(await adjusted(change)).toMatchObject({
        ok: false,
        fault: { kind: "badInput", message: expect.stringContaining(message) },
      });
    }
  });

  test("one channel, inverted, and a showing's text changes nothing", async () => {
    const vision: EncoderVision = { ...plainVision, channels: 1, inverted: true, mean: [0], std: [1] };
    const model = await open({ ...smallPair, channels: 1, cache: "merged" }, { vision });
    expectLaws(await answerAndReplay(loadedFor(model, picture)));
    expect([model.readsText, model.mostPictures, model.tiling]).toEqual([false, 1, null]);
    expect(model.withLongestEdge(1024)).toMatchObject({ ok: false, fault: { kind: "badInput" } });
    expect(model.texts([0, 2, 3] as TokenId[])).toEqual(["<start>", "ba", "da"]);
  });

  test("a size that the manifest forbids, two pictures and a wrong name are refused with a sentence", async () => {
    const keep: EncoderVision = {
      ...paddedVision,
      sides: { kind: "maximal", width: 32, height: 32, fit: "keep", multipleOf: 8 },
    };
    const model = await open({ ...smallPair, maskPicture: 1 }, { vision: keep });
    const message = expect.stringContaining("61 × 45 pixels; this model reads at most 32 × 32");
    expect(await model.encode(picture)).toMatchObject({ ok: false, fault: { kind: "badInput", message } });
    expect(model.modelPixels(picture)).toMatchObject({ ok: false, fault: { message } });
    const features = value(await model.encode(testPicture(20, 9, 0)));
    const small = { kind: "picture", features } as const;
    expect(await model.prefill([small, small])).toMatchObject({ ok: false, fault: { kind: "badInput" } });
    const files = await writePair({ config: smallPair, seed: 1, vision: plainVision });
    const adjusted = await openFolder({ ort }, files, {
      adjust: (manifest) =>
        manifest.family === "encoder-decoder"
          ? {
              ...manifest,
              names: { ...manifest.names, decoder: { ...manifest.names.decoder, features: "memory" } },
            }
          : manifest,
    });
    expect(adjusted).toMatchObject({
      ok: false,
      fault: { message: "decoder_model.onnx has no input memory." },
    });
  });
});
