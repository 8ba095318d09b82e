/** For tests on WebGPU: the one runtime and the one device of all files' models; on another device all is compiled anew. */

import { openGpu } from "../../../src/engine/local/device/device.ts";
import { loadOrt } from "../../../src/engine/local/graph.ts";
import { value } from "./loaded-model.testing.ts";

export const { device } = value(await openGpu());
export const ort = value(await loadOrt(1));
