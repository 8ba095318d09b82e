/** Which scenes and questions a run is shown, and how. */

import { expect, test } from "vitest";
import { randomScenes } from "../../../scripts/model/testing/open-trainee.testing.ts";
import { drawQuestions, heldOutPictures, type Question, sceneNumber } from "./scenes.ts";

test("no scene is shown twice in a run, and runs of different seeds show different ones", () => {
  const numbers = [1, 2, 3].flatMap((step) => [0, 1].map((picture) => sceneNumber(4, step, picture, 2)));
  expect(new Set(numbers).size).toBe(6);
  expect(numbers).not.toContain(sceneNumber(5, 1, 0, 2));
});

test("a draw of questions follows from its salt and asks about no thing twice", async () => {
  const picture = await randomScenes().scene("train", 0);
  const drawn = drawQuestions(picture, picture.things, 5, 7);
  expect(drawQuestions(picture, picture.things, 5, 7)).toEqual(drawn);
  expect(drawn).toHaveLength(picture.things.length);
  expect(new Set(drawn.map(({ thing }) => thing)).size).toBe(drawn.length);
  const wordings = [1, 2, 3, 4, 5, 6].map((salt) => drawQuestions(picture, picture.things, 1, salt)[0]?.text);
  expect(new Set(wordings).size).toBeGreaterThan(1);
});

test("as many held-out questions of each dimension as are asked for, in their first wording", async () => {
  const questions: Question[] = [];
  for await (const of of heldOutPictures(randomScenes(), ["colour", "ocr"], 3)) questions.push(...of);
  expect(questions.map(({ thing }) => thing.dimension).sort()).toEqual([
    ...new Array(3).fill("colour"),
    ...new Array(3).fill("ocr"),
  ]);
  expect(questions.every(({ text, thing }) => text === thing.questions[0])).toBe(true);
});
