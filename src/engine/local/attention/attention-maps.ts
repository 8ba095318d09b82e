/** Relative attention maps from the attention of two prompts, in WGSL or in the float64 reference, wherever the weights are stored. */
import { attentionOnDevice, type DeviceAttention } from "../../../../shaders/attention/attention.ts";
import { type Arena, arenaOf } from "../../../../shaders/kernel/run.ts";
import { failure, type Outcome, success } from "../../../base/outcome.ts";
import type { CellRule, UnitBox } from "../../../math/attention/attention.ts";
import {
  type AttentionPass,
  type LayerAttention,
  sweepLayers,
} from "../../../math/attention/attention-sweep.ts";
import type { PromptAttention, Tensor } from "../../../model/adapter.ts";
import { asFloats } from "../../../model/tensors.ts";
import { readRows } from "../device/read-back.ts";

/** Two prompts about the same images, the index of one image, and a box in its unit square. */
export interface AttendRequest {
  readonly question: PromptAttention;
  readonly generic: PromptAttention;
  readonly picture: number;
  readonly box: UnitBox;
}

interface Grid {
  readonly rows: number;
  readonly columns: number;
}

const NO_PICTURE = "The prompt has no such image.";

/** The attention weights [heads, keys] of one layer, in ordinary memory. */
async function layerOnHost(
  device: GPUDevice | null,
  { heads, keys }: PromptAttention,
  layer: Tensor,
): Promise<Outcome<Float32Array>> {
  if (layer.place === "device") {
    if (device === null) return failure("bug", "The attention weights are on a GPU that is not open.");
    const place = { kind: "device", rows: heads, vocabulary: keys, buffer: layer.buffer, offset: 0 } as const;
    const rows = await readRows(device, place);
    return rows.ok ? success(rows.value.data) : rows;
  }
  const floats = asFloats(layer);
  return floats === null
    ? failure("badInput", "The model's attention weights are not floating-point numbers.")
    : success(floats.data);
}

/** All layers of one prompt in the form of the reference implementation. */
async function passOnHost(
  device: GPUDevice | null,
  prompt: PromptAttention,
  firstKey: number,
): Promise<Outcome<AttentionPass>> {
  const { heads, keys, layers } = prompt;
  const values = new Float32Array(layers.length * heads * keys);
  for (const [index, layer] of layers.entries()) {
    const floats = await layerOnHost(device, prompt, layer);
    if (!floats.ok) return floats;
    values.set(floats.value, index * heads * keys);
  }
  const attention = { layers: layers.length, heads, queries: 1, keys, values };
  return success({ attention, query: 0, firstKey });
}

/** The maps in float64. Faults: badInput (not attention weights), deviceLost, bug. */
export async function attendOnHost(
  device: GPUDevice | null,
  { question, generic, picture, box }: AttendRequest,
): Promise<Outcome<readonly LayerAttention[]>> {
  const [asked, plain] = [question.pictures[picture], generic.pictures[picture]];
  if (asked === undefined || plain === undefined) return failure("badInput", NO_PICTURE);
  const left = await passOnHost(device, question, asked.firstKey);
  if (!left.ok) return left;
  const right = await passOnHost(device, generic, plain.firstKey);
  if (!right.ok) return right;
  try {
    return success(sweepLayers(left.value, right.value, { grid: asked, box }));
  } catch (thrown) {
    if (thrown instanceof RangeError) return failure("badInput", `The model's ${thrown.message}.`);
    throw thrown;
  }
}

function placeOnDevice(
  arena: Arena,
  { heads, keys }: PromptAttention,
  layer: Tensor,
  firstKey: number,
): Outcome<DeviceAttention> {
  const place = { heads, queries: 1, keys, layer: 0, query: 0, firstKey };
  if (layer.place === "device") return success({ ...place, buffer: layer.buffer });
  const floats = asFloats(layer);
  if (floats === null)
    return failure("badInput", "The model's attention weights are not floating-point numbers.");
  return success({ ...place, buffer: arena.filled(floats.data.slice().buffer, "upload") });
}

/** One layer, with the box's coverage under every rule for partly covered cells. */
async function layerOnDevice(
  device: GPUDevice,
  index: number,
  [question, generic]: readonly [DeviceAttention, DeviceAttention],
  { rows, columns }: Grid,
  box: UnitBox,
): Promise<Outcome<LayerAttention>> {
  const coverage: Record<CellRule, number | null> = { overlap: null, touched: null, released: null };
  let reading: LayerAttention | null = null;
  for (const rule of ["released", "touched", "overlap"] as const) {
    const read = await attentionOnDevice(device, question, generic, { rows, columns, box, rule });
    if (!read.ok) return read;
    const { relative, lift, largestShare } = read.value;
    coverage[rule] = read.value.coverage;
    const map = { rows, columns, values: Float64Array.from(relative) };
    reading = { layer: index, map, coverage, lift, largestShare };
  }
  return reading === null ? failure("bug", "No rule was requested.") : success(reading);
}

/** The maps computed by the kernels. Faults: badInput (not attention weights), outOfMemory, deviceLost, bug. */
export async function attendOnDevice(
  device: GPUDevice,
  { question, generic, picture, box }: AttendRequest,
): Promise<Outcome<readonly LayerAttention[]>> {
  const [asked, plain] = [question.pictures[picture], generic.pictures[picture]];
  if (asked === undefined || plain === undefined) return failure("badInput", NO_PICTURE);
  const readings: LayerAttention[] = [];
  for (const [index, layer] of question.layers.entries()) {
    using arena = arenaOf(device);
    const left = placeOnDevice(arena, question, layer, asked.firstKey);
    if (!left.ok) return left;
    const right = placeOnDevice(arena, generic, generic.layers[index] ?? layer, plain.firstKey);
    if (!right.ok) return right;
    const read = await layerOnDevice(device, index, [left.value, right.value], asked, box);
    if (!read.ok) return read;
    readings.push(read.value);
  }
  return success(readings);
}
