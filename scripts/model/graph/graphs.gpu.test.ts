/** The written graphs on ONNX Runtime's WebGPU backend, with the page's own device, against float64. */

import * as ort from "onnxruntime-web/webgpu";
import { expect, test } from "vitest";
import { smallConfig as config } from "../../../src/graph/config.ts";
import { randomWeights } from "../random-weights.ts";
import { largestDifference, pictureRows, randomPicture } from "../testing/pictures.testing.ts";
import { referenceDecoder, referenceEmbeds, referenceVision } from "../testing/reference-forward.testing.ts";
import { numbers, openTrio } from "../testing/trio-sessions.testing.ts";
import { writeTrio } from "../write-trio.ts";

const seed = 11;

test("external halves load on a device of ours and give the reference's numbers", async () => {
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter) throw new Error("no adapter");
  const { maxStorageBuffersPerShaderStage } = adapter.limits;
  const device = await adapter.requestDevice({ requiredLimits: { maxStorageBuffersPerShaderStage } });
  const files = await writeTrio({ config, seed });
  const trio = await openTrio({ ort, executionProviders: [{ name: "webgpu", device }] }, config, files);
  const weights = randomWeights(config, seed);
  const picture = randomPicture(config.image_size, 1);
  const ids = [1, 40, 300, 7, 19];

  const features = referenceVision(config, weights, pictureRows(picture));
  const encoded = numbers(await trio.encode(picture), "image_features");
  expect(largestDifference(encoded, features.flat())).toBeLessThan(1e-4);

  const embeds = await trio.embedIds(ids);
  const prompt = await trio.decode({ embeds: [...encoded, ...embeds.slice(0, -config.hidden_size)] });
  const last = await trio.decode({ embeds: embeds.slice(-config.hidden_size), before: prompt });
  const expected = referenceDecoder(config, weights, [...features, ...referenceEmbeds(config, weights, ids)]);
  const logits = [...numbers(prompt, "logits"), ...numbers(last, "logits")];
  expect(largestDifference(logits, expected.logits.flat())).toBeLessThan(1e-4);
  const attention = expected.attentions[0]?.flatMap((rows) => rows.at(-1) ?? []) ?? [];
  expect(largestDifference(numbers(last, "attentions.0"), attention)).toBeLessThan(1e-5);
});
