/** The gradients of a decoder's parameters over packed prompts. */

import type { TokenId } from "../../base/ids.ts";
import { type Outcome, success } from "../../base/outcome.ts";
import { gradientOf } from "../../graph/backward/differentiate.ts";
import { blend, SUM } from "../../math/optimization/blend.ts";
import { release, type Tensor } from "../../model/adapter.ts";
import { floatOutput, floatTensor } from "../../model/tensors.ts";
import type { Prompt } from "./prompt.ts";
import { fedParameters, joined, type Parameters, packedParts, type TrainedGraphs } from "./rows.ts";

/** Answers to prompts, of which the gradients are taken. */
export interface GradientBatch {
  readonly parameters: Parameters;
  readonly prompts: readonly Prompt[];
  readonly answers: readonly (readonly TokenId[])[];
}

/** The gradient with respect to the logits of the answers with these numbers, [tokens, vocabulary], as an input of a graph. */
type SeedOf = (numbers: readonly number[], dims: readonly [number, number]) => Tensor;

/**
 * The gradients of the trained parameters as one pass after the other finds them, each in the order of `trained`; `take` adds
 * them up and releases them. Faults: those of a run and of `take`.
 */
export async function gradientPasses(
  graphs: TrainedGraphs,
  { parameters, prompts, answers }: GradientBatch,
  seedOf: SeedOf,
  take: (found: readonly Tensor[]) => Promise<Outcome<null>>,
): Promise<Outcome<null>> {
  const { config, gradient, trained } = graphs;
  const weights = fedParameters(graphs, gradient, parameters);
  const names = trained.map(gradientOf);
  for (const { numbers, pass } of packedParts(graphs, parameters, prompts, answers)) {
    if (!pass.ok) return pass;
    const rows = numbers.reduce((sum, number) => sum + (answers[number]?.length ?? 0), 0);
    const seed = seedOf(numbers, [rows, config.vocab_size]);
    const ran = await gradient.run({ ...weights, ...pass.value, [gradientOf("logits")]: seed }, names);
    release(seed);
    if (!ran.ok) return ran;
    const taken = await take(names.map((name) => ran.value[name] as Tensor));
    if (!taken.ok) return taken;
  }
  return success(null);
}

/**
 * The gradients of a loss with respect to the trained parameters, given its gradient with respect to each answer's logits
 * [tokens, vocabulary], in memory. Faults: those of a run.
 */
export async function parameterGradients(
  graphs: TrainedGraphs,
  parameters: Parameters,
  prompts: readonly Prompt[],
  answers: readonly (readonly TokenId[])[],
  ofLogits: readonly Float32Array[],
): Promise<Outcome<Parameters>> {
  const sums = new Map<string, Float32Array>();
  const passed = await gradientPasses(
    graphs,
    { parameters, prompts, answers },
    (numbers, dims) =>
      floatTensor(undefined, dims, joined(numbers.map((number) => ofLogits[number] as Float32Array))),
    async (found) => {
      for (const [i, name] of graphs.trained.entries()) {
        const part = floatOutput({ [name]: found[i] as Tensor }, name);
        if (!part.ok) return part;
        const sum = sums.get(name);
        if (sum === undefined) sums.set(name, part.value.data.slice());
        else blend(sum, part.value.data, SUM);
      }
      return success(null);
    },
  );
  return passed.ok ? success(sums) : passed;
}
