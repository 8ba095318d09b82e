import { expect, test } from "vitest";
import { isMixed, type Run, runsOf } from "./bidi.ts";

/** "<…>" from left to right, "(…)" from right to left. */
function written({ direction, items }: Run, texts: readonly string[]): string {
  const inside = items
    .map((item) => (typeof item === "number" ? (texts[item] ?? "") : written(item, texts)))
    .join("|");
  return direction === "ltr" ? `<${inside}>` : `(${inside})`;
}

test.each([
  [["The", " cat", "."], "<The| cat|.>"],
  [["של", "ום", " עולם", "."], "(של|ום| עולם|.)"],
  [["It", " says", " של", "ום", " עולם", "."], "<It| says|( של|ום| עולם)|.>"],
  [["مر", "حبا", ",", " Bob", " Smith", "!"], "(مر|حبا|,|< Bob| Smith>|!)"],
  [["بيت", " ", "1", "2", ".", "5", " متر"], "(بيت| |<1|2|.|5>| متر)"],
  [["See", " בית", " 1", "2", " רחוב", " now"], "<See|( בית|< 1|2>| רחוב)| now>"],
  [["The", " ", "של", " 1", "2", "."], "<The| |(של|< 1|2>)|.>"],
  [["של", " Bob", " 1", "2", "."], "(של|< Bob| 1|2>|.)"],
  [["It", " is", " 1", "2", "."], "<It| is| 1|2|.>"],
  [["<end_of_utterance>"], "<<end_of_utterance>>"],
  [["של", "<end_of_utterance>"], "(של|<end_of_utterance>)"],
  [[], "<>"],
] as const)("%j", (texts, runs) => {
  expect(written(runsOf(texts), texts)).toBe(runs);
});

test("every token occurs exactly once, in order, and plain answers need no runs", () => {
  const texts = ["בית", " 1", "2", " and", " then", " שלום", "."];
  const flat = ({ items }: Run): number[] =>
    items.flatMap((item) => (typeof item === "number" ? [item] : flat(item)));
  expect(flat(runsOf(texts))).toEqual(texts.map((_, at) => at));
  expect(isMixed(runsOf(texts))).toBe(true);
  expect(isMixed(runsOf(["Plain", " words", " 12"]))).toBe(false);
});
