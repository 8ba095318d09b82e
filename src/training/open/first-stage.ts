/** Asks the model that the student was made of what it answers to the held-out questions from the full image. */

import { failure, type Outcome, success } from "../../base/outcome.ts";
import { NEVER } from "../../base/signal.ts";
import { openSource } from "../../engine/local/models/open-source.ts";
import { type FirstStage, firstStageOf } from "../../lab/recipe/first-stage.ts";
import type { EarlierRun, FirstStageAnswers, FirstStageRecord } from "../../lab/run/document.ts";
import { answerFullImages, type HeldOut } from "../measure/evaluate.ts";
import { readStored, type StoredModel } from "../model/trainable.ts";
import type { DecoderGraphs } from "../packed/rows.ts";
import type { TrainingRequest } from "../protocol/protocol.ts";

/** The weights of a bundled model, for graphs that are open. Faults: those of reading any model, unsupported. */
async function readBundled(id: string, base: string): Promise<Outcome<StoredModel>> {
  const manifest = new URL(`models/${id}/manifest.json`, base).href;
  const opened = await openSource({ kind: "site", manifest }, NEVER, () => undefined);
  if (!opened.ok) return opened;
  if (opened.value?.manifest.family !== "idefics3")
    return failure("unsupported", "It has no graphs that are built in the tab.");
  return readStored(opened.value.manifest, opened.value.files);
}

/** Whether a model can be given the features and prompts that were made for another one, in the graphs of that one. */
const readsAlike = (a: StoredModel, b: StoredModel): boolean =>
  (["encoder", "tokenizerSha256", "wording"] as const).every((part) => a[part] === b[part]) &&
  JSON.stringify(a.config) === JSON.stringify(b.config);

/**
 * What the first stage answers, by the student's graphs and from the features that are kept. Faults: unsupported where it reads images or
 * questions in another way, and those of reading it and of a run.
 */
export async function answersOfFirstStage(
  first: StoredModel,
  student: StoredModel,
  graphs: DecoderGraphs,
  held: HeldOut,
): Promise<Outcome<FirstStageAnswers>> {
  if (!readsAlike(first, student))
    return failure("unsupported", `It reads images or questions in another way than ${student.title}.`);
  const answered = await answerFullImages(graphs, first.parameters, held);
  graphs.arrays?.forget(first.parameters.values());
  return answered.ok ? success({ weights: first.weights, ...answered.value }) : answered;
}

async function ask(
  { id, title }: FirstStage,
  base: string,
  step: number,
  answer: (first: StoredModel) => Promise<Outcome<FirstStageAnswers>>,
): Promise<FirstStageRecord> {
  const began = performance.now();
  const first = await readBundled(id, base);
  const answers = first.ok ? await answer(first.value) : first;
  const seconds = (performance.now() - began) / 1000;
  return answers.ok
    ? { kind: "firstStage", step, title, answers: answers.value, seconds }
    : { kind: "firstStage", step, title, answers: null, reason: answers.fault.message, seconds };
}

/**
 * Asks the first stage of a run's model, or says again what another run found; null where the model has none, or where the earlier part
 * of the run knows its answers.
 */
export function firstStageAsker(
  { base, firstStage: known }: Pick<TrainingRequest, "base" | "firstStage">,
  earlier: EarlierRun | undefined,
  student: StoredModel,
  graphs: DecoderGraphs,
  held: HeldOut,
): ((step: number) => Promise<FirstStageRecord>) | null {
  const first = firstStageOf(student.id);
  if (first === null || earlier?.knowsFirstStage === true) return null;
  return async (step) =>
    known?.answers?.right.length === held.questions.length
      ? { ...known, step }
      : ask(first, base, step, (stored) => answersOfFirstStage(stored, student, graphs, held));
}
