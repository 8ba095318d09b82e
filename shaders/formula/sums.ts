/** Sums of a formula over the vocabulary (src/formula/rows): one more read of both sides, whatever the number of sums. */
import { failure, type Outcome, success } from "../../src/base/outcome.ts";
import { comparisonMistake } from "../../src/math/support/support-rows.ts";
import { bufferMistake, type Rows } from "../kernel/encode.ts";
import { joined, MERGE_INVOCATIONS, type Pass, type RowPass } from "../kernel/kernel.ts";
import numbers from "../kernel/numbers.wgsl?raw";
import reduce from "../kernel/reduce.wgsl?raw";
import { readTwice } from "../pair/divergences.ts";
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
  const settings = { temperature, k: 0, beta: 0.5 };
  const mistake =
    comparisonMistake(student, teacher, { temperature, k: 0, divergence: { kind: "reverseKl" } }) ??
    bufferMistake(student) ??
    bufferMistake(teacher);
  if (mistake !== null) return failure("badInput", mistake);
  const { rows } = student;
  const { count } = formula;
  if (rows === 0) return success(Array.from({ length: count }, () => []));
  const { sums: pass, merge: joining } = passesOf(formula);
  const states = await readTwice(device, student, teacher, { pass, merge: joining, words: count, settings });
  if (!states.ok) return states;
  const { buffer, byteOffset } = states.value;
  const found = new Float32Array(buffer, byteOffset, rows * count);
  const columns = Array.from({ length: count }, (_, sum) =>
    Array.from({ length: rows }, (__, row) => numberFrom(found[row * count + sum] as number)),
  );
  return success(columns);
}
