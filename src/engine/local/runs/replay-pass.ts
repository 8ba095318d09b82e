/** One pass of a replay: computes the rows of the student and of another side part by part, measures and releases them. */
import type { Nats, TokenId } from "../../../base/ids.ts";
import { type Outcome, success } from "../../../base/outcome.ts";
import { type Column, isMissing } from "../../../evidence/column.ts";
import type { PairColumn, ReplayRequest } from "../../../evidence/replay.ts";
import type { WantedTokens } from "../../../evidence/score.ts";
import type { PairNumbers, RowNumbers } from "../../../math/support/pair.ts";
import type { Rows } from "../../../model/adapter.ts";
import type { Stage } from "../../port.ts";
import { type LoadedModel, rowsAtOnce, someRows } from "../models/loaded-model.ts";
import type { SumColumns } from "../numbers/formula-sums.ts";
import { lossOf, measuredColumn } from "../numbers/loss.ts";
import type { Turn } from "../queue/turn.ts";
import { type Columns, createColumns, pairColumns, type SideColumn } from "./columns.ts";
import { openTeacherForcing, type TeacherForcing } from "./teacher-forcing.ts";

/** The ids of an answer. */
export type AnswerIds = readonly TokenId[];

/** The inputs of a replay of some answers as one batch. */
export interface Work {
  readonly student: LoadedModel;
  /** One for each other side of the contrast, in order; more may follow. */
  readonly others: readonly LoadedModel[];
  readonly request: ReplayRequest;
  /** Distinct answers, one element of the batch each. */
  readonly answers: readonly AnswerIds[];
  /** Tokens whose log-probabilities the student gives too, by answer and position; null for none. */
  readonly wanted: WantedTokens | null;
  readonly turn: Turn;
  onStage(stage: Stage): void;
}

/** The results of a pass, by element. */
export interface Measured {
  readonly student: Columns<SideColumn>;
  /** The student at temperature 1. */
  readonly plain: Columns<"logProb">;
  /** Log-probabilities of the wanted tokens in nats, by answer and position. */
  readonly wanted: readonly ReadonlyMap<TokenId, Nats>[][];
  /** Null if the contrast has no other side. */
  readonly other: Columns<SideColumn> | null;
  readonly pair: Columns<PairColumn>;
  /** The requested divergence, of every element. */
  readonly divergences: readonly (number | null)[][];
  /** The requested sums over the vocabulary, of every element. */
  readonly sums: readonly SumTable[];
}

function longestOf({ answers }: Work): number {
  return Math.max(...answers.map((ids) => ids.length));
}

/** Positions that are measured at once for every element. */
function positionsAtOnce(work: Work): number {
  return Math.max(1, Math.floor(rowsAtOnce(work.student) / work.answers.length));
}

function openSide(work: Work, other: number | null): Promise<Outcome<TeacherForcing | null>> {
  const { contrast } = work.request;
  const loaded = other === null ? work.student : (work.others[other] as LoadedModel);
  const showing = other === null ? contrast.student : contrast.others[other]?.showing;
  return openTeacherForcing(loaded, showing ?? contrast.student, work.answers, work.turn, work.onStage);
}

/** The student's rows for consecutive passes: kept if they all fit into memory, otherwise computed again for each pass. */
export interface StudentRows extends Disposable {
  /** Null where the run was stopped. */
  pass(): Promise<Outcome<TeacherForcing | null>>;
}

export function studentRowsOf(work: Work): StudentRows {
  let kept: Rows | null = null;
  const fits = longestOf(work) <= positionsAtOnce(work);
  return {
    async pass() {
      if (!fits) return openSide(work, null);
      if (kept === null) {
        const reading = await openSide(work, null);
        if (!reading.ok || reading.value === null) return reading;
        using once = reading.value;
        if (!(await work.turn.next())) return success(null);
        const rows = await once.next(longestOf(work));
        if (!rows.ok) return rows;
        kept = rows.value;
      }
      const rows = kept;
      return success({
        next: async () => success(someRows(rows, 0, rows.count)),
        [Symbol.dispose]: () => undefined,
      });
    },
    [Symbol.dispose]: () => kept?.[Symbol.dispose](),
  };
}

/** The ids to score at `count` positions of every element, element after element; behind the end of an answer any id will do. */
function idsOf({ answers }: Work, at: number, count: number): Uint32Array {
  const ids = answers.flatMap((answer) =>
    Array.from({ length: count }, (_, t) => answer[at + t] ?? (0 as TokenId)),
  );
  return Uint32Array.from(ids);
}

async function divergencesOf(
  work: Work,
  student: Rows,
  other: Rows,
  numbers: PairNumbers,
): Promise<Outcome<readonly (number | null)[]>> {
  const { divergence } = work.request;
  const column = measuredColumn(divergence, numbers);
  if (column !== null) return success([...column]);
  return work.student.measure.diverge(student, other, lossOf(divergence));
}

function sideColumns(numbers: RowNumbers): Readonly<Record<SideColumn, ArrayLike<number>>> {
  const { logSumExp, logProb, entropy, rank, topIds, topLogProbs } = numbers;
  return { logSumExp, logProb, entropy, rank, topIds, topLogProbs };
}

interface Tables {
  readonly student: Columns<SideColumn>;
  readonly plain: Columns<"logProb">;
  readonly wanted: ReadonlyMap<TokenId, Nats>[][];
  readonly other: Columns<SideColumn>;
  readonly pair: Columns<PairColumn>;
  readonly divergences: (number | null)[][];
  readonly sums: readonly SumTable[];
}

/** The sums of one element by their texts, as they come in. */
type SumTable = Map<string, Column<number | null>>;

/** Adds the next positions of every element; a column that is missing once stays missing. */
function enterSums(tables: readonly SumTable[], count: number, found: SumColumns): void {
  for (const [element, table] of tables.entries())
    for (const [text, column] of Object.entries(found)) {
      const before = table.get(text) ?? [];
      const next = isMissing(column) ? column : column.slice(element * count, (element + 1) * count);
      if (isMissing(before)) continue;
      table.set(text, isMissing(next) ? next : [...before, ...next]);
    }
}

/**
 * Enters the log-probabilities of the wanted tokens: their logits as they are, by the rows' own normalisers. Log-probability of
 * v: z_v / temperature − log-sum-exp, in nats.
 */
async function enterWanted(
  { wanted, student, request }: Work,
  tables: Tables,
  rows: Rows,
  { logSumExp }: RowNumbers,
): Promise<Outcome<null>> {
  if (wanted === null) return success(null);
  const read = await student.measure.read(rows);
  if (!read.ok) return read;
  const { vocabularySize } = student.model;
  const { temperature } = request.divergence;
  const count = logSumExp.length / tables.wanted.length;
  for (const [element, into] of tables.wanted.entries())
    for (let t = 0; t < count; t++) {
      const row = element * count + t;
      const logProbOf = (token: TokenId) =>
        (read.value[row * vocabularySize + token] as number) / temperature - (logSumExp[row] as number);
      const tokens = (wanted[element]?.[into.length] ?? []).filter((token) => token < vocabularySize);
      into.push(new Map(tokens.map((token) => [token, logProbOf(token) as Nats])));
    }
  return success(null);
}

/** Enters the student's numbers of one part; its log-probabilities at temperature 1 may need another measurement. */
async function enterStudent(
  work: Work,
  tables: Tables,
  rows: Rows,
  ids: Uint32Array,
  numbers: RowNumbers | null,
): Promise<Outcome<RowNumbers>> {
  const { temperature } = work.request.divergence;
  const { measure } = work.student;
  const scored =
    numbers === null
      ? await measure.score(rows, ids, { temperature, k: work.request.alternatives })
      : success(numbers);
  if (!scored.ok) return scored;
  const plain = temperature === 1 ? scored : await measure.score(rows, ids, { temperature: 1, k: 0 });
  if (!plain.ok) return plain;
  const count = ids.length / work.answers.length;
  tables.student.add(count, sideColumns(scored.value));
  tables.plain.add(count, { logProb: plain.value.logProb });
  const wanted = await enterWanted(work, tables, rows, scored.value);
  return wanted.ok ? scored : wanted;
}

const withoutSums = (compared: Outcome<PairNumbers>): Outcome<{ numbers: PairNumbers; sums: SumColumns }> =>
  compared.ok ? success({ numbers: compared.value, sums: {} }) : compared;

/** Measures one part and enters its numbers. */
async function enter(
  work: Work,
  tables: Tables,
  at: number,
  student: Rows,
  other: Rows | null,
): Promise<Outcome<unknown>> {
  const { divergence, alternatives } = work.request;
  const count = student.count / work.answers.length;
  const ids = idsOf(work, at, count);
  work.onStage("measure");
  if (other === null) return enterStudent(work, tables, student, ids, null);
  const options = { temperature: divergence.temperature, beta: divergence.beta, k: alternatives };
  const { sums: texts = [] } = work.request;
  const { measure } = work.student;
  const compared =
    texts.length > 0
      ? await measure.compareWithSums(student, other, ids, options, texts)
      : withoutSums(await measure.compare(student, other, ids, options));
  if (!compared.ok) return compared;
  const { numbers, sums } = compared.value;
  const entered = await enterStudent(work, tables, student, ids, numbers.student);
  if (!entered.ok) return entered;
  const chosen = await divergencesOf(work, student, other, numbers);
  if (!chosen.ok) return chosen;
  enterSums(tables.sums, count, sums);
  tables.other.add(count, sideColumns(numbers.teacher));
  tables.pair.add(count, pairColumns(numbers));
  for (const [element, into] of tables.divergences.entries())
    into.push(...chosen.value.slice(element * count, (element + 1) * count));
  return success(null);
}

function emptyTables(batch: number): Tables {
  return {
    student: createColumns(batch),
    plain: createColumns(batch),
    wanted: Array.from({ length: batch }, () => []),
    other: createColumns(batch),
    pair: createColumns(batch),
    divergences: Array.from({ length: batch }, () => []),
    sums: Array.from({ length: batch }, () => new Map()),
  };
}

/** Computes and enters the next `count` positions, one side after the other; false if the run was stopped before. */
async function measurePart(
  work: Work,
  tables: Tables,
  at: number,
  count: number,
  readings: { readonly left: TeacherForcing; readonly right: TeacherForcing | null },
): Promise<Outcome<boolean>> {
  const { left, right } = readings;
  if (!(await work.turn.next())) return success(false);
  const mine = await left.next(count);
  if (!mine.ok) return mine;
  using studentRows = mine.value;
  if (right !== null && !(await work.turn.next())) return success(false);
  const others = (await right?.next(count)) ?? null;
  if (others !== null && !others.ok) return others;
  using otherRows = others?.value ?? null;
  const entered = await enter(work, tables, at, studentRows, otherRows);
  return entered.ok ? success(true) : entered;
}

/** Scores the student and another side, or only the student, part by part. Null if it was stopped. */
export async function measurePair(
  work: Work,
  student: StudentRows,
  other: number | null,
): Promise<Outcome<Measured | null>> {
  const tables = emptyTables(work.answers.length);
  const [longest, most] = [longestOf(work), positionsAtOnce(work)];
  const ours = await student.pass();
  if (!ours.ok || ours.value === null) return ours as Outcome<null>;
  using left = ours.value;
  const theirs = other === null ? null : await openSide(work, other);
  if (theirs !== null && (!theirs.ok || theirs.value === null)) return theirs as Outcome<null>;
  using right = theirs?.value ?? null;
  for (let at = 0; at < longest; at += most) {
    const entered = await measurePart(work, tables, at, Math.min(most, longest - at), { left, right });
    if (!entered.ok) return entered;
    if (!entered.value) return success(null);
  }
  return success({ ...tables, other: other === null ? null : tables.other });
}
