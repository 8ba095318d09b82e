/** What is kept of pictures and prompts: found again under the same weights, and never under others. */
import "../../../base/dispose.ts";
import { expect, test } from "vitest";
import type { ImageId, ModelId } from "../../../base/ids.ts";
import { success } from "../../../base/outcome.ts";
import { contrastOf, regionalToGlobal } from "../../../evidence/views/plan.ts";
import type { Showing } from "../../../evidence/views/showing.ts";
import type { OpenModel } from "../../../model/adapter.ts";
import type { ImageStore } from "../images/images.ts";
import { loadedModelOf } from "../models/loaded-model.ts";
import type { Measure } from "../numbers/measure.ts";
import { unqueued } from "../queue/unqueued.testing.ts";

/** A model that counts what it is asked for. */
function counted() {
  const made = { features: 0, prefixes: 0, released: 0 };
  const model = {
    tiling: null,
    cropEdge: () => undefined,
    encode: async () => success({ count: ++made.features }),
    prefill: async () => {
      made.prefixes++;
      return success({ [Symbol.dispose]: () => void made.released++ });
    },
  } as unknown as OpenModel;
  const pixels = { width: 10, height: 10, data: new Uint8Array(300) };
  const images = { get: () => success(pixels) } as unknown as ImageStore;
  const weights = { id: "m" as ModelId, version: 0, parent: null, sha256: "0" };
  const ran = { build: "b", modelBackend: "wasm", numbersBackend: "cpu", adapter: "none", runtime: "r" };
  return { made, loaded: loadedModelOf(model, weights, images, {} as Measure, ran) };
}

const { student: whole, others } = contrastOf(
  regionalToGlobal({
    ...{ model: "m" as ModelId, boxWords: null, image: "i" as ImageId, question: "What is this?" },
    ...{ size: { width: 10, height: 10 }, box: { x: 0.2, y: 0.2, width: 0.6, height: 0.6 } },
  }),
);
const crop = others[0]?.showing as Showing;

test("changing one weight, every kept feature and prefix is made anew, and the card names the new weights", async () => {
  const { made, loaded } = counted();
  const look = async (showing: Showing) => {
    const prefix = await loaded.promptCache.prefix(showing, unqueued(), () => undefined);
    if (prefix.ok) prefix.value?.[Symbol.dispose]();
  };
  const askAll = async () => {
    for (const showing of [whole, crop, { ...whole, parts: [...whole.parts].reverse() }]) await look(showing);
  };
  await askAll();
  await askAll();
  expect(made).toMatchObject({ features: 2, prefixes: 3 });
  expect(loaded.card).toMatchObject({ weightsSha256: "0", weights: { id: "m", version: 0, parent: null } });

  loaded.weights = { ...loaded.weights, version: 1, parent: "0", sha256: "1" };
  await askAll();
  expect(made).toMatchObject({ features: 4, prefixes: 6 });
  expect(loaded.card).toMatchObject({ weightsSha256: "1", weights: { id: "m", version: 1, parent: "0" } });

  loaded.promptCache[Symbol.dispose]();
  await Promise.resolve();
  await Promise.resolve();
  expect(made.released).toBe(6);
});
