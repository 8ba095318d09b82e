/** A group of answers with the rows of every side: what formulas ask for, computed in float64 over the whole vocabulary. */
import type { Softmax } from "../../math/support/pair-sums.ts";
import type { Lacking, Measured } from "../evaluate.ts";
import { readFormula } from "../formula.ts";
import type { Quantity, SideName } from "../names.ts";
import { sumAtRow } from "../rows/float64.ts";
import type { Checked, VocabularySum } from "../term.ts";

export interface RowGroup {
  /** The generated tokens of each answer. */
  readonly ids: readonly (readonly number[])[];
  /** Whether each answer is right. */
  readonly correct: readonly boolean[];
  /** A side's distribution at every token of an answer; null where that side is not among those compared. */
  rows(side: SideName, answer: number): readonly Softmax[] | null;
}

function sumOf(text: string): VocabularySum | null {
  const found = readFormula(text);
  return (found.ok ? found.value.sums[0] : null) ?? null;
}

/** A function of two sides as a sum over the vocabulary, in which the student is p; null where it is none. */
function pairSum({ column, first, beta }: Extract<Quantity, { of: "pair" }>): VocabularySum | null {
  const [a, b] = first.kind === "student" ? ["p", "q"] : ["q", "p"];
  switch (column) {
    case "KL":
      return sumOf(`sum_v(${a} * (log ${a} - log ${b}))`);
    case "CE":
      return sumOf(`sum_v(-${a} * log ${b})`);
    case "TV":
      return sumOf("sum_v(abs(p - q) / 2)");
    case "JSD": {
      const m = `m = ${beta} * ${a} + ${1 - beta} * ${b}`;
      return sumOf(
        `${m}\nsum_v(${beta} * ${a} * (log ${a} - log m) + ${1 - beta} * ${b} * (log ${b} - log m))`,
      );
    }
    case "sameTop":
      return null;
    default:
      return column satisfies never;
  }
}

const ENTROPY = "sum_v(-p * log p)";

/** What a quantity sums over the vocabulary with the student in it; null where it is no such sum. */
export function summedBy(quantity: Quantity, { sums }: Pick<Checked, "sums">): VocabularySum | null {
  switch (quantity.of) {
    case "sum":
      return sums.find(({ text }) => text === quantity.text) ?? null;
    case "pair":
      return pairSum(quantity);
    case "side":
      return quantity.column === "entropy" && quantity.side.kind === "student" ? sumOf(ENTROPY) : null;
    case "listed":
    case "other":
    case "answer":
    case "attention":
      return null;
    default:
      return quantity satisfies never;
  }
}

/** The side beside the student in a quantity; the student itself where there is no other. */
export function otherSide(quantity: Quantity): SideName {
  const sides = quantity.of === "pair" ? [quantity.first, quantity.second] : [];
  const own = "side" in quantity ? quantity.side : null;
  return [...sides, own].find((side) => side !== null && side.kind !== "student") ?? { kind: "student" };
}

const LISTS =
  "A run compares whole distributions: it has neither lists of tokens nor the divergence of the page.";

const NO_ATTENTION = "A run measures no attention: its graphs do not give it.";

const top = ({ logProbs }: Softmax): number => logProbs.indexOf(Math.max(...logProbs));

const rankOf = ({ logProbs }: Softmax, id: number): number =>
  1 + logProbs.reduce((above, value) => above + (value > (logProbs[id] as number) ? 1 : 0), 0);

function ofSide(column: "logProb" | "entropy" | "rank", rows: readonly Softmax[], ids: readonly number[]) {
  switch (column) {
    case "logProb":
      return rows.map(({ logProbs }, t) => logProbs[ids[t] ?? 0] as number);
    case "rank":
      return rows.map((row, t) => rankOf(row, ids[t] ?? 0));
    case "entropy": {
      const entropy = sumOf(ENTROPY);
      return rows.map((row) => (entropy === null ? Number.NaN : sumAtRow(entropy, row, row).value));
    }
    default:
      return column satisfies never;
  }
}

function ofAnswer({ ids, correct }: RowGroup, column: "position" | "length" | "correct", answer: number) {
  const length = ids[answer]?.length ?? 0;
  if (column === "position") return Array.from({ length }, (_, t) => t + 1);
  return [column === "length" ? length : Number(correct[answer] ?? false)];
}

function nameOf(side: SideName): string {
  return side.kind === "named" ? side.name : "teacher";
}

/** The numbers of a formula's quantities over the rows of a group. */
export function measuredOfRows(formula: Pick<Checked, "sums">, group: RowGroup): Measured {
  const { ids } = group;
  return {
    lengths: ids.map(({ length }) => length),
    read(quantity, answer): readonly number[] | Lacking {
      if (quantity.of === "answer") return ofAnswer(group, quantity.column, answer);
      if (quantity.of === "attention") return { missing: NO_ATTENTION, needs: [] };
      if (quantity.of === "other" || quantity.of === "listed") return { missing: LISTS, needs: [] };
      const side = otherSide(quantity);
      const others = group.rows(side, answer);
      const student = group.rows({ kind: "student" }, answer);
      if (others === null || student === null)
        return { missing: `The recipe compares no side “${nameOf(side)}”.`, needs: [nameOf(side)] };
      if (quantity.of === "side") return ofSide(quantity.column, others, ids[answer] ?? []);
      const sum = summedBy(quantity, formula);
      if (sum === null) return student.map((row, t) => Number(top(row) === top(others[t] ?? row)));
      return student.map((row, t) => sumAtRow(sum, row, others[t] ?? row).value);
    },
  };
}
