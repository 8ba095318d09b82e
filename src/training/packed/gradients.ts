/** The gradients of a decoder's parameters over packed prompts. */

import type { TokenId } from "../../base/ids.ts";
import { type Outcome, success } from "../../base/outcome.ts";
import { gradientOf } from "../../graph/backward/differentiate.ts";
import { floatOutput, floatTensor } from "../../model/tensors.ts";
import type { Prompt } from "./prompt.ts";
import { fedParameters, joined, type Parameters, packedParts, type TrainedGraphs } from "./rows.ts";

/** Adds `part` to `sums` in place. */
function addInto(sums: Map<string, Float32Array>, name: string, part: Float32Array): void {
  const sum = sums.get(name);
  if (sum === undefined) sums.set(name, part.slice());
  else for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + (part[i] as number);
}

/**
 * The gradients of a loss with respect to the trained parameters, given its gradient with respect to each answer's logits
 * [tokens, vocabulary]. Faults: those of a run.
 */
export async function parameterGradients(
  graphs: TrainedGraphs,
  parameters: Parameters,
  prompts: readonly Prompt[],
  answers: readonly (readonly TokenId[])[],
  ofLogits: readonly Float32Array[],
): Promise<Outcome<Parameters>> {
  const { config, gradient, trained } = graphs;
  const weights = fedParameters(gradient, config, parameters);
  const names = trained.map(gradientOf);
  const sums = new Map<string, Float32Array>();
  for (const { numbers, pass } of packedParts(graphs, parameters, prompts, answers)) {
    if (!pass.ok) return pass;
    const seed = joined(numbers.map((number) => ofLogits[number] as Float32Array));
    const dims = [seed.length / config.vocab_size, config.vocab_size];
    const ran = await gradient.run(
      { ...weights, ...pass.value, [gradientOf("logits")]: floatTensor(undefined, dims, seed) },
      names,
    );
    if (!ran.ok) return ran;
    for (const name of trained) {
      const found = floatOutput(ran.value, gradientOf(name));
      if (!found.ok) return found;
      addInto(sums, name, found.value.data);
    }
  }
  return success(sums);
}
