/** Comparison of sides of which an engine gives lists, or that run in different engines: each is scored where its model runs. */
import type { TokenId } from "../base/ids.ts";
import { failure, type Outcome, success } from "../base/outcome.ts";
import type { BinsRequest, MeasuredBins } from "../evidence/compare/bins.ts";
import { binsOf, compareSides } from "../evidence/compare/compare-sides.ts";
import {
  ATTENTION,
  type Divergence,
  type Replay,
  type ReplayRequest,
  type Sums,
} from "../evidence/replay.ts";
import type { Scored, ScoreRequest, TokenFacts, WantedTokens } from "../evidence/score.ts";
import type { Role, Showing } from "../evidence/views/showing.ts";
import type { Engine, ModelFacts, OnEngineEvent } from "./port.ts";
import { checkSameTokens } from "./same-tokens.ts";

/** What a side is scored by. */
export type Scorer = Pick<Engine, "facts" | "score">;

/** A side that is to be scored. */
interface Asked {
  readonly role: "student" | Role;
  readonly showing: Showing;
}

/** The engine of a model. Fault: notFound. */
export type EngineOf = (showing: Showing) => Outcome<Scorer>;

/** Refuses a side whose model has another tokenizer than the student's, or is not open. */
function checkSides(engineOf: EngineOf, { contrast }: ReplayRequest): Outcome<null> {
  const student = engineOf(contrast.student);
  if (!student.ok) return student;
  const ours = student.value.facts(contrast.student.model);
  for (const { showing } of contrast.others) {
    const engine = engineOf(showing);
    if (!engine.ok) return engine;
    const theirs = engine.value.facts(showing.model);
    if (ours === null || theirs === null)
      return failure("notFound", `The model ${showing.model} is not loaded.`, "Open it under Models.");
    const same = checkSameTokens(ours, theirs);
    if (!same.ok) return same;
  }
  return success(null);
}

/** The token facts of the answers' model, if all answers come from one open model; otherwise each engine uses its own. */
function tokensOfAnswers(engineOf: EngineOf, { rollouts }: ReplayRequest): TokenFacts | null {
  const models = new Set(rollouts.map(({ showing }) => showing.model));
  const [first] = rollouts;
  if (models.size !== 1 || first === undefined) return null;
  const engine = engineOf(first.showing);
  return engine.ok ? engine.value.facts(first.showing.model) : null;
}

/** How many tokens are asked for where a divergence over the whole vocabulary is bounded from lists. */
const LISTED = 100;

/** A replay that keeps as many alternatives as were asked for; what was computed from more stays. */
function trimmed(replay: Replay, most: number): Replay {
  const sides = replay.sides.map((side) => ({
    ...side,
    alternatives: side.alternatives.map((row) => row.slice(0, most)),
  }));
  return { ...replay, sides };
}

/** A replay without what was known of the other side's tokens while both were compared. */
function withoutWanted(replay: Replay): Replay {
  return { ...replay, sides: replay.sides.map(({ wanted: _, ...side }) => side) };
}

/** The tokens that some sides list, by answer and position. */
function listedBy(sides: readonly (readonly Scored[])[], rollouts: ReplayRequest["rollouts"]): WantedTokens {
  return rollouts.map(({ ids }, i) =>
    ids.map((_, t) => {
      const rows = sides.map((scores) => scores[i]?.side.alternatives[t] ?? []);
      return [...new Set(rows.flat().map(({ token }) => token))];
    }),
  );
}

/**
 * Refuses lists with a token that a model with whole rows does not have. A server does not say how large its vocabulary is, but
 * such a token shows that it has another one. Fault: badInput.
 */
function checkListed(wanted: WantedTokens, models: readonly TokenFacts[]): Outcome<null> {
  const largest = wanted.flat(2).reduce((most, id) => Math.max(most, id), 0);
  const smaller = models.find(({ vocabularySize }) => vocabularySize !== null && largest >= vocabularySize);
  if (smaller === undefined) return success(null);
  return failure(
    "badInput",
    `The engine lists the token ${largest}, and ${smaller.title} has tokens 0 to ${(smaller.vocabularySize ?? 0) - 1}: their vocabularies differ.`,
    "Choose a teacher whose vocabulary has the size of the student's.",
  );
}

/** Sums over the vocabulary need rows of logits of both sides in one engine, and attention a model that gives it. */
function withoutRows(texts: readonly string[]): Sums {
  const reason = (text: string) =>
    text === ATTENTION
      ? "Attention is measured where all sides run in the tab; a model server gives none."
      : "Sums over the vocabulary need rows of logits of both sides in one engine; sum_top adds up over the listed tokens.";
  return Object.fromEntries(texts.map((text) => [text, { missing: reason(text) }]));
}

/** Divergences of rows of few bins, by a kernel or in float64. */
export type MeasureBins = (request: BinsRequest) => Promise<Outcome<MeasuredBins>>;

/** Sides of one answer that are compared. */
interface Compared {
  readonly ids: readonly TokenId[];
  readonly student: Scored;
  readonly others: readonly Scored[];
}

/**
 * The divergences of all answers and sides, measured together: by answer and side, null where the float64 reference computes
 * them. A device that is lost costs nothing but the kernels' numbers.
 */
async function measureAll(all: readonly Compared[], divergence: Divergence, measure: MeasureBins) {
  const { temperature: _, support: __, ...kind } = divergence;
  const rows = all.map(({ ids, student, others }) =>
    others.map(({ side }) => binsOf(student.side, side, ids, divergence)),
  );
  const bins = rows.flat(2).filter((pair) => pair !== null);
  const measured = bins.length === 0 ? null : await measure({ divergence: kind, bins });
  if (measured?.ok !== true || measured.value.numbers === "cpu") return { values: [], numbers: "cpu" };
  const left = [...measured.value.values];
  const values = rows.map((of) =>
    of.map((column) => column?.map((pair) => (pair === null ? null : (left.shift() as number))) ?? null),
  );
  return { values, numbers: "wgsl" };
}

/**
 * One replay per answer, in order; its divergences are measured by `measure`. If it is stopped, the replays hold the sides that
 * were complete.
 */
export async function compareByScores(
  engineOf: EngineOf,
  measure: MeasureBins,
  request: ReplayRequest,
  signal: AbortSignal,
  onEvent: OnEngineEvent,
): Promise<Outcome<readonly Replay[]>> {
  const { rollouts, contrast, divergence, sums } = request;
  const { temperature, support } = divergence;
  const checked = checkSides(engineOf, request);
  if (!checked.ok) return checked;
  const alternatives = Math.max(request.alternatives, support.kind === "topK" ? support.k : LISTED);
  const tokens = tokensOfAnswers(engineOf, request);
  const scoreUnder = async (
    { role, showing }: Asked,
    wanted: WantedTokens | null,
  ): Promise<Outcome<readonly Scored[]>> => {
    const engine = engineOf(showing);
    if (!engine.ok) return engine;
    const asked: ScoreRequest = {
      ...{ rollouts, role, showing, temperature, alternatives },
      ...(wanted && { wanted }),
      ...(tokens && { tokens }),
    };
    return engine.value.score(asked, signal, onEvent);
  };
  const factsOf = ({ showing }: Asked): ModelFacts | null => {
    const engine = engineOf(showing);
    return engine.ok ? engine.value.facts(showing.model) : null;
  };
  const hasRows = (side: Asked): boolean => factsOf(side)?.gives.logits.kind === "rows";
  const asked: readonly Asked[] = [{ role: "student", showing: contrast.student }, ...contrast.others];
  // Sides of which an engine gives lists come first, all at once; one that has whole rows then gives the tokens of these lists.
  const lists = await Promise.all(asked.map((side) => (hasRows(side) ? null : scoreUnder(side, null))));
  const listed = lists.flatMap((scored) => (scored?.ok ? [scored.value] : []));
  const failed = lists.find((scored) => scored?.ok === false);
  if (failed !== undefined && failed !== null) return failed as Outcome<readonly Replay[]>;
  const wanted = listed.length === 0 ? null : listedBy(listed, rollouts);
  const whole = asked.filter(hasRows).flatMap((side) => factsOf(side) ?? []);
  const within = checkListed(wanted ?? [], whole);
  if (!within.ok) return within;
  const [student, ...theirScores] = await Promise.all(
    asked.map((side, i) => lists[i] ?? scoreUnder(side, wanted)),
  );
  if (student === undefined || !student.ok) return (student ?? success([])) as Outcome<readonly Replay[]>;
  const others: (readonly Scored[])[] = [];
  for (const scored of theirScores) {
    if (!scored.ok) return scored;
    if (scored.value.length < rollouts.length) break;
    others.push(scored.value);
  }
  const all = student.value.map((mine, i) => ({
    ids: rollouts[i]?.ids ?? [],
    student: mine,
    others: others.flatMap((scores) => scores[i] ?? []),
  }));
  const { values, numbers } = await measureAll(all, divergence, measure);
  return success(
    all.map(({ ids, student: mine, others: theirs }, i) => {
      const found = compareSides(ids, mine, theirs, contrast, divergence, values[i]);
      const compared = withoutWanted({ ...found, card: { ...found.card, numbersBackend: numbers } });
      const listed = support.kind === "topK" ? compared : trimmed(compared, request.alternatives);
      return sums === undefined ? listed : { ...listed, sums: theirs.map(() => withoutRows(sums)) };
    }),
  );
}
