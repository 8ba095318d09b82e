/** The watched item: one held-out question that is answered again every few steps, token by token beside the evidence crop. */

import { type Outcome, success } from "../../base/outcome.ts";
import type { EvaluationRecord, WatchedRecord } from "../../lab/run/document.ts";
import type { TrainableModel } from "../model/trainable.ts";
import { drawAnswers, scoreAnswers } from "../packed/decoder.ts";
import type { Prompt } from "../packed/prompt.ts";
import type { DecoderGraphs, Parameters } from "../packed/rows.ts";
import { JENSEN_SHANNON, tokenDivergences } from "../recipe/token-loss.ts";
import type { HeldOut } from "./evaluate.ts";
import { GREEDY_DRAWING } from "./evaluate.ts";

/** Steps between two answers to the watched item, after as many that are each followed by one: most changes early. */
const EVERY = 5;

export function isWatchedAfter(step: number, steps: number): boolean {
  return step < EVERY || step % EVERY === 0 || step === steps;
}

/**
 * Which of the held-out questions is watched: the first that the model answered rightly from the evidence crop and wrongly from
 * the full image before the first step, which training could change; else the first.
 */
export function watchedItem({ views }: EvaluationRecord): number {
  const { global, regional } = views;
  return Math.max(
    0,
    [...regional.right].findIndex((hit, i) => hit === "1" && global.right[i] === "0"),
  );
}

/** The token that a side finds most likely. */
function mostLikely(logits: Float32Array): number {
  let best = 0;
  for (let id = 1; id < logits.length; id++) if ((logits[id] as number) > (logits[best] as number)) best = id;
  return best;
}

/**
 * Answers a held-out question greedily from the full image, and compares each token with what the model before the first step says
 * there from the evidence crop. Faults: those of a run.
 */
export async function watch(
  model: TrainableModel,
  graphs: DecoderGraphs,
  parameters: Parameters,
  { questions, right, prompts }: HeldOut,
  item: number,
  step: number,
): Promise<Outcome<WatchedRecord>> {
  const [full, crop] = [prompts.global[item] as Prompt, prompts.regional[item] as Prompt];
  const drawn = await drawAnswers(graphs, parameters, [full], GREEDY_DRAWING);
  if (!drawn.ok) return drawn;
  const [answer] = drawn.value;
  const ids = answer?.ids ?? [];
  const scored = await scoreAnswers(graphs, model.parameters, [crop], [ids]);
  if (!scored.ok) return scored;
  const own = answer?.logits ?? new Float32Array();
  const theirs = scored.value[0]?.logits ?? own;
  const divergences = tokenDivergences(JENSEN_SHANNON, own, theirs, ids.length);
  const size = theirs.length / Math.max(1, ids.length);
  const { text, thing } = questions[item] as HeldOut["questions"][number];
  return success({
    kind: "watched",
    step,
    item,
    question: text,
    answer: thing.answer,
    box: thing.box,
    right: String(ids) === String(right[item]),
    tokens: ids.map((id, t) => {
      const preferred = mostLikely(theirs.subarray(t * size, (t + 1) * size));
      return {
        text: model.tokenText(id),
        divergence: divergences[t] ?? 0,
        instead: preferred === id ? null : model.tokenText(preferred as typeof id),
      };
    }),
  });
}
