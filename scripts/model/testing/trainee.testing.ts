/** For tests in Node: a small random model, or a bundled one, opened for training on wasm. */

import * as ort from "onnxruntime-web/wasm";
import type { GraphSource } from "../../../src/engine/local/graph.ts";
import { smallConfig } from "../../../src/graph/config.ts";
import type { ModelFiles } from "../assemble.ts";
import { writeTrio } from "../write-trio.ts";
import { bundledFolder } from "./bundled-folder.testing.ts";
import { openTrainee, type Trainee } from "./open-trainee.testing.ts";

const build = ort as unknown as GraphSource["ort"];

/** The model of a folder. */
export function traineeOf(files: ModelFiles): Promise<Trainee> {
  return openTrainee(files, build, null);
}

/** A random model of two layers. */
export async function smallTrainee(seed = 11): Promise<Trainee> {
  return traineeOf(await writeTrio({ config: smallConfig, seed }));
}

export async function bundledTrainee(id: string): Promise<Trainee> {
  return traineeOf(bundledFolder(id));
}
