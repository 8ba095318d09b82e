/** Asks a model about one entry of a suite and measures what the figures need. Knows an engine by its port alone. */

import { failure, type Outcome, success } from "../../base/outcome.ts";
import { given } from "../../evidence/column.ts";
import type { Replay } from "../../evidence/replay.ts";
import { answerText, GREEDY, type Rollout } from "../../evidence/rollout.ts";
import { contrastOf, type Plan } from "../../evidence/views/plan.ts";
import { DEGRADED_KEEP } from "../../evidence/views/recipe.ts";
import { mapPictures, type Showing } from "../../evidence/views/showing.ts";
import { besides, compareWhole } from "../../experiment/compare.ts";
import { ALTERNATIVES } from "../../experiment/step.ts";
import { mean } from "../../math/statistics/statistics.ts";
import { relativeArea, type SuiteEntry } from "../open/entry.ts";
import type { Condition, ItemAnswer, ItemResult } from "../results/result.ts";
import { type ChoiceMode, likeliest, wantsSeveral } from "../score/choice.ts";
import { judgeBy } from "../score/judge.ts";
import { isCorrect } from "../score/score.ts";
import { arranged } from "../shuffle.ts";
import { conditionShowings, planOf } from "./conditions.ts";
import type { ItemEvidence } from "./evidence.ts";
import { askUnder, type Respondent } from "./respondent.ts";

export interface AskSettings {
  readonly conditions: readonly Condition[];
  readonly choices: ChoiceMode;
  /** The seed of the order of the choices (see `arranged`); null keeps the suite's order. */
  readonly shuffle: number | null;
  /** Whether number words count as numbers and articles are ignored where answers are compared. */
  readonly numberWords: boolean;
  /** Answers sampled from the full image at temperature 1 (Uni-OPD's difficulty); 0 for none. */
  readonly samples: { readonly count: number; readonly seed: number };
  /** Whether divergence and visual advantage are measured. */
  readonly signals: boolean;
  /** The longest edge in pixels to which full images are brought before a model cuts them; null for the model's usual one. */
  readonly longestEdge: number | null;
  /** A formula of one's own, whose mean over the tokens is measured with the signals; left out where there is none. */
  readonly formula?: { readonly name: string; readonly text: string };
}

/** What reads the formula of the settings. */
export interface ItemFormula {
  /** What is measured for it on demand, by the texts under which it is stored. */
  readonly sums: readonly string[];
  /** Of the answer from the full image, replayed under the evidence crop; null where it has no value. */
  mean(rollout: Rollout, replay: Replay, right: boolean): number | null;
}

type Asked = { readonly answer: ItemAnswer; readonly rollout: Rollout | null };

/** The answer and whether it is right. Rounding may raise a probability slightly above 1. */
function answerOf(rollout: Rollout, right: boolean): ItemAnswer {
  const nats = rollout.logProbs.reduce((sum: number, each) => sum + each, 0);
  return { text: answerText(rollout), right, confidence: Math.min(1, Math.exp(nats)) };
}

async function askOnce(
  respondent: Respondent,
  entry: SuiteEntry,
  showing: Showing,
  { choices: mode, numberWords }: AskSettings,
): Promise<Outcome<Asked | null>> {
  const { choices, correct } = entry;
  if (choices.length > 0 && mode === "likelihood") {
    if (wantsSeveral(correct))
      return failure(
        "unsupported",
        "Several of its choices are right together, and likelihood picks one.",
        "Score multiple choice by letter.",
      );
    const { engine, signal } = respondent;
    const likelihoods = await engine.likelihood({ showing, answers: choices }, signal);
    if (!likelihoods.ok) return likelihoods;
    if (likelihoods.value === null) return success(null);
    const { index, share } = likeliest(likelihoods.value);
    const right = isCorrect([index], correct);
    return success({ answer: { text: choices[index] ?? "", right, confidence: share }, rollout: null });
  }
  const judge = judgeBy({ ...entry, numberWords });
  const answered = await askUnder(respondent, showing, GREEDY, 1, judge);
  if (!answered.ok) return answered;
  const rollout = answered.value?.rollouts[0];
  if (rollout === undefined) return success(null);
  return success({ answer: answerOf(rollout, answered.value?.verdicts[0] === true), rollout });
}

/** Mean JSD(0.5) over the global answer's tokens between the two conditions, in nats. */
function divergenceOf(replay: Replay | null): number | null {
  const perToken = given(replay?.divergences[0]);
  return mean(perToken.filter((nats) => nats !== null));
}

/**
 * Visual advantage of the regional answer's tokens: max(log p(y; crop) - log p(y; degraded crop), 0) in nats, the
 * crop reduced to 10 % of each side and enlarged again (VA-OPD eq. 2).
 */
async function advantagesOf(respondent: Respondent, regional: Rollout): Promise<Outcome<readonly number[]>> {
  const by = { kind: "downsample", keep: DEGRADED_KEEP } as const;
  const degraded = mapPictures(regional.showing, (view) => ({
    ...view,
    edits: [...view.edits, { kind: "degrade", by }],
  }));
  const contrast = besides(regional, "degraded", [degraded]);
  const compared = await compareWhole(
    respondent.engine,
    [regional],
    contrast,
    ALTERNATIVES,
    respondent.signal,
  );
  if (!compared.ok) return compared;
  const [sharp, blurred] = compared.value?.[0]?.sides ?? [];
  if (sharp === undefined || blurred === undefined) return success([]);
  return success(sharp.logProb.map((nats, token) => Math.max(0, nats - (blurred.logProb[token] ?? nats))));
}

/** Whether each of the sampled answers to the global condition is right; null where cancelled. */
async function samplesOf(
  respondent: Respondent,
  entry: SuiteEntry,
  global: Showing,
  { samples: { count, seed }, numberWords }: AskSettings,
): Promise<Outcome<readonly boolean[] | null>> {
  const sampler = { temperature: 1, topP: 1, topK: 0, seed };
  const sampled = await askUnder(respondent, global, sampler, count, judgeBy({ ...entry, numberWords }));
  if (!sampled.ok || sampled.value === null) return sampled as Outcome<null>;
  return success(sampled.value.verdicts.map((verdict) => verdict === true));
}

type AskedByCondition = ReadonlyMap<Condition, Asked>;

async function askAll(
  respondent: Respondent,
  entry: SuiteEntry,
  showings: ReadonlyMap<Condition, Showing>,
  settings: AskSettings,
): Promise<Outcome<AskedByCondition | null>> {
  // All at once: a server answers several requests together, and the engine of the tab has a queue.
  const all = await Promise.all(
    [...showings].map(
      async ([condition, showing]) =>
        [condition, await askOnce(respondent, entry, showing, settings)] as const,
    ),
  );
  const asked = new Map<Condition, Asked>();
  for (const [condition, answered] of all) {
    if (!answered.ok) return answered;
    if (answered.value === null) return success(null);
    asked.set(condition, answered.value);
  }
  return success(asked);
}

interface Signals {
  /** The replay of the global answer under the evidence crop. */
  readonly replay: Replay | null;
  readonly advantages: readonly number[];
}

/** Measures signals by replays; nothing for a condition whose answer was not generated. */
async function measure(
  respondent: Respondent,
  asked: AskedByCondition,
  showings: ReadonlyMap<Condition, Showing>,
  plan: Plan,
  formula: ItemFormula | null,
): Promise<Outcome<Signals>> {
  const [global, regional] = [asked.get("global")?.rollout, asked.get("regional")?.rollout];
  const { engine, signal } = respondent;
  const compared =
    global && showings.has("regional")
      ? await compareWhole(engine, [global], contrastOf(plan), ALTERNATIVES, signal, formula?.sums, plan.box)
      : success<readonly Replay[] | null>(null);
  if (!compared.ok) return compared;
  const replay = compared.value?.[0] ?? null;
  const advantages = regional ? await advantagesOf(respondent, regional) : success([]);
  return advantages.ok ? success({ replay, advantages: advantages.value }) : advantages;
}

/** Opens the entry's images; the crop is null where the suite supplies none. */
async function openImages(respondent: Respondent, entry: SuiteEntry) {
  const image = await respondent.open(entry.path);
  if (!image.ok) return image;
  if (entry.region.kind !== "crop") return success({ image: image.value, crop: null });
  const crop = await respondent.open(entry.region.path);
  return crop.ok ? success({ image: image.value, crop: crop.value }) : crop;
}

/** An entry's result, and the evidence behind it where its answer was generated. */
export interface AskedEntry {
  readonly result: ItemResult;
  readonly evidence: ItemEvidence | null;
}

function evidenceOf(
  id: string,
  plan: Plan,
  asked: AskedByCondition,
  replay: Replay | null,
): ItemEvidence | null {
  const answer = asked.get("global")?.rollout ?? null;
  const closeUp = asked.get("regional")?.rollout ?? null;
  return answer === null ? null : { id, plan, answer, replay, closeUp };
}

/** Asks an entry under every wanted condition; null where the run was cancelled on the way. */
export async function askEntry(
  respondent: Respondent,
  given: SuiteEntry,
  settings: AskSettings,
  formula: ItemFormula | null = null,
): Promise<Outcome<AskedEntry | null>> {
  const entry = arranged(given, settings.shuffle);
  const images = await openImages(respondent, entry);
  if (!images.ok) return images;
  const opened = {
    model: respondent.model,
    boxWords: respondent.boxWords,
    longestEdge: settings.longestEdge,
    ...images.value,
  };
  const showings = conditionShowings(entry, opened, settings.conditions, settings.choices);
  const asked = await askAll(respondent, entry, showings, settings);
  if (!asked.ok || asked.value === null) return asked as Outcome<null>;
  const nothing: Signals = { replay: null, advantages: [] };
  const plan = planOf(entry, opened, settings.choices);
  const signals = settings.signals
    ? await measure(respondent, asked.value, showings, plan, formula)
    : success(nothing);
  if (!signals.ok) return signals;
  const global = showings.get("global");
  const samples =
    settings.samples.count > 0 && global !== undefined
      ? await samplesOf(respondent, entry, global, settings)
      : success([]);
  if (!samples.ok) return samples;
  if (samples.value === null) return success(null);
  const { replay, advantages } = signals.value;
  const result = {
    ...resultOf(entry, asked.value, divergenceOf(replay), advantages, samples.value),
    ...(formula === null ? {} : { formula: formulaOf(formula, asked.value.get("global"), replay) }),
  };
  return success({ result, evidence: evidenceOf(entry.id, plan, asked.value, replay) });
}

function formulaOf(formula: ItemFormula, asked: Asked | undefined, replay: Replay | null): number | null {
  const rollout = asked?.rollout ?? null;
  return asked === undefined || rollout === null || replay === null
    ? null
    : formula.mean(rollout, replay, asked.answer.right);
}

function resultOf(
  entry: SuiteEntry,
  asked: AskedByCondition,
  divergence: number | null,
  advantages: readonly number[],
  samples: readonly boolean[],
): ItemResult {
  const answers = [...asked].map(([condition, { answer }]) => [condition, answer] as const);
  const { id, dimension, path, question, answer, choices, correct } = entry;
  const offered =
    choices.length === 0 ? {} : { choices: [...choices], correct: correct.map((set) => [...set]) };
  return {
    id,
    dimension,
    image: path,
    area: relativeArea(entry),
    question,
    answer,
    ...offered,
    looks: Object.fromEntries(answers),
    divergence,
    advantages: [...advantages],
    samples: [...samples],
  };
}
