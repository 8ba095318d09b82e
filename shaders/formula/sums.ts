/** Sums of formulas over the vocabulary (src/formula/rows): one more read of both sides for up to eight of them. */
import type { Outcome } from "../../src/base/outcome.ts";
import { effectiveK, type SideName } from "../../src/math/support/pair.ts";
import { encodeTopK, forSides, mergeGroups, type Rows, topBuffers, WORD_BYTES } from "../kernel/encode.ts";
import { joined, MERGE_INVOCATIONS, type Pass, type RowPass } from "../kernel/kernel.ts";
import numbers from "../kernel/numbers.wgsl?raw";
import reduce from "../kernel/reduce.wgsl?raw";
import { rowsPerTile } from "../kernel/rows.ts";
import { type Arena, compileWithin, dispatch } from "../kernel/run.ts";
import { mostGroups, splitOf } from "../kernel/task.ts";
import type { Tile } from "../kernel/tiles.ts";
import { type Alongside, encodeRead, type FirstRead } from "../pair/alongside.ts";
import merge from "../support/merge.wgsl?raw";
import normalisers from "../support/normalisers.wgsl?raw";
import entries from "./entries.wgsl?raw";
import logProbs from "./log-probs.wgsl?raw";
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
  /** Of its only sum, how many of the largest values count; null where all values of all sums do. */
  readonly k: number | null;
}

interface SumsPasses {
  readonly sums: RowPass;
  readonly merge: Pass;
  readonly entries: RowPass;
}

function passesOf({ joins, terms }: FormulaSums): SumsPasses {
  const state = joined(values, joins, sumsState);
  const before = [numbers, normalisers, state, logProbs, terms];
  const bindings = ["uniform", "read", "read", "read", "write"] as const;
  const variant = joins + terms;
  return {
    sums: {
      name: "formula",
      variant,
      sides: 2,
      wgsl: joined(...before, reduce, sums),
      bindings,
      constants: {},
    },
    entries: {
      name: "formula-entries",
      variant,
      sides: 2,
      wgsl: joined(...before, entries),
      bindings,
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

/** What a program of sums leaves of a measurement, and how it is encoded. */
type Program = (
  arena: Arena,
  tileRows: number,
) => { readonly result: GPUBuffer; encode(tile: Tile<SideName>, first: FirstRead): void };

/** What is compared, and on what. */
interface Compared {
  readonly device: GPUDevice;
  readonly student: Rows;
  readonly teacher: Rows;
  readonly temperature: number;
}

function addedUp(compared: Compared, formula: FormulaSums): Program {
  const passes = passesOf(formula);
  const { device, student, teacher } = compared;
  const bytes = formula.count * WORD_BYTES;
  return (arena, tileRows) => {
    const result = arena.buffer(student.rows * bytes, "result");
    const partials = arena.buffer(mostGroups(tileRows) * bytes, "work");
    return {
      result,
      encode(tile, { task, pairs }) {
        encodeRead(device, passes.sums, tile, [student, teacher], [task, pairs, partials]);
        dispatch(device, tile.encoder, passes.merge, [task, partials, result], mergeGroups(tile.rows));
      },
    };
  };
}

/** The largest values are selected as the largest logits are, from the values of all entries. */
function largest(compared: Compared, formula: FormulaSums, most: number): Program {
  const { entries: pass } = passesOf(formula);
  const { device, student, teacher, temperature } = compared;
  const { rows, vocabulary } = student;
  const k = effectiveK(most, vocabulary);
  return (arena, tileRows) => {
    const buffer = arena.buffer(tileRows * vocabulary * WORD_BYTES, "work");
    const top = topBuffers(arena, rows, k);
    return {
      result: top.bits,
      encode(tile, { task, pairs }) {
        encodeRead(device, pass, tile, [student, teacher], [task, pairs, buffer]);
        const of: Rows = { kind: "device", rows: tile.rows, vocabulary, buffer, offset: 0 };
        const settings = { vocabulary, temperature, k, beta: 0.5 };
        encodeTopK(device, tile, [of, { binding: { buffer }, start: 0 }], settings, top);
      },
    };
  };
}

const nameOf = (at: number): string => `formula ${at}`;

/** The reads of several programs, each of up to eight sums, behind the first read of a comparison. */
export function formulaReads(
  device: GPUDevice,
  student: Rows,
  teacher: Rows,
  formulas: readonly FormulaSums[],
  temperature: number,
): Alongside {
  const compared = { device, student, teacher, temperature };
  const programs = formulas.map((formula) =>
    formula.k === null ? addedUp(compared, formula) : largest(compared, formula, formula.k),
  );
  return (arena, tileRows) => {
    const all = programs.map((program) => program(arena, tileRows));
    return {
      results: Object.fromEntries(all.map(({ result }, at) => [nameOf(at), result])),
      encode(tile, first) {
        for (const each of all) each.encode(tile, first);
      },
    };
  };
}

/** As values.wgsl marks them. */
const INFINITE_FROM = 1e30;
const UNDEFINED_FROM = 2e38;

function numberFrom(word: number): number {
  if (word > UNDEFINED_FROM) return Number.NaN;
  return Math.abs(word) > INFINITE_FROM ? Math.sign(word) * Infinity : word;
}

/** Each sum of the programs at every pair of rows, sum after sum; NaN where it is undefined. */
export function formulaColumns(
  words: Readonly<Record<string, Uint32Array>>,
  formulas: readonly FormulaSums[],
  { rows, vocabulary }: Pick<Rows, "rows" | "vocabulary">,
): readonly (readonly number[])[] {
  return formulas.flatMap(({ count, k }, at) => {
    const { buffer, byteOffset } = words[nameOf(at)] ?? new Uint32Array();
    const width = k === null ? count : effectiveK(k, vocabulary);
    const found = new Float32Array(buffer, byteOffset, rows * width);
    const row = (place: number) => [...found.subarray(place * width, (place + 1) * width)].map(numberFrom);
    const all = Array.from({ length: rows }, (_, place) => row(place));
    if (k !== null) return [all.map((most) => most.reduce((sum, value) => sum + value, 0))];
    return Array.from({ length: count }, (_, sum) => all.map((each) => each[sum] ?? Number.NaN));
  });
}

/**
 * Compiles what programs need for rows of this shape; false where that takes longer than so many milliseconds. Faults:
 * deviceLost, bug.
 */
export function compileFormulas(
  device: GPUDevice,
  student: Rows,
  teacher: Rows,
  formulas: readonly FormulaSums[],
  milliseconds: number,
): Promise<Outcome<boolean>> {
  const { rows, vocabulary } = student;
  const split = splitOf(Math.max(1, Math.min(rows, rowsPerTile(device, [student, teacher]))), vocabulary);
  // Where rows are aligned, so is each window of them.
  const window = { start: 0 };
  const passes = formulas.flatMap((formula) => {
    const { sums: added, merge: joining, entries: each } = passesOf(formula);
    const sides = [
      [student, window],
      [teacher, window],
    ] as const;
    return formula.k === null
      ? [forSides(device, added, split, sides), joining]
      : [forSides(device, each, split, sides)];
  });
  return compileWithin(device, passes, milliseconds);
}
