/** Scores one token of an answer again under two showings, with the kernels and in float64 from the same logits. */
import type { Nats, TokenId } from "../../../base/ids.ts";
import { failure, type Outcome, success } from "../../../base/outcome.ts";
import type { Divergence } from "../../../evidence/replay.ts";
import type {
  GradientEntry,
  MixtureParts,
  TokenFigures,
  TokenInspection,
  TokenRequest,
} from "../../../evidence/token-inspection.ts";
import { kullbackLeibler, logMixture } from "../../../math/loss/divergence.ts";
import { lossGradient } from "../../../math/loss/divergence-gradient.ts";
import { logSoftmax } from "../../../math/rows/logits.ts";
import { comparePairs, type HostRows, type PairNumbers } from "../../../math/support/pair.ts";
import { divergenceRows, supportRows } from "../../../math/support/support-rows.ts";
import type { Rows } from "../../../model/adapter.ts";
import type { OnEngineEvent, Stage } from "../../port.ts";
import { checkSameTokens } from "../../same-tokens.ts";
import { type LoadedModel, rowsAtOnce, someRows } from "../models/loaded-model.ts";
import type { LoadedModels } from "../models/loaded-models.ts";
import type { Turn } from "../queue/turn.ts";
import { openTeacherForcing } from "../runs/teacher-forcing.ts";
import type { GradientEntries } from "./gradient.ts";
import { lossOf, measuredColumn } from "./loss.ts";

/** The row that predicts the token on both sides; the caller releases them. */
interface Pair {
  readonly student: Rows;
  readonly other: Rows;
}

/** The row that predicts the answer's last token; null if it was stopped. The caller releases it. */
async function lastRow(
  loaded: LoadedModel,
  showing: TokenRequest["student"],
  ids: readonly TokenId[],
  turn: Turn,
  onStage: (stage: Stage) => void,
): Promise<Outcome<Rows | null>> {
  const opened = await openTeacherForcing(loaded, showing, [ids], turn, onStage);
  if (!opened.ok || opened.value === null) return opened as Outcome<null>;
  using reading = opened.value;
  const most = rowsAtOnce(loaded);
  for (let at = 0; at < ids.length; at += most) {
    if (!(await turn.next())) return success(null);
    const count = Math.min(most, ids.length - at);
    const rows = await reading.next(count);
    if (!rows.ok) return rows;
    if (at + count === ids.length) {
      const last = someRows(rows.value, count - 1, 1);
      return success({ ...last, [Symbol.dispose]: () => rows.value[Symbol.dispose]() });
    }
    rows.value[Symbol.dispose]();
  }
  return success(null);
}

function figuresOf(pair: PairNumbers, divergence: number | null): TokenFigures {
  const first = (column: ArrayLike<number>) => (column[0] ?? Number.NaN) as Nats;
  return {
    divergence: divergence as Nats | null,
    forwardKl: first(pair.forwardKl),
    reverseKl: first(pair.reverseKl),
    jsd: first(pair.jsd),
    totalVariation: first(pair.totalVariation),
    studentLogProb: first(pair.student.logProb),
    otherLogProb: first(pair.teacher.logProb),
    studentEntropy: first(pair.student.entropy),
    otherEntropy: first(pair.teacher.entropy),
  };
}

async function measuredFigures(
  { measure }: LoadedModel,
  { student, other }: Pair,
  ids: Uint32Array,
  divergence: Divergence,
): Promise<Outcome<TokenFigures>> {
  const { temperature, beta } = divergence;
  const compared = await measure.compare(student, other, ids, { temperature, beta, k: 0 });
  if (!compared.ok) return compared;
  const column = measuredColumn(divergence, compared.value);
  if (column !== null) return success(figuresOf(compared.value, column[0] ?? null));
  const values = await measure.diverge(student, other, lossOf(divergence));
  return values.ok ? success(figuresOf(compared.value, values.value[0] ?? null)) : values;
}

function referenceFigures(
  student: HostRows,
  other: HostRows,
  ids: Uint32Array,
  asked: Divergence,
): TokenFigures {
  const { temperature, beta } = asked;
  const compared = comparePairs(student, other, ids, { temperature, beta, k: 0 });
  const column = measuredColumn(asked, compared);
  if (column !== null) return figuresOf(compared, column[0] ?? null);
  const { divergence, support } = lossOf(asked);
  const [value = null] =
    support.kind === "full"
      ? divergenceRows(student, other, { temperature, divergence })
      : supportRows(student, other, { ...support, temperature, divergence }).divergence;
  return figuresOf(compared, value);
}

function partsOf(student: HostRows, other: HostRows, { beta, temperature }: Divergence): MixtureParts {
  const [left, right] = [logSoftmax(student.data, temperature), logSoftmax(other.data, temperature)];
  const mixture = logMixture(left, right, beta);
  return {
    otherToMixture: kullbackLeibler({ from: right, to: mixture }) as Nats,
    studentToMixture: kullbackLeibler({ from: left, to: mixture }) as Nats,
  };
}

function entriesOf(
  { model }: LoadedModel,
  found: GradientEntries,
  reference: Float64Array,
): readonly GradientEntry[] {
  return Array.from(found.ids, (id, i) => ({
    token: id as TokenId,
    text: model.texts([id as TokenId])[0] ?? "",
    gradient: found.values[i] ?? Number.NaN,
    reference: reference[id] ?? Number.NaN,
  }));
}

/** All figures of the pair of rows. */
async function inspectPair(
  loaded: LoadedModel,
  pair: Pair,
  request: TokenRequest,
): Promise<Outcome<TokenInspection>> {
  const { divergence, rollout, token, entries } = request;
  const ids = Uint32Array.of(rollout.ids[token] ?? 0);
  const measured = await measuredFigures(loaded, pair, ids, divergence);
  if (!measured.ok) return measured;
  const loss = lossOf(divergence);
  const largest = await loaded.measure.gradient(pair.student, pair.other, loss, entries);
  if (!largest.ok) return largest;
  const hosts: HostRows[] = [];
  for (const rows of [pair.student, pair.other]) {
    const data = await loaded.measure.read(rows);
    if (!data.ok) return data;
    hosts.push({ kind: "host", rows: 1, vocabulary: loaded.model.vocabularySize, data: data.value });
  }
  const [student, other] = hosts as [HostRows, HostRows];
  const reference = lossGradient(student.data, other.data, loss);
  const found = largest.value && reference ? entriesOf(loaded, largest.value, reference) : null;
  return success({
    request,
    numbers: loaded.card.numbersBackend === "cpu" ? "cpu" : "wgsl",
    measured: measured.value,
    reference: referenceFigures(student, other, ids, divergence),
    parts: partsOf(student, other, divergence),
    gradient: found,
    card: loaded.card,
  });
}

/**
 * Inspects a token; null if it was stopped. Faults: badInput (no such token, tokenizers that differ), notFound (a model
 * that is not open), and those of the runs.
 */
export async function inspectToken(
  models: LoadedModels,
  request: TokenRequest,
  turn: Turn,
  emit: OnEngineEvent,
): Promise<Outcome<TokenInspection | null>> {
  const { rollout, token } = request;
  if (!(Number.isInteger(token) && token >= 0 && token < rollout.ids.length))
    return failure("badInput", `The answer has no token ${token + 1}.`, "Choose one of its tokens.");
  const student = models.find(request.student.model);
  if (!student.ok) return student;
  const other = models.find(request.other.model);
  if (!other.ok) return other;
  const same = checkSameTokens(student.value.model.manifest, other.value.model.manifest);
  if (!same.ok) return same;
  const onStage = (stage: Stage) => emit({ kind: "progress", stage, done: 0, total: 1 });
  const ids = rollout.ids.slice(0, token + 1);
  const mine = await lastRow(student.value, request.student, ids, turn, onStage);
  if (!mine.ok || mine.value === null) return mine as Outcome<null>;
  using studentRow = mine.value;
  const theirs = await lastRow(other.value, request.other, ids, turn, onStage);
  if (!theirs.ok || theirs.value === null) return theirs as Outcome<null>;
  using otherRow = theirs.value;
  onStage("measure");
  return await inspectPair(student.value, { student: studentRow, other: otherRow }, request);
}
