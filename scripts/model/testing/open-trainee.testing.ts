/** For tests in Node and in a browser: a small random model opened for training, and pictures to train it on. */

import { seeded } from "../../../src/base/random.ts";
import { createRuntime, type GraphSource, openBuiltGraph } from "../../../src/engine/local/graph.ts";
import { createRunQueue } from "../../../src/engine/local/queue/run-queue.ts";
import { gradientGraph } from "../../../src/graph/backward/differentiate.ts";
import { encodeModel } from "../../../src/graph/onnx.ts";
import { packedDecoder } from "../../../src/graph/packed-decoder.ts";
import { parseManifest } from "../../../src/model/manifest/manifest.ts";
import type { ScenePicture, SceneSource } from "../../../src/training/data/scenes.ts";
import { openTrainable, type TrainableModel } from "../../../src/training/model/trainable.ts";
import { createDeviceArrays } from "../../../src/training/packed/device-arrays.ts";
import { createEncoder } from "../../../src/training/packed/encoder.ts";
import { ofDecoder, type TrainedGraphs, wantedOf } from "../../../src/training/packed/trained-graphs.ts";
import type { ModelFiles } from "../assemble.ts";
import { value } from "./loaded-model.testing.ts";

export interface Trainee {
  readonly model: TrainableModel;
  /** Opens the model's graphs with the gradients of these parameters. */
  graphs(trained: readonly string[]): Promise<TrainedGraphs>;
}

/** The model of a folder; the graphs of its decoder run on a device, or on wasm. */
export async function openTrainee(
  files: ModelFiles,
  ort: GraphSource["ort"],
  device: GPUDevice | null,
): Promise<Trainee> {
  ort.env.wasm.numThreads = 1;
  const manifest = value(parseManifest(JSON.parse(new TextDecoder().decode(files.get("manifest.json")))));
  const queue = createRunQueue();
  const runtime = createRuntime({ ort, queue, device: null, manifest, files }, () => undefined);
  const model = value(await openTrainable(manifest, files, runtime));
  const { config, imageToken, stopToken } = model;
  const built = async (title: string, bytes: Uint8Array<ArrayBuffer>) =>
    value(await openBuiltGraph({ ort, queue, device }, title, bytes));
  return {
    model,
    async graphs(all) {
      const trained = ofDecoder(all);
      const forward = packedDecoder(config, { cache: false });
      return {
        config,
        imageToken,
        stopToken,
        extend: await built("extend", encodeModel(packedDecoder(config, { cache: true }))),
        gradient: await built("gradient", encodeModel(gradientGraph(forward, "logits", wantedOf(trained)))),
        trained,
        encoder: createEncoder(config, all, (title, bytes) =>
          openBuiltGraph({ ort, queue, device: null }, title, bytes),
        ),
        arrays: device === null ? null : createDeviceArrays(ort, device),
      };
    },
  };
}

/** Pictures of random pixels with two things each. */
export function randomScenes(): SceneSource {
  const picture = (seed: number): ScenePicture => {
    const random = seeded(seed);
    const data = Uint8Array.from({ length: 64 * 64 * 3 }, () => random.below(256));
    const things = ["colour", "ocr"].map((dimension, i) => ({
      dimension,
      box: { x: 0.5 * i, y: 0.25, width: 0.4, height: 0.5 },
      questions: [`What ${dimension} is it?`, `Which ${dimension}?`],
      answer: ["It is red.", "It says no."][random.below(2)] ?? "",
      evidence: "red",
    }));
    return { name: `random ${seed}`, pixels: { width: 64, height: 64, data }, things };
  };
  return {
    count: () => Number.POSITIVE_INFINITY,
    scene: async (split, number) => picture(number + (split === "train" ? 0 : 1000)),
  };
}
