/** One question of a suite or of the gallery: an image, an evidence box, the question in two forms, the right answer. */
import * as v from "valibot";
import { failure, type Outcome, success } from "../base/outcome.ts";
import type { Box } from "../view/box.ts";
import { equivalent } from "./score/answer.ts";
import { goldLetter, LETTERS } from "./score/letter.ts";

/** Index of the choice that an answer key means, by its text or by its letter; null where it means none. */
export function keyOf(choices: readonly string[], answer: string): number | null {
  const byText = choices.findIndex((choice) => equivalent(choice, answer));
  const letter = goldLetter(answer, LETTERS.length);
  const index = byText >= 0 || letter === null ? byText : LETTERS.indexOf(letter);
  return index >= 0 && index < choices.length ? index : null;
}

/** The right choice of an item as sets of indices (see `Correct`); empty where the question is open. */
export function correctOf(choices: readonly string[], answer: string): readonly (readonly number[])[] {
  const index = keyOf(choices, answer);
  return index === null ? [] : [[index]];
}

const side = v.pipe(v.number(), v.integer(), v.minValue(2));

const suiteItem = v.pipe(
  v.object({
    id: v.string(),
    /** File name beside the list. */
    image: v.pipe(v.string(), v.regex(/^[\w.-]+$/, "a file name")),
    width: side,
    height: side,
    dimension: v.string(),
    /** x, y, width, height in pixels of the image. */
    box: v.tuple([v.number(), v.number(), v.number(), v.number()]),
    /** Names the thing, so that no box is needed. */
    question: v.string(),
    /** A question about what is in the box; empty where the suite has no such form. */
    boxQuestion: v.optional(v.string(), ""),
    /** With choices: the letter of one ("B", "(B) red") or its text. */
    answer: v.string(),
    /** The words of the answer that only the image can give; without any, the whole answer must match. */
    evidence: v.optional(v.array(v.string()), []),
    /** The choices of a multiple-choice question, without letters; empty where the question is open. */
    choices: v.optional(v.pipe(v.array(v.string()), v.maxLength(LETTERS.length)), []),
    title: v.optional(v.string(), ""),
    alt: v.optional(v.string(), ""),
  }),
  v.check(
    ({ choices, answer }) => choices.length === 0 || keyOf(choices, answer) !== null,
    "the answer names none of the choices",
  ),
);

export type SuiteItem = v.InferOutput<typeof suiteItem>;

const suiteSchema = v.pipe(v.array(suiteItem), v.minLength(1, "at least one item"));

/** Checks an unknown value as a list of items; the fault names the first thing that is wrong and where. */
export function parseSuite(unknown: unknown): Outcome<readonly SuiteItem[]> {
  const parsed = v.safeParse(suiteSchema, unknown);
  if (parsed.success) return success(parsed.output);
  const issue = parsed.issues[0];
  return failure(
    "badInput",
    `The list of questions cannot be used: ${v.getDotPath(issue) ?? "the list"}: ${issue.message}`,
  );
}

/** The item's box in the unit square. */
export function itemBox(item: SuiteItem): Box {
  const [x, y, width, height] = item.box;
  return { x: x / item.width, y: y / item.height, width: width / item.width, height: height / item.height };
}
