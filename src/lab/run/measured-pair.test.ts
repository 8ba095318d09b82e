/** A trained model beside its parent: changes by view, what was forgotten, and the table. */

import { expect, test } from "vitest";
import { splitPictures } from "./data.ts";
import type { MeasuredView } from "./document.ts";
import { byDimension, changedItems, changeOf, type MeasuredItem, measuredTable } from "./measured-pair.ts";

/** Whether full image, matched crop and evidence crop are right, as ones and zeros. */
function answers(right: string): MeasuredItem["before"] {
  const of = (at: number) => ({
    text: right[at] === "1" ? "It is red." : 'It is "blue".',
    right: right[at] === "1",
  });
  return { global: of(0), matched: of(1), regional: of(2) };
}

const item = (dimension: string, before: string, after: string): MeasuredItem => ({
  dimension,
  question: `What ${dimension}?`,
  answer: "It is red.",
  before: answers(before),
  after: answers(after),
});

const items = [item("ocr", "011", "111"), item("colour", "011", "010"), item("colour", "111", "111")];

test("a change has both accuracies, and the pairs that make it", () => {
  const change = changeOf(items, "global");
  expect(change).toMatchObject({ gained: 1, lost: 0 });
  expect(change?.before).toBeCloseTo(1 / 3, 12);
  expect(change?.after).toBeCloseTo(2 / 3, 12);
  expect(change?.difference.mean).toBeCloseTo(1 / 3, 12);
  expect(changeOf(items, "regional")).toMatchObject({ before: 1, gained: 0, lost: 1 });
  expect(changeOf([], "global")).toBeNull();
});

test("what was forgotten is listed with the view under which it was", () => {
  const listed = (which: "forgotten" | "gained"): readonly (readonly [string, MeasuredView])[] =>
    changedItems(items, which).map((each) => [each.item.dimension, each.view]);
  expect(listed("forgotten")).toEqual([["colour", "regional"]]);
  expect(listed("gained")).toEqual([["ocr", "global"]]);
  expect(byDimension(items).map(([name, of]) => [name, of.length])).toEqual([
    ["colour", 2],
    ["ocr", 1],
  ]);
});

test("the table has a line for each item and view, with its texts quoted", () => {
  const lines = measuredTable({ step: 40, items }).trimEnd().split("\n");
  expect(lines).toHaveLength(2 + 9);
  expect(lines[7]).toBe('1,colour,regional,"What colour?","It is red.","It is red.","It is ""blue"".",1,0');
});

test("of five pictures three are trained on, one measures and one is kept for the end", () => {
  expect(splitPictures([0, 1, 2, 3, 4, 5, 6])).toEqual({
    train: [0, 1, 2, 5, 6],
    validation: [3],
    test: [4],
  });
});
