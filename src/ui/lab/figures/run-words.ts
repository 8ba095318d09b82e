/** The run card in lines, as shown below every figure and export: enough to make the run again. */
import type { RunData } from "../../../lab/run/data.ts";
import type { Run } from "../../../lab/run/run.ts";
import { count } from "../../shared/format.ts";

/** What the questions were about. */
function dataWords(data: RunData): string {
  return data === "scenes" ? "about drawn scenes" : `of ${data.title}, ${count(data.pictures, "image")}`;
}

export function runLines({ header, steps, evaluations }: Run): readonly string[] {
  const { recipe, model, seed, every, perDimension, dimensions, ran, data } = header;
  const questions = evaluations.at(-1)?.items ?? perDimension * dimensions.length;
  return [
    `${model.title} · ${recipe.title} · ${count(steps.length, "step")} of ${header.steps} · seed ${seed}`,
    `Measured every ${count(every, "step")} on ${count(questions, "held-out question")} ${dataWords(data)}`,
    `Graphs on ${ran.graphs}, gradients of the logits in ${ran.logitGradients} · weights ${model.weights.sha256.slice(0, 12)} · build ${ran.build}`,
  ];
}
