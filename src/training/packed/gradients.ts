/** The gradients of a model's parameters over packed prompts. */

import type { TokenId } from "../../base/ids.ts";
import { failure, type Outcome, success } from "../../base/outcome.ts";
import { gradientOf } from "../../graph/backward/differentiate.ts";
import { blend, SUM } from "../../math/optimization/blend.ts";
import { type ImageFeatures, release, type Tensor } from "../../model/adapter.ts";
import { asFloats, floatTensor } from "../../model/tensors.ts";
import type { EncoderPixels } from "./encoder.ts";
import type { Prompt } from "./prompt.ts";
import { EMBEDDINGS, fedParameters, joined, type Origin, type Parameters, packedParts } from "./rows.ts";
import { type TrainedGraphs, wantedOf } from "./trained-graphs.ts";

/** Answers to prompts, of which the gradients are taken. */
export interface GradientBatch {
  readonly parameters: Parameters;
  readonly prompts: readonly Prompt[];
  readonly answers: readonly (readonly TokenId[])[];
  /** What the encoder read of the prompts' pictures; needed where it is trained. */
  readonly pixels: ReadonlyMap<ImageFeatures, EncoderPixels>;
}

/** The gradient with respect to the logits of the answers with these numbers, [tokens, vocabulary], as an input of a graph. */
type SeedOf = (numbers: readonly number[], dims: readonly [number, number]) => Tensor;

/**
 * The gradients of `wantedOf` the trained parameters as one pass after the other finds them, in that order; `take` adds them up and
 * releases them, and is told where the places of the pass's row come from. Faults: those of a run and of `take`.
 */
export async function gradientPasses(
  graphs: TrainedGraphs,
  { parameters, prompts, answers }: Omit<GradientBatch, "pixels">,
  seedOf: SeedOf,
  take: (found: readonly Tensor[], origins: readonly Origin[]) => Promise<Outcome<null>>,
): Promise<Outcome<null>> {
  const { config, gradient, trained } = graphs;
  const weights = fedParameters(graphs, gradient, parameters);
  const names = wantedOf(trained).map(gradientOf);
  for (const { numbers, pass } of packedParts(graphs, parameters, prompts, answers)) {
    if (!pass.ok) return pass;
    const { feeds, origins } = pass.value;
    const rows = numbers.reduce((sum, number) => sum + (answers[number]?.length ?? 0), 0);
    const seed = seedOf(numbers, [rows, config.vocab_size]);
    const ran = await gradient.run({ ...weights, ...feeds, [gradientOf("logits")]: seed }, names);
    release(seed);
    if (!ran.ok) return ran;
    const taken = await take(
      names.map((name) => ran.value[name] as Tensor),
      origins,
    );
    if (!taken.ok) return taken;
  }
  return success(null);
}

/** Sums of gradients by parameter and by picture. */
interface Sums {
  readonly ofParameters: Map<string, Float32Array>;
  readonly ofFeatures: Map<ImageFeatures, Float32Array>;
}

function addTo(sums: Sums["ofParameters"], name: string, part: Float32Array): void {
  const sum = sums.get(name);
  // What a graph leaves is its own, and may be written over by its next run.
  if (sum === undefined) sums.set(name, part.slice());
  else blend(sum, part, SUM);
}

/** Adds the gradient of every place of a row, [places, width], to what the place was looked up in: embeddings, or features of a picture. */
function spread(
  { ofParameters, ofFeatures }: Sums,
  ofPlaces: Float32Array,
  origins: readonly Origin[],
): void {
  const width = ofPlaces.length / origins.length;
  const featuresOf = (picture: ImageFeatures): Float32Array => {
    const sum = ofFeatures.get(picture) ?? new Float32Array(picture.values.data.length);
    ofFeatures.set(picture, sum);
    return sum;
  };
  for (const [place, { picture, row }] of origins.entries()) {
    const sum = picture === null ? ofParameters.get(EMBEDDINGS) : featuresOf(picture);
    const slope = ofPlaces.subarray(place * width, (place + 1) * width);
    if (sum !== undefined) blend(sum.subarray(row * width, (row + 1) * width), slope, SUM);
  }
}

/** Adds the gradients of the encoder's parameters, from those of the features of each picture. */
async function addEncoders(
  { encoder }: TrainedGraphs,
  { parameters, pixels }: GradientBatch,
  { ofParameters, ofFeatures }: Sums,
): Promise<Outcome<null>> {
  if (encoder === null) return success(null);
  for (const [picture, slopes] of ofFeatures) {
    const read = pixels.get(picture);
    if (read === undefined) return failure("bug", "A picture's pixels were not kept for its gradient.");
    const found = await encoder.gradients(read, slopes, parameters);
    if (!found.ok) return found;
    for (const [name, part] of found.value) addTo(ofParameters, name, part);
  }
  return success(null);
}

/**
 * The gradients of a loss with respect to the trained parameters, given its gradient with respect to each answer's logits
 * [tokens, vocabulary], in memory. The embeddings' is that of the head and, row by row, that of what was looked up. Faults: those of a
 * run.
 */
export async function parameterGradients(
  graphs: TrainedGraphs,
  batch: GradientBatch,
  ofLogits: readonly Float32Array[],
): Promise<Outcome<Parameters>> {
  const sums: Sums = { ofParameters: new Map(), ofFeatures: new Map() };
  const names = wantedOf(graphs.trained);
  const passed = await gradientPasses(
    graphs,
    batch,
    (numbers, dims) =>
      floatTensor(undefined, dims, joined(numbers.map((number) => ofLogits[number] as Float32Array))),
    async (found, origins) => {
      for (const [i, name] of names.entries()) {
        const part = asFloats(found[i]);
        if (part === null) return failure("bug", `The gradient of ${name} is not in memory.`);
        if (i < graphs.trained.length) addTo(sums.ofParameters, name, part.data);
        else spread(sums, part.data, origins);
      }
      return success(null);
    },
  );
  if (!passed.ok) return passed;
  const added = await addEncoders(graphs, batch, sums);
  return added.ok ? success(sums.ofParameters) : added;
}
