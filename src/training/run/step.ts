/** One step of a run: questions, answers, loss, gradient, and the optimizer. */

import { failure, type Outcome, success } from "../../base/outcome.ts";
import type { RunSettings, StepRecord } from "../../lab/run/document.ts";
import { adamWStep } from "../../math/optimization/adamw.ts";
import { clipGradients } from "../../math/optimization/clip.ts";
import { mean, sequenceMean, tokenMean } from "../../math/statistics/statistics.ts";
import { parameterGradients } from "../packed/gradients.ts";
import { jensenShannon } from "../recipe/token-loss.ts";
import { objectiveOf } from "./objective.ts";
import { answersTo, askedIn, compareAnswers, type TrainingParts } from "./sides.ts";
import type { RunState } from "./state.ts";

/** The learning rate of a step, which rises over the share of warm-up. */
function rateAt({ recipe: { optimizer }, steps }: RunSettings, step: number): number {
  const rising = Math.round(optimizer.warmUp * steps);
  return optimizer.rate * Math.min(1, step / Math.max(1, rising));
}

/** Moves the trained tensors, and the average behind them. */
function update(
  settings: RunSettings,
  state: RunState,
  gradients: ReadonlyMap<string, Float32Array>,
  rate: number,
): void {
  const { optimizer, teacher } = settings.recipe;
  for (const [name, tensor] of state.trained.tensors) {
    const [gradient, moments] = [gradients.get(name), state.moments.get(name)];
    if (gradient !== undefined && moments !== undefined)
      adamWStep(tensor, gradient, moments, { ...optimizer, rate }, state.step);
  }
  if (state.average === null || teacher?.weights.kind !== "average") return;
  const kept = 2 ** (-1 / (teacher.weights.halfLife * settings.steps));
  const current = state.trained.current();
  for (const [name, average] of state.average) {
    const values = current.get(name) as Float32Array;
    for (let i = 0; i < average.length; i++)
      average[i] = kept * (average[i] as number) + (1 - kept) * (values[i] as number);
  }
}

const share = (of: readonly boolean[]): number => mean(of.map((holds) => (holds ? 1 : 0))) ?? 0;

/**
 * Makes the next step of `state`. Faults: those of a run and of the gate, unreliable where the gradient is not finite; the state
 * is then as it was before.
 */
export async function makeStep(
  parts: TrainingParts,
  settings: RunSettings,
  state: RunState,
): Promise<Outcome<StepRecord>> {
  const began = performance.now();
  const { model, graphs, show } = parts;
  const { recipe } = settings;
  const step = state.step + 1;
  const asked = await askedIn(parts, settings, step);
  if (!asked.ok) return asked;
  const prompts = await show(recipe.student, asked.value.questions);
  if (!prompts.ok) return prompts;
  const parameters = state.trained.current();
  const answers = await answersTo(asked.value, parts, settings, step, { parameters, prompts: prompts.value });
  if (!answers.ok) return answers;
  const compared = await compareAnswers(asked.value, parts, settings, state, parameters, answers.value);
  if (!compared.ok) return compared;
  const { teacher, members } = compared.value;
  const ids = answers.value.map((answer) => answer.ids);
  const objective = await objectiveOf(recipe, asked.value.groups, answers.value, compared.value);
  if (!objective.ok) return objective;
  const { losses, entropies, ofLogits, withoutSpread } = objective.value;
  const found = await parameterGradients(graphs, parameters, prompts.value, ids, ofLogits);
  if (!found.ok) return found;
  const gradients = state.trained.gradients(found.value);
  const gradientNorm = clipGradients([...gradients.values()], recipe.optimizer.clip);
  if (!Number.isFinite(gradientNorm))
    return failure("unreliable", `The gradient of step ${step} is not finite.`);
  const rate = rateAt(settings, step);
  state.step = step;
  update(settings, state, gradients, rate);
  const divergences = teacher?.map(({ logits }, i) =>
    jensenShannon(answers.value[i]?.logits ?? logits, logits, ids[i]?.length ?? 0),
  );
  const average = recipe.average === "tokens" ? tokenMean : sequenceMean;
  return success({
    kind: "step",
    step,
    loss: average({ values: losses }) ?? 0,
    entropy: tokenMean({ values: entropies }) ?? 0,
    divergence: divergences === undefined ? null : tokenMean({ values: divergences }),
    gradientNorm,
    rate,
    answers: ids.length,
    tokens: ids.flat().length,
    right: share(members.map(({ correct }) => correct === true)),
    withoutEnd: share(ids.map((each) => each.at(-1) !== model.stopToken)),
    withoutSpread,
    seconds: (performance.now() - began) / 1000,
  });
}
