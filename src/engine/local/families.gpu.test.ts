/** Random models on ONNX Runtime's WebGPU backend: the laws of rollouts and replays, and every tensor given back. */
import "../../base/dispose.ts";
import { afterAll, expect, test } from "vitest";
import { smallPair } from "../../../scripts/model/pair-config.ts";
import { device, ort } from "../../../scripts/model/testing/gpu.testing.ts";
import {
  answerAndReplay,
  expectLaws,
  loadedFor,
  value,
} from "../../../scripts/model/testing/loaded-model.testing.ts";
import { openFolder } from "../../../scripts/model/testing/open-folder.testing.ts";
import { testPicture } from "../../../scripts/model/vectors/test-picture.testing.ts";
import { paddedVision, writePair } from "../../../scripts/model/write-pair.ts";
import { writeTrio } from "../../../scripts/model/write-trio.ts";
import { smallConfig } from "../../graph/config.ts";
import { liveDeviceTensors } from "./device/ort-tensors.ts";

/** Those of other files on the same page. */
const atFirst = liveDeviceTensors();
const picture = testPicture(61, 45, 2);

afterAll(() => {
  expect(liveDeviceTensors()).toBe(atFirst);
});

test("a merged encoder–decoder pair with masks and a prompt of three tokens", async () => {
  const config = { ...smallPair, cache: "merged", maskPicture: 1 } as const;
  const folder = await writePair({ config, seed: 9, vision: paddedVision, promptIds: [0, 5, 11] });
  const loaded = loadedFor(value(await openFolder({ ort, device }, folder)), picture, device);
  expectLaws(await answerAndReplay(loaded));
});

test("a float16 cache stays on the GPU as it is, or is refused for want of shader-f16", async () => {
  const config = { ...smallConfig, kv_cache_dtype: "float16" } as const;
  const folder = await writeTrio({ config, seed: 9 });
  const loaded = loadedFor(value(await openFolder({ ort, device }, folder)), picture, device);
  if (device.features.has("shader-f16")) {
    expectLaws(await answerAndReplay(loaded));
    loaded.promptCache[Symbol.dispose]();
  } else {
    const features = value(await loaded.model.encode(picture));
    const prefix = await loaded.model.prefill([
      { kind: "picture", features },
      { kind: "text", text: "What?" },
    ]);
    expect(prefix).toMatchObject({ ok: false, fault: { kind: "unsupported" } });
  }
});
