/** The passes that cut both sides of a tile down to a support and take a divergence on it, in their order. */
import { chosenDivergence, divergences } from "../../src/math/divergences/catalog.ts";
import { effectiveK, type SideName } from "../../src/math/support/pair.ts";
import type { SupportOptions } from "../../src/math/support/support-rows.ts";
import {
  encodeTopK,
  forSides,
  mergeGroups,
  type Rows,
  type TopBuffers,
  taskOf,
  topBuffers,
  WORD_BYTES,
} from "../kernel/encode.ts";
import { joined, MERGE_INVOCATIONS, type Pass, type RowPass } from "../kernel/kernel.ts";
import numbers from "../kernel/numbers.wgsl?raw";
import reduce from "../kernel/reduce.wgsl?raw";
import { type Arena, dispatch } from "../kernel/run.ts";
import { invocationsOf, mostGroups, widthOf } from "../kernel/task.ts";
import type { Tile } from "../kernel/tiles.ts";
import { divergenceMergePass, divergencePass, PAIR_WORDS } from "../pair/divergence.ts";
import { BIN_WORDS, binsPass, REST_CODES } from "./bins.ts";
import kept from "./kept.wgsl?raw";
import membership from "./membership.wgsl?raw";
import merge from "./merge.wgsl?raw";
import tail from "./tail.wgsl?raw";
import tailState from "./tail-state.wgsl?raw";

/** Words of a tail's State: for each side, the largest logit outside the support and the sum relative to it. */
export const TAIL_WORDS = 4;

const keptPass: RowPass = {
  name: "kept",
  sides: 2,
  wgsl: joined(numbers, membership, tailState, reduce, kept),
  bindings: ["uniform", "read", "read", "read", "read", "write", "write"],
  constants: {},
};

const tailPass: RowPass = {
  name: "tail",
  sides: 2,
  wgsl: joined(numbers, membership, tailState, reduce, tail),
  bindings: ["uniform", "read", "read", "read", "read", "write"],
  constants: {},
};

const tailMergePass: Pass = {
  name: "tail-merge",
  wgsl: joined(numbers, tailState, merge),
  bindings: ["uniform", "read", "write"],
  constants: { invocations: MERGE_INVOCATIONS },
};

export const supportPasses: readonly Pass[] = [
  keptPass,
  tailPass,
  tailMergePass,
  ...divergences.map(binsPass),
];

/** What the passes leave, row by row. */
export interface SupportBuffers {
  readonly pairs: GPUBuffer;
  readonly top: TopBuffers;
  readonly otherBits: GPUBuffer;
  readonly keptSums: GPUBuffer;
  readonly tails: GPUBuffer;
  readonly bins: GPUBuffer;
  /** No token is scored: the kernel of the normalisers accepts any id. */
  readonly ids: GPUBuffer;
  readonly partials: GPUBuffer;
}

export function supportBuffers(arena: Arena, rows: number, tileRows: number, k: number): SupportBuffers {
  const ofRows = (words: number) => arena.buffer(rows * words * WORD_BYTES, "result");
  return {
    pairs: ofRows(PAIR_WORDS),
    top: topBuffers(arena, rows, k),
    otherBits: ofRows(k),
    keptSums: ofRows(TAIL_WORDS),
    tails: ofRows(TAIL_WORDS),
    bins: ofRows(BIN_WORDS),
    ids: arena.filled(new ArrayBuffer(rows * WORD_BYTES), "upload"),
    partials: arena.buffer(mostGroups(tileRows) * PAIR_WORDS * WORD_BYTES, "work"),
  };
}

/** The compile-time constants of kernels over a support. */
export function supportConstants({ from, rest }: SupportOptions) {
  return { support_from_teacher: from === "teacher" ? 1 : 0, rest: REST_CODES[rest] };
}

/** Encodes everything for one tile. */
export function encodeSupport(
  device: GPUDevice,
  tile: Tile<SideName>,
  sides: Readonly<Record<SideName, Rows>>,
  options: SupportOptions,
  buffers: SupportBuffers,
): void {
  const { encoder, windows, rows } = tile;
  const { pairs, top, otherBits, keptSums, tails, bins, ids, partials } = buffers;
  const { vocabulary } = sides.student;
  const k = effectiveK(options.k, vocabulary);
  const { definition, parameter } = chosenDivergence(options.divergence);
  const settings = { ...options, vocabulary, beta: parameter, parameter };
  const task = taskOf(tile, [windows.student, windows.teacher], settings);
  const both = [task, windows.student.binding, windows.teacher.binding];
  const each = [
    [sides.student, windows.student],
    [sides.teacher, windows.teacher],
  ] as const;
  const { rest, ...from } = supportConstants(options);
  // A workgroup has a row's K tokens, a few to an invocation.
  const split = { chunks: 1, quadsPerChunk: k };
  const run = (
    pass: Pass,
    buffer: readonly (GPUBuffer | GPUBufferBinding)[],
    groups: readonly [number, number],
  ) => dispatch(device, encoder, pass, buffer, groups);
  const whole = [tile.chunks, rows] as const;
  run(forSides(device, divergencePass, tile, each), [...both, ids, partials], whole);
  run(divergenceMergePass, [task, partials, pairs], mergeGroups(rows));
  encodeTopK(device, tile, each[options.from === "student" ? 0 : 1], settings, top);
  const keptFrom = forSides(device, keptPass, split, each, from);
  run(keptFrom, [...both, top.ids, top.bits, otherBits, keptSums], [1, rows]);
  run(forSides(device, tailPass, tile, each, from), [...both, top.ids, top.bits, partials], whole);
  run(tailMergePass, [task, partials, tails], mergeGroups(rows));
  const constants = { invocations: invocationsOf(widthOf(device), split), ...from, rest };
  run(
    { ...binsPass(definition), constants },
    [task, pairs, top.bits, otherBits, keptSums, tails, bins],
    [1, rows],
  );
}
