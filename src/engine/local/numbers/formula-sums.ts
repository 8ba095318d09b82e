/** Sums of formulas over the vocabulary (src/formula/rows), in WGSL or float64; WGSL is held to float64 at a row of each part. */
import { compileFormulas, formulaColumns, formulaReads } from "../../../../shaders/formula/sums.ts";
import { comparePairsAlongside } from "../../../../shaders/pair/pair.ts";
import { type Outcome, success } from "../../../base/outcome.ts";
import type { Column } from "../../../evidence/column.ts";
import { readFormula } from "../../../formula/formula.ts";
import { type RowSum, sumAtRow } from "../../../formula/rows/float64.ts";
import { fromMoments } from "../../../formula/rows/moments.ts";
import { programsOf } from "../../../formula/rows/wgsl.ts";
import type { VocabularySum } from "../../../formula/term.ts";
import {
  type DeviceRows,
  type HostRows,
  type PairNumbers,
  type PairOptions,
  rowOf,
} from "../../../math/support/pair.ts";
import { softmax } from "../../../math/support/pair-sums.ts";

/** The sum that a stored text names; null for one that this version cannot read. */
function readSum(text: string): VocabularySum | null {
  const found = readFormula(text);
  const [sum, ...more] = found.ok ? found.value.sums : [];
  return sum === undefined || more.length > 0 || sum.text !== text ? null : sum;
}

/** All sums at one row, in float64. */
function atRow(
  sums: readonly VocabularySum[],
  student: HostRows,
  other: HostRows,
  row: number,
  temperature: number,
): readonly RowSum[] {
  const ours = softmax(rowOf(student, row, "student"), temperature);
  const theirs = softmax(rowOf(other, row, "teacher"), temperature);
  return sums.map((sum) => sumAtRow(sum, ours, theirs));
}

const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);

export type SumColumns = Readonly<Record<string, Column<number | null>>>;

const named = (sums: readonly VocabularySum[], columnAt: (at: number) => Column<number | null>): SumColumns =>
  Object.fromEntries(sums.map(({ text }, at) => [text, columnAt(at)]));

/** The sums at every row in float64. Throws RangeError for a row without a softmax. */
export function sumsOnHost(
  student: HostRows,
  other: HostRows,
  texts: readonly string[],
  temperature: number,
): SumColumns {
  const sums = texts.map(readSum).filter((sum) => sum !== null);
  const rows = Array.from({ length: student.rows }, (_, row) =>
    atRow(sums, student, other, row, temperature),
  );
  return named(sums, (at) => rows.map((values) => orNull(values[at]?.value ?? Number.NaN)));
}

/** Of the magnitudes that a sum adds up: float32 rounds each of them, and a comparison may tip at a few entries. */
const RELATIVE = 2e-3;
const ABSOLUTE = 1e-5;

/** Whether float32 agrees with float64 as far as rounding allows. */
export function agrees(measured: number, { value, size }: RowSum): boolean {
  if (Object.is(measured, value) || measured === value) return true;
  // From 1e30 on, float32 counts as infinite.
  if (size > 1e29) return true;
  return Math.abs(measured - value) <= ABSOLUTE + RELATIVE * size;
}

/** A window of the first row. */
const first = (rows: HostRows | DeviceRows): HostRows | DeviceRows => ({ ...rows, rows: 1 });

type OnDevice = readonly [device: GPUDevice, student: HostRows | DeviceRows, other: HostRows | DeviceRows];

const reasonFor = (sums: readonly VocabularySum[], missing: string): SumColumns =>
  named(sums, () => ({ missing }));

/** The columns that WGSL left, where the first row is float64's; a sum on which they disagree is missing with both numbers. */
function held(
  sums: readonly VocabularySum[],
  measured: readonly (readonly number[])[],
  reference: readonly RowSum[],
): SumColumns {
  return named(sums, (at) => {
    const column = measured[at] ?? [];
    const [value = Number.NaN, expected] = [column[0], reference[at]];
    if (expected !== undefined && agrees(value, expected)) return column.map(orNull);
    const both = `${value} and ${expected?.value ?? Number.NaN}`;
    return { missing: `WGSL and float64 disagree on ${sums[at]?.text ?? ""}: ${both}.` };
  });
}

/** A sum that follows from what the first read gives, at every row. */
function momentColumn(
  sum: VocabularySum,
  { student, teacher, reverseKl, forwardKl }: PairNumbers,
  { vocabulary }: Pick<HostRows, "vocabulary">,
): readonly number[] {
  const value = fromMoments(sum);
  return Array.from(reverseKl, (reverse, row) => {
    const [studentEntropy = Number.NaN, otherEntropy = Number.NaN] = [
      student.entropy[row],
      teacher.entropy[row],
    ];
    const forward = forwardKl[row] ?? Number.NaN;
    return (
      value?.({ studentEntropy, otherEntropy, reverseKl: reverse, forwardKl: forward, vocabulary }) ??
      Number.NaN
    );
  });
}

/** Said of sums whose WGSL is not compiled in time; everything else is computed all the same. */
const SLOW = "This formula takes too long to compile for this graphics device.";

/** Milliseconds. */
const COMPILE_WITHIN = 10_000;

/** Both sides and their sums, of which WGSL reads the logits once for the numbers of the pair and once more for each program. */
interface WithSums {
  readonly numbers: PairNumbers;
  readonly sums: SumColumns;
}

/**
 * The numbers of a pair and the sums at every row in WGSL. One that is not float64's at the first row is missing, with both
 * numbers as the reason. Faults: badInput (a row without a softmax), outOfMemory, deviceLost, unsupported, bug.
 */
export async function compareWithSums(
  [device, student, other]: OnDevice,
  ids: Uint32Array,
  options: PairOptions,
  texts: readonly string[],
  read: (rows: HostRows | DeviceRows) => Promise<Outcome<HostRows>>,
): Promise<Outcome<WithSums>> {
  const all = texts.map(readSum).filter((sum) => sum !== null);
  const known = all.filter((sum) => fromMoments(sum) !== null);
  const sets = programsOf(all.filter((sum) => !known.includes(sum)));
  const sums = [...known, ...sets.flatMap((set) => set.sums)];
  const programs = sets.map(({ program }) => program);
  const compiled = await compileFormulas(device, student, other, programs, COMPILE_WITHIN);
  if (!compiled.ok) return compiled;
  const { temperature } = options;
  const reads = compiled.value ? formulaReads(device, student, other, programs, temperature) : undefined;
  const found = await comparePairsAlongside(device, student, other, ids, options, reads);
  if (!found.ok) return found;
  const { numbers, words } = found.value;
  const columns = [
    ...known.map((sum) => momentColumn(sum, numbers, student)),
    ...(compiled.value ? formulaColumns(words, programs, student) : []),
  ];
  const late = compiled.value ? {} : reasonFor(sums.slice(known.length), SLOW);
  const ours = await read(first(student));
  if (!ours.ok) return ours;
  const theirs = await read(first(other));
  if (!theirs.ok) return theirs;
  const reference = atRow(sums, ours.value, theirs.value, 0, temperature);
  return success({ numbers, sums: { ...held(sums, columns, reference), ...late } });
}
