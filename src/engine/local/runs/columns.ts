/** Collects numbers that arrive a few positions at a time for a whole batch, into columns of each element. */
import type { Nats, TokenId } from "../../../base/ids.ts";
import { PAIR_COLUMNS, type PairColumn, type PairSignals, type Side } from "../../../evidence/replay.ts";
import { logRatio } from "../../../math/loss/estimators.ts";
import type { PairNumbers, RowNumbers } from "../../../math/support/pair.ts";
import type { LoadedModel } from "../models/loaded-model.ts";

/** One column of every element; `width` numbers per position. */
interface Column {
  readonly width: number;
  readonly batch: readonly number[][];
}

export interface Columns<Name extends string> {
  /** Adds `count` positions of every element, laid out element after element. */
  add(count: number, values: Readonly<Record<Name, ArrayLike<number>>>): void;
  /** The first `length` positions of an element. */
  values(name: Name, element: number, length: number): number[];
}

export function createColumns<Name extends string>(batch: number): Columns<Name> {
  const columns = new Map<Name, Column>();
  return {
    add(count, values) {
      for (const [name, all] of Object.entries<ArrayLike<number>>(values) as [Name, ArrayLike<number>][]) {
        const width = all.length / (batch * count);
        const column = columns.get(name) ?? { width, batch: Array.from({ length: batch }, () => []) };
        columns.set(name, column);
        const each = count * width;
        for (const [element, into] of column.batch.entries())
          for (let i = element * each; i < (element + 1) * each; i++) into.push(all[i] as number);
      }
    },
    values(name, element, length) {
      const column = columns.get(name);
      return (column?.batch[element] ?? []).slice(0, length * (column?.width ?? 0));
    },
  };
}

export type SideColumn = keyof RowNumbers;

/** The scores of one element by one side. */
export function sideOf(
  { model, card }: LoadedModel,
  role: Side["role"],
  columns: Columns<SideColumn>,
  element: number,
  length: number,
): Side {
  const of = (name: SideColumn): number[] => columns.values(name, element, length);
  const [ids, logProbs] = [of("topIds"), of("topLogProbs")];
  const each = length === 0 ? 0 : ids.length / length;
  return {
    role,
    logProb: of("logProb") as Nats[],
    entropy: of("entropy") as Nats[],
    rank: of("rank"),
    alternatives: Array.from({ length }, (_, t) =>
      ids.slice(t * each, (t + 1) * each).map((id, i) => ({
        token: id as TokenId,
        text: model.texts([id as TokenId])[0] ?? "",
        logProb: (logProbs[t * each + i] ?? Number.NaN) as Nats,
      })),
    ),
    card,
  };
}

/** The pair columns that a replay keeps. */
export function pairColumns(numbers: PairNumbers): Readonly<Record<PairColumn, ArrayLike<number>>> {
  const { student, teacher, agreement, estimates } = numbers;
  const { sameTop, rankShift, overlap, teacherMass } = agreement;
  return {
    forwardKl: numbers.forwardKl,
    reverseKl: numbers.reverseKl,
    forwardCrossEntropy: numbers.forwardCrossEntropy,
    reverseCrossEntropy: numbers.reverseCrossEntropy,
    jsd: numbers.jsd,
    totalVariation: numbers.totalVariation,
    logRatio: student.logProb.map((nats, row) => logRatio(nats, teacher.logProb[row] as number)),
    sameTop,
    rankShift,
    overlap,
    teacherMass,
    k2: estimates.k2,
    k3: estimates.k3,
    surrogate: estimates.surrogate,
  };
}

export function pairOf(columns: Columns<PairColumn>, element: number, length: number): PairSignals {
  const entries = PAIR_COLUMNS.map((name) => [name, columns.values(name, element, length)] as const);
  return Object.fromEntries(entries);
}
