/** Whose weights score the sides that a gate compares. */

import { expect, test, vi } from "vitest";
import { value } from "../../../scripts/model/testing/loaded-model.testing.ts";
import { randomScenes } from "../../../scripts/model/testing/open-trainee.testing.ts";
import { smallTrainee } from "../../../scripts/model/testing/trainee.testing.ts";
import { MASKED } from "../../evidence/views/recipe.ts";
import { recipeOf } from "../../lab/recipe/catalog.ts";
import type { Recipe } from "../../lab/recipe/recipe.ts";
import { createShowWith } from "../data/showing.ts";
import { hostNumbers } from "../numbers/host-numbers.ts";
import { answersTo, askedIn, compareAnswers } from "./sides.ts";
import { scoredBy, sideOf, type TrainingParts } from "./teacher.ts";

vi.setConfig({ testTimeout: 60_000 });

test("VPPO's masked image is seen by the student itself, whoever teaches", async () => {
  const [own, other] = [await smallTrainee(11), await smallTrainee(12)];
  const [graphs, others] = [await own.graphs([]), await other.graphs([])];
  const { model } = own;
  const parts: TrainingParts = {
    model,
    graphs,
    show: createShowWith(model),
    teacher: null,
    scenes: randomScenes(),
    dimensions: ["colour", "ocr"],
  };
  const recipe = { ...(recipeOf("vppo") as Recipe), pictures: 1 };
  const settings = { recipe, steps: 1, seed: 5, every: 1, perDimension: 1 };
  const numbers = hostNumbers(null, model.config.vocab_size);
  const { parameters } = other.model;
  const taught = { model: other.model, graphs: others, show: createShowWith(other.model) };
  const scorers = { student: sideOf(parts, model.parameters), teacher: sideOf(taught, parameters) };
  const asked = value(await askedIn(parts, settings, 1));
  const prompts = value(await scorers.student.show(recipe.student, asked.questions));
  const student = { parameters: model.parameters, prompts };
  const answers = value(await answersTo(asked, parts, settings, 1, student, scorers.teacher, numbers));
  const ids = answers.map((answer) => answer.ids);
  const seen = value(await scoredBy(scorers.student, [MASKED], asked.questions, ids, numbers));
  const { members } = value(await compareAnswers(asked, settings, 1, scorers, answers, numbers));
  expect(members.map(({ logProbs }) => logProbs.masked)).toEqual(value(await numbers.logProbs(seen)));
  expect(members.map(({ pairs }) => pairs?.masked?.reverseKl)).toEqual(
    value(await numbers.divergences({ kind: "reverseKl" }, answers, seen)),
  );
});
