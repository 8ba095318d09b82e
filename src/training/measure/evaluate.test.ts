/** What counts as an answer with its evidence. */

import { expect, test } from "vitest";
import type { TokenId } from "../../base/ids.ts";
import { failure, success } from "../../base/outcome.ts";
import type { GivenPicture } from "../../lab/run/data.ts";
import { picturesOf } from "../data/pictures.ts";
import { hasEvidence, isAskable } from "./evaluate.ts";

test.each([
  ["The red sign says K7.", "k7", true],
  ["The red sign says K71.", "K7", false],
  ["There are four apples.", "four", true],
  ['The line says "open at 9".', "Open at 9", true],
  ["", "red", false],
])("%j has the evidence %j: %s", (text, evidence, found) => {
  expect(hasEvidence(text, evidence)).toBe(found);
});

test("of a list, only things are asked about whose right answer the model could give", () => {
  const answerIds = (answer: string) =>
    answer === "" ? failure("badInput", "It is empty.") : success(new Array<TokenId>(answer.length));
  const box = { x: 0, y: 0, width: 1, height: 1 };
  const thing = (dimension: string, answer: string) => ({
    ...{ dimension, answer, evidence: answer, box },
    questions: ["What is it?"],
  });
  const things = [thing("short", "red"), thing("long", "a".repeat(25)), thing("empty", "")];
  const list: readonly GivenPicture[] = [{ blob: new Blob(), things }];
  const { dimensions } = picturesOf(list, "", (each) => isAskable({ answerIds }, each));
  expect(dimensions).toEqual(["short"]);
});
