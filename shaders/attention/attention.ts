/** Relative attention over a picture's tokens, and how much of it falls into a box, from attention on the device. */
import { failure, type Outcome, success } from "../../src/base/outcome.ts";
import {
  boxShares,
  type CellRule,
  liftOf,
  NO_ATTENTION,
  RELATIVE_EPSILON,
  type UnitBox,
} from "../../src/math/attention/attention.ts";
import { joined, type Kernel, type Pass } from "../kernel/kernel.ts";
import reduce from "../kernel/reduce.wgsl?raw";
import { arenaOf, dispatch, guarded, readBack, wordsOf } from "../kernel/run.ts";
import attentionMap from "./attention-map.wgsl?raw";
import coverage from "./coverage.wgsl?raw";

const INVOCATIONS = 64;

const mapPass: Pass = {
  name: "attention-map",
  wgsl: attentionMap,
  bindings: ["uniform", "read", "read", "write"],
  constants: { invocations: INVOCATIONS },
};

const coveragePass: Pass = {
  name: "coverage",
  wgsl: joined(coverage, reduce),
  bindings: ["uniform", "read", "read", "write"],
  constants: { invocations: INVOCATIONS },
};

export const attentionKernel: Kernel = {
  name: "attention",
  computes: "mean attention over heads, relative to a generic prompt, and the share of it that a box covers",
  source: "ZwZ eq. 2 and 11, arXiv 2602.11858; mllms_know, arXiv 2502.17422",
  passes: [mapPass, coveragePass],
  tolerance: {
    absolute: 1e-6,
    relative: 1e-5,
    because: "means of float32 over heads, a division, a tree of sums",
  },
};

/** Attention [layers, heads, queries, keys] as float32 of one forward pass, and which of it to read. */
export interface DeviceAttention {
  readonly buffer: GPUBuffer;
  readonly heads: number;
  readonly queries: number;
  readonly keys: number;
  readonly layer: number;
  readonly query: number;
  readonly firstKey: number;
}

export interface AttentionNumbers {
  /** rows * columns, row by row. */
  readonly question: Float32Array;
  readonly relative: Float32Array;
  /** The box's coverage of the relative map; null where the map has no mass. */
  readonly coverage: number | null;
  /** Coverage divided by the box's share of the picture; null where either is null or 0. */
  readonly lift: number | null;
  readonly largestShare: number | null;
}

interface GridBox {
  readonly rows: number;
  readonly columns: number;
  readonly box: UnitBox;
  readonly rule: CellRule;
}

function startOf({ heads, queries, keys, layer, query, firstKey }: DeviceAttention): number {
  return (layer * heads * queries + query) * keys + firstKey;
}

function placeOf(question: DeviceAttention, generic: DeviceAttention, cells: number): ArrayBuffer {
  const bytes = new ArrayBuffer(32);
  const strides = [question.queries * question.keys, generic.queries * generic.keys] as const;
  const words = [question.heads, cells, startOf(question), strides[0], startOf(generic), strides[1]];
  new Uint32Array(bytes).set(words);
  new Float32Array(bytes)[6] = RELATIVE_EPSILON;
  return bytes;
}

/** What is wrong with a buffer that is said to hold this attention, or null. */
function attentionMistake(attention: DeviceAttention, cells: number): string | null {
  const { heads, queries, keys, layer, query, firstKey, buffer } = attention;
  const sizes = [heads, queries, keys, cells];
  if (sizes.some((size) => !(Number.isInteger(size) && size >= 1)))
    return `attention of ${heads} heads, ${queries} queries, ${keys} keys and ${cells} cells is none`;
  if ([layer, query, firstKey].some((place) => !(Number.isInteger(place) && place >= 0)))
    return `layer ${layer}, query ${query} and key ${firstKey} are no places`;
  if (query >= queries) return `there is no query ${query} among ${queries}`;
  const last = startOf(attention) + (heads - 1) * queries * keys + cells;
  if (attention.firstKey + cells > keys)
    return `${cells} cells do not fit ${keys} keys from ${attention.firstKey} on`;
  return buffer.size >= last * 4 ? null : `a buffer of ${buffer.size} bytes cannot hold that attention`;
}

/**
 * The question's map, its ratio to the generic prompt's, and the box's share of that. Faults: badInput (shapes, what is
 * no probability), outOfMemory, deviceLost, bug.
 */
export async function attentionOnDevice(
  device: GPUDevice,
  question: DeviceAttention,
  generic: DeviceAttention,
  { rows, columns, box, rule }: GridBox,
): Promise<Outcome<AttentionNumbers>> {
  const cells = rows * columns;
  const isGrid = Number.isInteger(rows) && Number.isInteger(columns) && rows >= 1;
  const mistake = isGrid
    ? (attentionMistake(question, cells) ?? attentionMistake(generic, cells))
    : `${rows} × ${columns} is no grid`;
  if (mistake !== null) return failure("badInput", mistake);
  const covered = boxShares(rule, box, { rows, columns });
  const shares = Float32Array.of(...covered.rows, ...covered.columns);
  using arena = arenaOf(device);
  const submitted = await guarded(device, () => {
    const maps = arena.buffer(2 * cells * 4, "result");
    const sums = arena.buffer(3 * 4, "result");
    const place = arena.filled(placeOf(question, generic, cells), "uniform");
    const grid = arena.filled(Uint32Array.of(rows, columns, cells, 0).buffer, "uniform");
    const commands = device.createCommandEncoder();
    const encoder = commands.beginComputePass();
    dispatch(
      device,
      encoder,
      mapPass,
      [place, question.buffer, generic.buffer, maps],
      [Math.ceil(cells / INVOCATIONS), 1],
    );
    dispatch(
      device,
      encoder,
      coveragePass,
      [grid, maps, arena.filled(shares.buffer, "upload"), sums],
      [1, 1],
    );
    encoder.end();
    device.queue.submit([commands.finish()]);
    return readBack(device, arena, { maps, sums });
  });
  if (!submitted.ok) return submitted;
  const words = await wordsOf(device, submitted.value);
  if (!words.ok) return words;
  const { maps, sums } = words.value;
  const [inside, whole, largest] = new Float32Array(sums.buffer, sums.byteOffset, 3) as unknown as [
    number,
    number,
    number,
  ];
  const map = (first: number) => new Float32Array(maps.buffer, maps.byteOffset + first * 4, cells).slice();
  const asked = map(0);
  if (asked.some((weight) => weight < 0)) return failure("badInput", NO_ATTENTION);
  const share = whole > 0 ? inside / whole : null;
  return success({
    question: asked,
    relative: map(cells),
    coverage: share,
    lift: liftOf(share, box),
    largestShare: whole > 0 ? largest / whole : null,
  });
}
