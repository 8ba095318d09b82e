import { describe, expect, test } from "vitest";
import { lessonOf, lessons } from "./catalog.ts";
import type { Block, Page } from "./lesson.ts";
import { plainText } from "./prose.testing.ts";
import { piecesOf } from "./prose.ts";

function textsOf(block: Block): readonly string[] {
  switch (block.kind) {
    case "text":
      return [block.text];
    case "list":
      return block.items;
    case "formula":
      return [block.words];
    case "live":
      return [block.label];
    case "exhibit":
      return [];
    default:
      return block satisfies never;
  }
}

function proseOf({ blocks, prediction, task, trial, claim }: Page): readonly string[] {
  return [
    ...[...blocks, ...(prediction?.reveal ?? [])].flatMap(textsOf),
    ...(prediction === undefined ? [] : [prediction.ask, ...prediction.options]),
    ...(task === undefined ? [] : [task.ask, task.key]),
    ...(trial === undefined ? [] : [trial.ask, trial.key]),
    ...(claim === undefined ? [] : [claim.says, claim.caution]),
  ];
}

const words = (texts: readonly string[]) => plainText(texts.join(" ")).split(/\s+/).length;

test("there are fourteen, each with an id of its own", () => {
  expect(lessons).toHaveLength(14);
  expect(new Set(lessons.map(({ id }) => id)).size).toBe(14);
  for (const lesson of lessons) expect(lessonOf(lesson.id)).toBe(lesson);
  expect(lessonOf("none")).toBeNull();
});

describe.each(lessons.map((lesson) => [lesson.id, lesson] as const))("%s", (_, lesson) => {
  test("has 4 to 8 pages, with a prediction, an action, a check, and a paper's claim with figure and place", () => {
    expect(lesson.pages.length).toBeGreaterThanOrEqual(4);
    expect(lesson.pages.length).toBeLessThanOrEqual(8);
    expect(lesson.pages.some((page) => page.prediction !== undefined)).toBe(true);
    expect(lesson.pages.some((page) => page.task !== undefined)).toBe(true);
    const claims = lesson.pages.flatMap((page) => page.claim ?? []);
    expect(claims).toHaveLength(1);
    for (const { arxiv, figure } of claims) {
      expect(arxiv).toMatch(/^\d{4}\.\d{5}$/);
      expect(figure).toMatch(/\d/);
    }
  });

  test("takes five minutes to read, in sentences that are not long, and no mark is left over", () => {
    const texts = lesson.pages.flatMap(proseOf);
    expect(words(texts)).toBeLessThan(1000);
    for (const text of texts) {
      for (const sentence of plainText(text).split(/[.!?:;](?:\s|$)/))
        expect(words([sentence]), sentence).toBeLessThanOrEqual(34);
      for (const piece of piecesOf(text)) {
        if (piece.kind === "plain") expect(piece.text, text).not.toMatch(/[*`_^]|\]\(|\$/);
      }
    }
  });
});
