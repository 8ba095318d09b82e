/** Measures a model on held-out questions: its greedy answers from the full image, the matched crop and the evidence crop. */

import type { TokenId } from "../../base/ids.ts";
import { failure, type Outcome, success } from "../../base/outcome.ts";
import { CROP, DEGRADED, FULL, MATCHED, type Recipe as View } from "../../evidence/views/recipe.ts";
import type { AskedThing } from "../../lab/run/data.ts";
import {
  type EvaluationRecord,
  MEASURED_VIEWS,
  type MeasuredView,
  type ViewFigures,
} from "../../lab/run/document.ts";
import { meanInterval } from "../../math/statistics/bootstrap.ts";
import { mean } from "../../math/statistics/statistics.ts";
import type { HeldQuestion, Question } from "../data/scenes.ts";
import type { Shower } from "../data/showing.ts";
import type { TrainableModel } from "../model/trainable.ts";
import { drawAnswers, type ScoredAnswer, scoreAnswers } from "../packed/decoder.ts";
import type { Prompt } from "../packed/prompt.ts";
import type { DecoderGraphs, Parameters } from "../packed/rows.ts";
import { JENSEN_SHANNON, logProbsOf, tokenDivergences } from "../recipe/token-loss.ts";

/** The longest answer that is drawn, in tokens. Things with a longer right answer are not asked about. */
export const LONGEST_ANSWER = 24;

/** Whether the model could give the right answer of a thing: it has tokens for it, and few enough. */
export function isAskable({ answerIds }: Pick<TrainableModel, "answerIds">, { answer }: AskedThing): boolean {
  const ids = answerIds(answer);
  return ids.ok && ids.value.length <= LONGEST_ANSWER;
}

/** Greedy answers up to that length. */
export const GREEDY_DRAWING = {
  cut: { temperature: 0, topP: 1, topK: 0 },
  longest: LONGEST_ANSWER,
  salt: () => 0,
} as const;

/** Held-out questions with their prompts; of pictures only features stay, as the weights see them by which they were shown. */
export interface HeldOut {
  readonly questions: readonly HeldQuestion[];
  readonly right: readonly (readonly TokenId[])[];
  readonly prompts: Readonly<Record<ShownView, readonly Prompt[]>>;
  /** What the model's own weights answer, where an earlier run has measured it. */
  readonly measured?: EvaluationRecord | null;
}

const SHOWN_VIEWS = [...MEASURED_VIEWS, "degraded"] as const;
/** The views that are measured, and the degraded copy that visual advantage is measured against. */
type ShownView = (typeof SHOWN_VIEWS)[number];

const SHOWN: Readonly<Record<ShownView, View>> = {
  global: FULL,
  matched: MATCHED,
  regional: CROP,
  degraded: [DEGRADED],
};

/** Shows the held-out questions under every view, picture by picture. Faults: those of the vision encoder. */
export async function prepareHeldOut(
  model: TrainableModel,
  show: Shower,
  pictures: AsyncIterable<readonly Question[]>,
  onProgress: (done: number) => void,
): Promise<Outcome<HeldOut>> {
  const prompts: Record<ShownView, Prompt[]> = { global: [], matched: [], regional: [], degraded: [] };
  const right: (readonly TokenId[])[] = [];
  const questions: HeldQuestion[] = [];
  for await (const asked of pictures) {
    for (const view of SHOWN_VIEWS) {
      const shown = await show(SHOWN[view], asked);
      if (!shown.ok) return shown;
      prompts[view].push(...shown.value);
    }
    for (const { thing, text, salt } of asked) {
      const answer = model.answerIds(thing.answer);
      if (!answer.ok) return answer;
      right.push(answer.value);
      questions.push({ number: salt, thing, text });
    }
    onProgress(questions.length);
  }
  return success({ questions, right, prompts });
}

/** Whether the evidence words stand in a text, as whole words. */
export function hasEvidence(text: string, evidence: string): boolean {
  const words = (all: string): string =>
    ` ${all
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
      .trim()} `;
  return words(text).includes(words(evidence));
}

function mostFrequent(texts: readonly string[]): ViewFigures["mostFrequent"] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  const [text = "", count = 0] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a), ["", 0]);
  return { text, share: texts.length === 0 ? 0 : count / texts.length };
}

const NOTHING = { mean: 0, low: 0, high: 0 };
const bit = (holds: boolean): number => (holds ? 1 : 0);

function figuresOf(
  model: TrainableModel,
  { questions, right }: HeldOut,
  answers: readonly (readonly TokenId[])[],
): ViewFigures {
  const texts = answers.map(model.text);
  const hits = answers.map((ids, i) => bit(String(ids) === String(right[i])));
  const found = texts.map((text, i) => bit(hasEvidence(text, questions[i]?.thing.evidence ?? "")));
  return {
    right: hits.join(""),
    accuracy: meanInterval(hits) ?? NOTHING,
    evidence: meanInterval(found) ?? NOTHING,
    length: mean(answers.map(({ length }) => length)) ?? 0,
    withoutEnd: mean(answers.map((ids) => bit(ids.at(-1) !== model.stopToken))) ?? 0,
    mostFrequent: mostFrequent(texts),
  };
}

/** Paired differences of right answers, regional minus global. */
function gapOf({ global, regional }: EvaluationRecord["views"]): EvaluationRecord["gap"] {
  const differences = [...regional.right].map((hit, i) => Number(hit) - Number(global.right[i]));
  return meanInterval(differences) ?? NOTHING;
}

/** Questions that are answered together: their logits exist at one time, and no more. */
const TOGETHER = 48;

/** What comes of some of the held-out questions. */
interface Measured {
  readonly ids: Readonly<Record<MeasuredView, readonly (readonly TokenId[])[]>>;
  /**
   * Of the answers from the full image, a mean over tokens each: the Jensen–Shannon divergence from the same weights given the
   * evidence crop, and by how much the degraded copy makes a token less likely, or 0.
   */
  readonly divergences: readonly number[];
  readonly advantages: readonly number[];
}

async function measurePart(
  graphs: DecoderGraphs,
  parameters: Parameters,
  prompts: HeldOut["prompts"],
): Promise<Outcome<Measured>> {
  const found: Partial<Record<MeasuredView, readonly (readonly TokenId[])[]>> = {};
  let full: readonly ScoredAnswer[] = [];
  for (const view of MEASURED_VIEWS) {
    const answers = await drawAnswers(graphs, parameters, prompts[view], GREEDY_DRAWING);
    if (!answers.ok) return answers;
    if (view === "global") full = answers.value;
    found[view] = answers.value.map(({ ids }) => ids);
  }
  const ids = found as Measured["ids"];
  const crop = await scoreAnswers(graphs, parameters, prompts.regional, ids.global);
  if (!crop.ok) return crop;
  const degraded = await scoreAnswers(graphs, parameters, prompts.degraded, ids.global);
  if (!degraded.ok) return degraded;
  const divergences = full.map(
    (answer, i) =>
      mean(
        tokenDivergences(
          JENSEN_SHANNON,
          answer.logits,
          crop.value[i]?.logits ?? answer.logits,
          answer.ids.length,
        ),
      ) ?? 0,
  );
  const advantages = full.map((answer, i) => {
    const without = logProbsOf(answer.ids, degraded.value[i]?.logits ?? answer.logits);
    const gains = logProbsOf(answer.ids, answer.logits).map((own, t) =>
      Math.max(0, own - (without[t] ?? own)),
    );
    return mean(gains) ?? 0;
  });
  return success({ ids, divergences, advantages });
}

/** The answers to every held-out question under every view, greedily. Faults: those of a run. */
export async function answerHeldOut(
  graphs: DecoderGraphs,
  parameters: Parameters,
  { questions, prompts }: HeldOut,
): Promise<Outcome<Measured>> {
  const parts: Measured[] = [];
  for (let from = 0; from < questions.length; from += TOGETHER) {
    const of = (view: ShownView) => prompts[view].slice(from, from + TOGETHER);
    const part = await measurePart(graphs, parameters, {
      global: of("global"),
      matched: of("matched"),
      regional: of("regional"),
      degraded: of("degraded"),
    });
    if (!part.ok) return part;
    parts.push(part.value);
  }
  const all = (view: MeasuredView) => parts.flatMap(({ ids }) => ids[view]);
  return success({
    ids: { global: all("global"), matched: all("matched"), regional: all("regional") },
    divergences: parts.flatMap(({ divergences }) => divergences),
    advantages: parts.flatMap(({ advantages }) => advantages),
  });
}

/**
 * Which of the greedy answers to the held-out questions from the full image are right, whatever weights the graphs are given. Faults:
 * those of a run.
 */
export async function answerFullImages(
  graphs: DecoderGraphs,
  parameters: Parameters,
  { right, prompts }: HeldOut,
): Promise<Outcome<Pick<ViewFigures, "right" | "accuracy">>> {
  const hits: number[] = [];
  for (let from = 0; from < right.length; from += TOGETHER) {
    const asked = prompts.global.slice(from, from + TOGETHER);
    const answers = await drawAnswers(graphs, parameters, asked, GREEDY_DRAWING);
    if (!answers.ok) return answers;
    hits.push(...answers.value.map(({ ids }, i) => bit(String(ids) === String(right[from + i]))));
  }
  return success({ right: hits.join(""), accuracy: meanInterval(hits) ?? NOTHING });
}

/** Answers every held-out question greedily under every view. Faults: those of a run, badInput without questions. */
export async function evaluate(
  model: TrainableModel,
  graphs: DecoderGraphs,
  parameters: Parameters,
  held: HeldOut,
  step: number,
): Promise<Outcome<EvaluationRecord>> {
  if (held.questions.length === 0) return failure("badInput", "There are no held-out questions.");
  const began = performance.now();
  const answered = await answerHeldOut(graphs, parameters, held);
  if (!answered.ok) return answered;
  const { ids, divergences, advantages } = answered.value;
  const views = {
    global: figuresOf(model, held, ids.global),
    matched: figuresOf(model, held, ids.matched),
    regional: figuresOf(model, held, ids.regional),
  };
  return success({
    kind: "evaluation",
    step,
    items: held.questions.length,
    views,
    gap: gapOf(views),
    divergence: meanInterval(divergences) ?? NOTHING,
    advantage: meanInterval(advantages) ?? NOTHING,
    seconds: (performance.now() - began) / 1000,
  });
}
