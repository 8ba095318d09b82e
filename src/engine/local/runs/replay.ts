/** Teacher-forced replay of the same tokens under every showing of a contrast: siblings as a batch, one other side at a time. */
import type { Nats } from "../../../base/ids.ts";
import { failure, type Outcome, success } from "../../../base/outcome.ts";
import { type Column, isMissing } from "../../../evidence/column.ts";
import { noiseFloorOf } from "../../../evidence/noise-floor.ts";
import { ATTENTION, JSD_HALF, type Replay, type ReplayRequest, type Sums } from "../../../evidence/replay.ts";
import type { Rollout } from "../../../evidence/rollout.ts";
import type { Scored, ScoreRequest, WantedTokens } from "../../../evidence/score.ts";
import type { OnEngineEvent, Stage } from "../../port.ts";
import { checkSameTokens } from "../../same-tokens.ts";
import { checkRows } from "../device/guard.ts";
import { batchAtOnce, type LoadedModel, rowsAtOnce } from "../models/loaded-model.ts";
import type { LoadedModels } from "../models/loaded-models.ts";
import type { Turn } from "../queue/turn.ts";
import { pairOf, sideOf } from "./columns.ts";
import { type AnswerIds, type Measured, measurePair, studentRowsOf, type Work } from "./replay-pass.ts";

function mistakeIn({ rollouts, divergence, alternatives }: ReplayRequest): string | null {
  const { temperature, beta, support } = divergence;
  if (rollouts.length === 0 || rollouts.some(({ ids }) => ids.length === 0))
    return "There are no tokens to replay.";
  if (!(temperature >= 1e-4 && temperature <= 1e4))
    return `A temperature of ${temperature} is not between 0.0001 and 10,000.`;
  if (!(beta >= 0 && beta <= 1)) return `A beta of ${beta} is not between 0 and 1.`;
  const counts = support.kind === "topK" ? [alternatives, support.k] : [alternatives];
  if (counts.some((count) => !(Number.isInteger(count) && count >= 0 && count <= 1024)))
    return "Between 0 and 1,024 of the most likely tokens can be listed.";
  return support.kind === "topK" && support.k === 0 ? "A support needs at least one token." : null;
}

/** The models of the sides of a contrast; each must have the tokenizer of the model that answered. */
function sidesOf(
  models: LoadedModels,
  { contrast, rollouts }: ReplayRequest,
): Outcome<{ student: LoadedModel; others: readonly LoadedModel[] }> {
  const student = models.find(contrast.student.model);
  if (!student.ok) return student;
  const { manifest } = student.value.model;
  const others: LoadedModel[] = [];
  for (const { showing } of contrast.others) {
    const other = models.find(showing.model);
    if (!other.ok) return other;
    const same = checkSameTokens(manifest, other.value.model.manifest);
    if (!same.ok) return same;
    others.push(other.value);
  }
  for (const model of new Set(rollouts.map(({ showing }) => showing.model))) {
    const answered = models.tokensOf(model);
    if (!answered.ok) return answered;
    const same = checkSameTokens(answered.value, manifest);
    if (!same.ok) return same;
  }
  return success({ student: student.value, others });
}

/** Above this temperature every row looks flat. */
const SOFTEST = 2;

function checkMeasured(work: Work, measured: Measured, element: number, length: number): Outcome<null> {
  const { temperature } = work.request.divergence;
  const vocabulary = temperature > SOFTEST ? Infinity : work.student.model.vocabularySize;
  for (const columns of [measured.student, measured.other]) {
    if (columns === null) continue;
    const [entropy, logSumExp] = [
      columns.values("entropy", element, length),
      columns.values("logSumExp", element, length),
    ];
    const checked = checkRows({ entropy, logSumExp }, vocabulary);
    if (!checked.ok) return checked;
  }
  return success(null);
}

/** The sums of one element; behind the end of an answer there are numbers of no token. */
function sumsOf({ sums }: Measured, element: number, length: number): Sums {
  const columns = [...(sums[element] ?? [])];
  return Object.fromEntries(
    columns.map(([text, column]) => [text, isMissing(column) ? column : column.slice(0, length)]),
  );
}

/** The student's attention to the evidence box at every token, by answer; null where none was measured. */
type Attended = readonly Column<number | null>[] | null;

/** The replay of one element from what was measured so far. */
function replayOf(
  work: Work,
  all: readonly Measured[],
  attended: Attended,
  rollout: Rollout,
  element: number,
): Replay {
  const { contrast, divergence, sums, evidence } = work.request;
  const attention = attended?.[element];
  const length = rollout.ids.length;
  const done = all.filter(({ other }) => other !== null).length;
  const [first] = all as readonly [Measured, ...Measured[]];
  const student = sideOf(work.student, "student", first.student, element, length);
  const wanted = (first.wanted[element] ?? []).slice(0, length);
  const sides = all.flatMap(({ other }, i) => {
    const role = contrast.others[i]?.role;
    const loaded = work.others[i];
    return other === null || role === undefined || loaded === undefined
      ? []
      : [sideOf(loaded, role, other, element, length)];
  });
  return {
    end: done === contrast.others.length ? "done" : "cancelled",
    contrast: { ...contrast, others: contrast.others.slice(0, done) },
    divergence,
    sides: [{ ...student, ...(work.wanted !== null && { wanted }) }, ...sides],
    divergences: all
      .slice(0, done)
      .map(({ divergences }) => (divergences[element] ?? []).slice(0, length) as (Nats | null)[]),
    pairs: all.slice(0, done).map(({ pair }) => pairOf(pair, element, length)),
    ...(sums === undefined
      ? {}
      : {
          sums: all.slice(0, done).map((each) => ({
            ...sumsOf(each, element, length),
            ...(attention === undefined ? {} : { [ATTENTION]: attention }),
          })),
        }),
    ...(attention === undefined || evidence === undefined ? {} : { attended: evidence }),
    noiseFloor: noiseFloorOf(
      rollout,
      contrast.student,
      work.student.card,
      first.plain.values("logProb", element, length),
    ),
    card: work.student.card,
  };
}

/** Measures some answers as one batch, one other side at a time; if stopped, the sides that were complete. */
async function measureTogether(work: Work): Promise<Outcome<readonly Measured[]>> {
  using student = studentRowsOf(work);
  const all: Measured[] = [];
  const { others } = work.request.contrast;
  for (let i = 0; i < Math.max(1, others.length); i++) {
    const measured = await measurePair(work, student, i < others.length ? i : null);
    if (!measured.ok) return measured;
    if (measured.value === null) break;
    all.push(measured.value);
    for (const [element, { length }] of work.answers.entries()) {
      const checked = checkMeasured(work, measured.value, element, length);
      if (!checked.ok) return checked;
    }
  }
  return success(all);
}

/** What the student attends to at the tokens of some answers; null where that is not asked for, or was stopped. */
async function attentionOf({ student, request, answers, turn, onStage }: Work): Promise<Outcome<Attended>> {
  const { contrast, sums, evidence } = request;
  if (evidence === undefined || sums?.includes(ATTENTION) !== true) return success(null);
  const { attendToTokens } = await import("../attention/attention.ts");
  return attendToTokens(student, contrast.student, evidence, answers, turn, onStage);
}

/** The replays of some answers as one batch; none if it was stopped before their first. */
async function replaysOf(work: Work): Promise<Outcome<readonly ((rollout: Rollout) => Replay)[]>> {
  const measured = await measureTogether(work);
  if (!measured.ok) return measured;
  const all = measured.value;
  if (all.length === 0) return success([]);
  const attended = await attentionOf(work);
  if (!attended.ok) return attended;
  return success(
    work.answers.map(
      (_, element) => (rollout: Rollout) => replayOf(work, all, attended.value, rollout, element),
    ),
  );
}

/** The distinct answers, and the index of each rollout's: siblings often give the same answer, which is scored once. */
function distinct(rollouts: readonly Rollout[]) {
  const places = new Map<string, number>();
  const answers: AnswerIds[] = [];
  const placeOf = rollouts.map(({ ids }) => {
    const key = ids.join();
    const place = places.get(key) ?? answers.push(ids) - 1;
    places.set(key, place);
    return place;
  });
  return { answers, placeOf };
}

/** How many answers fit into one batch, by their rows and by the memory of the elements; null if the run was stopped. */
async function togetherOf(
  student: LoadedModel,
  { student: showing }: ReplayRequest["contrast"],
  answers: readonly AnswerIds[],
  turn: Turn,
  onStage: (stage: Stage) => void,
): Promise<Outcome<number | null>> {
  const prefix = await student.promptCache.prefix(showing, turn, onStage);
  if (!prefix.ok || prefix.value === null) return prefix as Outcome<null>;
  using borrowed = prefix.value;
  const longest = Math.max(...answers.map((ids) => ids.length));
  const { elementBytes, length } = borrowed.sequence;
  const byBytes = batchAtOnce((elementBytes * (length + longest)) / Math.max(1, length));
  return success(Math.max(1, Math.min(byBytes, Math.floor(rowsAtOnce(student) / longest))));
}

/**
 * Replays answers, each under every showing. If cancelled, it returns the complete replays and, for the answers in
 * progress, replays of fewer other sides.
 */
export async function runReplay(
  models: LoadedModels,
  request: ReplayRequest,
  turn: Turn,
  emit: OnEngineEvent,
  wanted: WantedTokens | null = null,
): Promise<Outcome<readonly Replay[]>> {
  const mistake = mistakeIn(request);
  if (mistake !== null) return failure("badInput", mistake, "Answer first, or change the settings.");
  const sides = sidesOf(models, request);
  if (!sides.ok) return sides;
  const onStage = (stage: Stage) => emit({ kind: "progress", stage, done: 0, total: 1 });
  const { answers, placeOf } = distinct(request.rollouts);
  const together = await togetherOf(sides.value.student, request.contrast, answers, turn, onStage);
  if (!together.ok) return together;
  if (together.value === null) return success([]);
  const replays: ((rollout: Rollout) => Replay)[] = [];
  for (let start = 0; start < answers.length && !turn.signal.aborted; start += together.value) {
    const some = answers.slice(start, start + together.value);
    const wantedOf = (_: AnswerIds, i: number) => wanted?.[placeOf.indexOf(start + i)] ?? [];
    const asked = wanted === null ? null : some.map(wantedOf);
    const work = { ...sides.value, request, answers: some, wanted: asked, turn, onStage };
    const measured = await replaysOf(work);
    if (!measured.ok) return measured;
    if (measured.value.length === 0) break;
    replays.push(...measured.value);
  }
  const missing = placeOf.findIndex((place) => replays[place] === undefined);
  const done = missing < 0 ? request.rollouts : request.rollouts.slice(0, missing);
  return success(done.flatMap((rollout, i) => replays[placeOf[i] as number]?.(rollout) ?? []));
}

/** Scores answers under one showing: a replay without other sides. */
export async function runScore(
  models: LoadedModels,
  { rollouts, role, showing, temperature, alternatives, wanted, tokens }: ScoreRequest,
  turn: Turn,
  emit: OnEngineEvent,
): Promise<Outcome<readonly Scored[]>> {
  const contrast = { student: showing, others: [] };
  const divergence = { ...JSD_HALF, temperature };
  const tokensOf: LoadedModels["tokensOf"] = (model) => {
    const known = models.tokensOf(model);
    return known.ok || tokens === undefined ? known : success(tokens);
  };
  const among = { ...models, tokensOf };
  const request = { rollouts, contrast, divergence, alternatives };
  const replayed = await runReplay(among, request, turn, emit, wanted ?? null);
  if (!replayed.ok) return replayed;
  return success(
    replayed.value.flatMap(({ sides: [side], noiseFloor }) =>
      side === undefined ? [] : [{ side: { ...side, role }, noiseFloor }],
    ),
  );
}
