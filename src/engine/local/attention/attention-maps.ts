/** Relative attention maps from the attention of two prompts, in WGSL or in the float64 reference, wherever the weights are stored. */
import { attentionOnDevice, type DeviceAttention } from "../../../../shaders/attention/attention.ts";
import { type Arena, arenaOf } from "../../../../shaders/kernel/run.ts";
import { failure, type Outcome, success } from "../../../base/outcome.ts";
import { type CellRule, layerAt, type UnitBox, USUAL_DEPTH } from "../../../math/attention/attention.ts";
import {
  type AttentionPass,
  type LayerAttention,
  layerAttention,
  type SweepSettings,
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

/** The attention weights [heads, queries, keys] of one layer, in ordinary memory. */
async function layerOnHost(
  device: GPUDevice | null,
  { heads, queries, keys }: PromptAttention,
  layer: Tensor,
): Promise<Outcome<Float32Array>> {
  if (layer.place === "device") {
    if (device === null) return failure("bug", "The attention weights are on a GPU that is not open.");
    const shape = { rows: heads * queries, vocabulary: keys };
    const rows = await readRows(device, { kind: "device", ...shape, buffer: layer.buffer, offset: 0 });
    return rows.ok ? success(rows.value.data) : rows;
  }
  const floats = asFloats(layer);
  return floats === null
    ? failure("badInput", "The model's attention weights are not floating-point numbers.")
    : success(floats.data);
}

/** All layers of one prompt in the form of the reference implementation, at its last position. */
async function passOnHost(
  device: GPUDevice | null,
  prompt: PromptAttention,
  firstKey: number,
): Promise<Outcome<AttentionPass>> {
  const { heads, queries, keys, layers } = prompt;
  const size = heads * queries * keys;
  const values = new Float32Array(layers.length * size);
  for (const [index, layer] of layers.entries()) {
    const floats = await layerOnHost(device, prompt, layer);
    if (!floats.ok) return floats;
    values.set(floats.value, index * size);
  }
  const attention = { layers: layers.length, heads, queries, keys, values };
  return success({ attention, query: 0, firstKey });
}

/** What `compute` makes of both prompts in float64. Faults: badInput (not attention weights), deviceLost, bug. */
async function onHost<T>(
  device: GPUDevice | null,
  { question, generic, picture, box }: AttendRequest,
  compute: (left: AttentionPass, right: AttentionPass, settings: SweepSettings) => T,
): Promise<Outcome<T>> {
  const [asked, plain] = [question.pictures[picture], generic.pictures[picture]];
  if (asked === undefined || plain === undefined) return failure("badInput", NO_PICTURE);
  const left = await passOnHost(device, question, asked.firstKey);
  if (!left.ok) return left;
  const right = await passOnHost(device, generic, plain.firstKey);
  if (!right.ok) return right;
  try {
    return success(compute(left.value, right.value, { grid: asked, box }));
  } catch (thrown) {
    if (thrown instanceof RangeError) return failure("badInput", `The model's ${thrown.message}.`);
    throw thrown;
  }
}

/** The maps in float64. Faults: badInput (not attention weights), deviceLost, bug. */
export function attendOnHost(
  device: GPUDevice | null,
  request: AttendRequest,
): Promise<Outcome<readonly LayerAttention[]>> {
  return onHost(device, request, sweepLayers);
}

/** The prompts at the one layer that maps start with. */
function atOneLayer(request: AttendRequest): AttendRequest {
  const one = (prompt: PromptAttention): PromptAttention => {
    const layer = prompt.layers[layerAt(USUAL_DEPTH, prompt.layers.length)];
    return { ...prompt, layers: layer === undefined ? [] : [layer] };
  };
  return { ...request, question: one(request.question), generic: one(request.generic) };
}

/** The box's coverage at every query, in float64; null for a map without mass. Faults: as of the maps. */
export function attendTokensOnHost(
  device: GPUDevice | null,
  request: AttendRequest,
): Promise<Outcome<readonly (number | null)[]>> {
  const { queries } = request.question;
  return onHost(device, atOneLayer(request), (left, right, settings) =>
    Array.from({ length: queries }, (_, query) => {
      const at = (pass: AttentionPass): AttentionPass => ({ ...pass, query });
      return layerAttention(0, at(left), at(right), settings).coverage.overlap;
    }),
  );
}

function placeOnDevice(
  arena: Arena,
  { heads, queries, keys }: PromptAttention,
  layer: Tensor,
  firstKey: number,
): Outcome<DeviceAttention> {
  const place = { heads, queries, keys, layer: 0, query: 0, firstKey };
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

/** The box's coverage at every query, computed by the kernels; null for a map without mass. Faults: as of the maps. */
export async function attendTokensOnDevice(
  device: GPUDevice,
  request: AttendRequest,
): Promise<Outcome<readonly (number | null)[]>> {
  const { question, generic, picture, box } = atOneLayer(request);
  const [asked, plain] = [question.pictures[picture], generic.pictures[picture]];
  const [layer, other] = [question.layers[0], generic.layers[0]];
  if (asked === undefined || plain === undefined || layer === undefined || other === undefined)
    return failure("badInput", NO_PICTURE);
  using arena = arenaOf(device);
  const left = placeOnDevice(arena, question, layer, asked.firstKey);
  if (!left.ok) return left;
  const right = placeOnDevice(arena, generic, other, plain.firstKey);
  if (!right.ok) return right;
  const grid = { rows: asked.rows, columns: asked.columns, box, rule: "overlap" } as const;
  const covered: (number | null)[] = [];
  for (let query = 0; query < question.queries; query++) {
    const read = await attentionOnDevice(device, { ...left.value, query }, { ...right.value, query }, grid);
    if (!read.ok) return read;
    covered.push(read.value.coverage);
  }
  return success(covered);
}
