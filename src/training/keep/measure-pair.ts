/** A trained model beside its parent: both answer the same questions under every view. */

import type { TokenId } from "../../base/ids.ts";
import { type Outcome, success } from "../../base/outcome.ts";
import { MEASURED_VIEWS, type MeasuredView } from "../../lab/run/document.ts";
import type { MeasuredAnswer, MeasuredItem } from "../../lab/run/measured-pair.ts";
import { GREEDY_DRAWING, type HeldOut } from "../measure/evaluate.ts";
import type { TrainableModel } from "../model/trainable.ts";
import { drawAnswers } from "../packed/decoder.ts";
import type { DecoderGraphs, Parameters } from "../packed/rows.ts";

type Answers = Readonly<Record<MeasuredView, readonly (readonly TokenId[])[]>>;

/** Weights, and the questions as they see them. */
interface Asked {
  readonly parameters: Parameters;
  readonly held: HeldOut;
}

/** Greedy answers to every question under every view; `onView` is told after each view. */
async function answersOf(
  graphs: DecoderGraphs,
  { parameters, held: { prompts } }: Asked,
  onView: () => void,
): Promise<Outcome<Answers>> {
  const found: Partial<Record<MeasuredView, readonly (readonly TokenId[])[]>> = {};
  for (const view of MEASURED_VIEWS) {
    const answers = await drawAnswers(graphs, parameters, prompts[view], GREEDY_DRAWING);
    if (!answers.ok) return answers;
    found[view] = answers.value.map(({ ids }) => ids);
    onView();
  }
  return success(found as Answers);
}

/** Items in the order of the questions, which both are asked. Faults: those of a run. */
export async function measurePair(
  model: TrainableModel,
  graphs: DecoderGraphs,
  parent: Asked,
  child: Asked,
  onProgress: (done: number, total: number) => void,
): Promise<Outcome<readonly MeasuredItem[]>> {
  let done = 0;
  const onView = () => onProgress(++done, 2 * MEASURED_VIEWS.length);
  const before = await answersOf(graphs, parent, onView);
  if (!before.ok) return before;
  const later = await answersOf(graphs, child, onView);
  if (!later.ok) return later;
  const answer = (of: Answers, view: MeasuredView, item: number): MeasuredAnswer => {
    const ids = of[view][item] ?? [];
    return { text: model.text(ids), right: String(ids) === String(parent.held.right[item]) };
  };
  const views = (of: Answers, item: number) => ({
    global: answer(of, "global", item),
    matched: answer(of, "matched", item),
    regional: answer(of, "regional", item),
  });
  return success(
    parent.held.questions.map(({ thing, text }, item) => ({
      dimension: thing.dimension,
      question: text,
      answer: thing.answer,
      before: views(before.value, item),
      after: views(later.value, item),
    })),
  );
}
