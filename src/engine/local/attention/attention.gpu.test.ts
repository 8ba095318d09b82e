/** Attention on the device: the kernels on what ONNX Runtime left there, against the float64 reference on wasm's. */
import "../../../base/dispose.ts";
import { afterAll, expect, test } from "vitest";
import { device, ort } from "../../../../scripts/model/testing/gpu.testing.ts";
import { loadedFor, value } from "../../../../scripts/model/testing/loaded-model.testing.ts";
import { openFolder } from "../../../../scripts/model/testing/open-folder.testing.ts";
import { testPicture } from "../../../../scripts/model/vectors/test-picture.testing.ts";
import { writeTrio } from "../../../../scripts/model/write-trio.ts";
import type { ImageId, ModelId, TokenId } from "../../../base/ids.ts";
import { given } from "../../../evidence/column.ts";
import { pictureAndText } from "../../../evidence/views/showing.ts";
import { smallConfig } from "../../../graph/config.ts";
import { liveDeviceTensors } from "../device/ort-tensors.ts";
import type { LoadedModel } from "../models/loaded-model.ts";
import { unqueued } from "../queue/unqueued.testing.ts";
import { attendToTokens, runAttention } from "./attention.ts";

/** Those of other files on the same page. */
const atFirst = liveDeviceTensors();
const picture = testPicture(61, 45, 2);
const showing = pictureAndText("m" as ModelId, { source: "i" as ImageId, edits: [] }, "What is this?");
const box = { x: 0.2, y: 0.3, width: 0.5, height: 0.4 };
const files = await writeTrio({ config: smallConfig, seed: 7 });

const answer = [5, 9, 2, 7] as TokenId[];

async function read(loaded: LoadedModel) {
  const request = { showing, picture: 0, box };
  const found = value(await runAttention(loaded, request, unqueued(), () => undefined));
  const columns = value(await attendToTokens(loaded, showing, box, [answer], unqueued(), () => undefined));
  loaded.promptCache[Symbol.dispose]();
  return { layers: found?.layers ?? [], tokens: given(columns?.[0]) };
}

afterAll(() => {
  expect(liveDeviceTensors()).toBe(atFirst);
});

test.each([
  ["on the GPU", device],
  ["in memory", null],
])("softmaxes %s: the same maps, coverage and lift as the reference", async (_, onDevice) => {
  const expected = await read(loadedFor(value(await openFolder({ ort }, files)), picture));
  const model = value(await openFolder({ ort, device: onDevice }, files));
  const found = await read(loadedFor(model, picture, device));
  expect(found.layers).toHaveLength(smallConfig.num_layers);
  expect(found.tokens).toHaveLength(answer.length);
  for (const [t, share] of found.tokens.entries())
    expect(Math.abs((share ?? 0) - (expected.tokens[t] ?? 1))).toBeLessThan(1e-3);
  for (const [index, { layer, map, coverage, lift, largestShare }] of found.layers.entries()) {
    const wanted = expected.layers[index];
    expect(layer).toBe(wanted?.layer);
    map.values.forEach((cell, i) => {
      expect(Math.abs(cell / (wanted?.map.values[i] ?? 0) - 1)).toBeLessThan(1e-3);
    });
    for (const rule of ["overlap", "touched", "released"] as const)
      expect(Math.abs((coverage[rule] ?? 0) - (wanted?.coverage[rule] ?? 1))).toBeLessThan(1e-3);
    expect(Math.abs((lift ?? 0) - (wanted?.lift ?? 1))).toBeLessThan(1e-2);
    expect(Math.abs((largestShare ?? 0) - (wanted?.largestShare ?? 1))).toBeLessThan(1e-3);
  }
});
