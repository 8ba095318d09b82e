/** Sums of a formula over the vocabulary (src/formula/rows): one more read of both sides, whatever the number of sums. */
import { failure, type Outcome, success } from "../../src/base/outcome.ts";
import { rowMistake } from "../../src/math/support/pair.ts";
import { comparisonMistake } from "../../src/math/support/support-rows.ts";
import { bufferMistake, forSides, mergeGroups, type Rows, taskOf, WORD_BYTES } from "../kernel/encode.ts";
import { joined, MERGE_INVOCATIONS, type Pass, type RowPass } from "../kernel/kernel.ts";
import numbers from "../kernel/numbers.wgsl?raw";
import reduce from "../kernel/reduce.wgsl?raw";
import { dispatch } from "../kernel/run.ts";
import { mostGroups } from "../kernel/task.ts";
import { measured } from "../kernel/tiles.ts";
import { divergenceMergePass, divergencePass, PAIR_WORDS, pairFrom } from "../pair/divergence.ts";
import merge from "../support/merge.wgsl?raw";
import normalisers from "../support/normalisers.wgsl?raw";
import sums from "./sums.wgsl?raw";
import sumsState from "./sums-state.wgsl?raw";
import values from "./values.wgsl?raw";

/** The sums of a formula. */
export interface FormulaSums {
  /** `SUMS`, `joined_sums` and `empty_sums`, and `terms_of`, as `sumsProgram` of src/formula/rows/wgsl.ts writes them. */
  readonly joins: string;
  readonly terms: string;
  /** 1 to 8. */
  readonly count: number;
}

function passesOf({ joins, terms }: FormulaSums): { readonly sums: RowPass; readonly merge: Pass } {
  const state = joined(values, joins, sumsState);
  return {
    sums: {
      name: "formula",
      variant: joins + terms,
      sides: 2,
      wgsl: joined(numbers, normalisers, state, terms, reduce, sums),
      bindings: ["uniform", "read", "read", "read", "write"],
      constants: {},
    },
    merge: {
      name: "formula-merge",
      variant: joins,
      wgsl: joined(numbers, state, merge),
      bindings: ["uniform", "read", "write"],
      constants: { invocations: MERGE_INVOCATIONS },
    },
  };
}

/** As values.wgsl marks them. */
const INFINITE_FROM = 1e30;
const UNDEFINED_FROM = 2e38;

function numberFrom(word: number): number {
  if (word > UNDEFINED_FROM) return Number.NaN;
  return Math.abs(word) > INFINITE_FROM ? Math.sign(word) * Infinity : word;
}

/**
 * Each sum at every pair of rows, sum after sum; NaN where it is undefined. Faults: badInput (shapes, options, a row without a
 * softmax), outOfMemory, deviceLost, unsupported, bug.
 */
export async function formulaSumsOnDevice(
  device: GPUDevice,
  student: Rows,
  teacher: Rows,
  formula: FormulaSums,
  temperature: number,
): Promise<Outcome<readonly (readonly number[])[]>> {
  const options = { temperature, k: 0 };
  const mistake =
    comparisonMistake(student, teacher, { ...options, divergence: { kind: "reverseKl" } }) ??
    bufferMistake(student) ??
    bufferMistake(teacher);
  if (mistake !== null) return failure("badInput", mistake);
  const { rows, vocabulary } = student;
  const { count } = formula;
  if (rows === 0) return success(Array.from({ length: count }, () => []));
  const passes = passesOf(formula);
  const words = await measured(device, { student, teacher }, (arena, tileRows) => {
    const pairs = arena.buffer(rows * PAIR_WORDS * WORD_BYTES, "result");
    const states = arena.buffer(rows * count * WORD_BYTES, "result");
    const partials = arena.buffer(mostGroups(tileRows) * PAIR_WORDS * WORD_BYTES, "work");
    const ids = arena.filled(new ArrayBuffer(rows * WORD_BYTES), "upload");
    return {
      results: { pairs, states },
      encode(tile) {
        const { encoder, windows } = tile;
        const task = taskOf(tile, [windows.student, windows.teacher], { ...options, vocabulary, beta: 0.5 });
        const both = [task, windows.student.binding, windows.teacher.binding];
        const groups = [tile.chunks, tile.rows] as const;
        const each = [
          [student, windows.student],
          [teacher, windows.teacher],
        ] as const;
        const first = forSides(device, divergencePass, tile, each);
        const second = forSides(device, passes.sums, tile, each);
        dispatch(device, encoder, first, [...both, ids, partials], groups);
        dispatch(device, encoder, divergenceMergePass, [task, partials, pairs], mergeGroups(tile.rows));
        dispatch(device, encoder, second, [...both, pairs, partials], groups);
        dispatch(device, encoder, passes.merge, [task, partials, states], mergeGroups(tile.rows));
      },
    };
  });
  if (!words.ok) return words;
  for (let row = 0; row < rows; row++) {
    const pair = pairFrom(words.value.pairs, row, temperature);
    for (const side of ["student", "teacher"] as const) {
      const { defect } = pair[side];
      if (defect !== null) return failure("badInput", rowMistake(side, row, defect));
    }
  }
  const { buffer, byteOffset } = words.value.states;
  const found = new Float32Array(buffer, byteOffset, rows * count);
  const columns = Array.from({ length: count }, (_, sum) =>
    Array.from({ length: rows }, (__, row) => numberFrom(found[row * count + sum] as number)),
  );
  return success(columns);
}
