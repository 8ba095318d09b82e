/** Steps of four recipes against a plain PyTorch program on the same ids and pictures: six, and all twenty in the proofs. */

import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { value } from "../../../scripts/model/testing/loaded-model.testing.ts";
import { bundledTrainee } from "../../../scripts/model/testing/trainee.testing.ts";
import reference from "../../../training/reference/steps.json";
import type { TokenId } from "../../base/ids.ts";
import { extent } from "../../base/proof.testing.ts";
import { recipeOf } from "../../lab/recipe/catalog.ts";
import type { Recipe, TrainingLoss } from "../../lab/recipe/recipe.ts";
import { adamWStep } from "../../math/optimization/adamw.ts";
import { clipGradients, gradientNorm } from "../../math/optimization/clip.ts";
import type { ImageFeatures } from "../../model/adapter.ts";
import type { TrainableModel } from "../model/trainable.ts";
import { type ScoredAnswer, scoreAnswers } from "../packed/decoder.ts";
import { parameterGradients } from "../packed/gradients.ts";
import { promptOf } from "../packed/prompt.ts";
import type { Parameters } from "../packed/rows.ts";
import type { TrainedGraphs } from "../packed/trained-graphs.ts";
import { countAnswers } from "../recipe/coefficients.ts";
import { answerLoss, logProbsOf } from "../recipe/token-loss.ts";
import { startState } from "./state.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

type Side = keyof typeof reference.waves;

let model: TrainableModel;
let graphs: TrainedGraphs;

/** All four train the whole decoder, so that one set of graphs serves them. */
beforeAll(async () => {
  const trainee = await bundledTrainee(reference.model);
  const recipe = recipeOf("vision-opd") as Recipe;
  const { trained } = startState(trainee.model, { recipe, steps: 20, seed: 1, every: 20, perDimension: 1 });
  model = trainee.model;
  graphs = await trainee.graphs(trained.parameters);
});

afterAll(async () => {
  for (const graph of [graphs.extend, graphs.gradient]) await graph.close();
  await model.close();
});

test.each(Object.keys(reference.recipes) as (keyof typeof reference.recipes)[])(
  "%s: loss and norm of the weights are PyTorch's within 1e-3 at every step",
  async (id) => {
    const recipe = recipeOf(id) as Recipe;
    const settings = { recipe, steps: 20, seed: 1, every: 20, perDimension: 1 };
    const state = startState(model, settings);
    expect(state.trained.parameters).toStrictEqual(graphs.trained);
    const { hidden_size: width, image_tokens: places } = model.config;
    const ids = reference.answers.map((answer) => answer as TokenId[]);
    const picture = (side: Side): ImageFeatures => {
      const [size = 0, step = 0, wave] = reference.waves[side] as [number, number, "sin" | "cos"];
      const data = Float32Array.from({ length: places * width }, (_, i) => size * Math[wave](step * (i + 1)));
      return {
        values: { place: "host", dims: [1, places, width], data },
        grid: { rows: 0, columns: 0 },
        mask: null,
      };
    };
    const promptsOf = (side: Side) => {
      const seen = picture(side);
      return ids.map(() => promptOf(reference.prompt as TokenId[], model.imageToken, [seen]));
    };
    const scored = async (side: Side, parameters: Parameters): Promise<readonly ScoredAnswer[]> =>
      value(await scoreAnswers(graphs, parameters, promptsOf(side), ids));
    const teacher = await scored("teacher", model.parameters);
    const other = await scored("other", model.parameters);
    const prompts = promptsOf("student");
    const nats = (of: readonly ScoredAnswer[], i: number) =>
      logProbsOf(ids[i] ?? [], of[i]?.logits ?? new Float32Array());
    const { loss: losses, norm: norms } = reference.recipes[id];
    // Losses of policy gradients cross 0, where only their scale says how close two of them are.
    const largest = Math.max(...losses.map(Math.abs));
    const steps = extent(6, losses.length, "steps of each recipe against PyTorch's");
    for (const [index, expected] of losses.slice(0, steps).entries()) {
      const parameters = state.trained.current();
      const student = value(await scoreAnswers(graphs, parameters, prompts, ids));
      const members = ids.map((_, i) => {
        const [shown, elsewhere] = [nats(teacher, i), nats(other, i)];
        const logProbs = {
          student: nats(student, i),
          teacher: shown,
          positive: shown,
          negative: elsewhere,
          degraded: elsewhere,
        };
        return { logProbs, correct: i === 0 };
      });
      const counted = value(
        countAnswers(
          recipe,
          [[0, 1]],
          members,
          ids.map(({ length }) => length),
        ),
      );
      const found = ids.map((answer, i) =>
        answerLoss(recipe.loss as TrainingLoss, {
          ids: answer,
          student: student[i]?.logits ?? new Float32Array(),
          teacher: teacher[i]?.logits ?? null,
          advantages: counted.advantages?.[i] ?? null,
        }),
      );
      const coefficient = (i: number, t: number): number => counted.coefficients[i]?.[t] ?? 0;
      const loss = found.reduce(
        (sum, of, i) => sum + of.loss.reduce((a, b, t) => a + coefficient(i, t) * b, 0),
        0,
      );
      expect(Math.abs(loss - expected), `step ${index + 1}`).toBeLessThan(
        1e-3 * Math.abs(expected) + 1e-4 * largest,
      );
      const seeds = found.map(({ gradient }, i) =>
        gradient.map((slope, at) => slope * coefficient(i, Math.floor(at / model.config.vocab_size))),
      );
      const gradients = value(
        await parameterGradients(graphs, { parameters, prompts, answers: ids, pixels: new Map() }, seeds),
      );
      clipGradients([...gradients.values()], recipe.optimizer.clip);
      for (const [name, tensor] of state.trained.tensors) {
        const moments = state.moments.get(name);
        if (moments !== undefined)
          adamWStep(
            tensor,
            gradients.get(name) ?? tensor,
            moments,
            { ...recipe.optimizer, rate: reference.rate },
            index + 1,
          );
      }
      const norm = gradientNorm(state.trained.tensors.values());
      expect(Math.abs(norm / (norms[index] ?? 0) - 1), `step ${index + 1}`).toBeLessThan(1e-3);
    }
  },
);
