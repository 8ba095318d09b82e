import { expect, test } from "vitest";
import { lineWithin, readingRows, rightAboveWrong } from "./proxy-reading.ts";

const line = (text: string, read: string | null, meanLogProbability = -1) => ({
  text,
  read,
  meanLogProbability,
});

test("a line is what stands between the outer quotes of the sentence", () => {
  expect(lineWithin('The line says "say "no"".')).toBe('say "no"');
  expect(lineWithin("The sign says no.")).toBeNull();
});

test("counts lines of each length whatever their case, and edits over characters", () => {
  const rows = readingRows([
    line("Gate 1", "GATE 1"),
    line("SKU K", "SKU"),
    line("0123456789", null),
    line("a line of twenty-two c", "a line of twenty-two c"),
  ]);
  expect(rows.map(({ lengths, lines }) => [lengths, lines])).toEqual([
    ["1 to 8", 2],
    ["1 to 16", 3],
    ["1 to 45", 4],
  ]);
  expect(rows.map(({ exact }) => exact?.mean)).toEqual([0.5, 1 / 3, 0.5]);
  const rates = rows.map(({ errorRate }) => errorRate?.mean ?? Number.NaN);
  expect(rates[0]).toBeCloseTo(2 / 11, 12);
  expect(rates[1]).toBeCloseTo(12 / 21, 12);
  expect(rates[2]).toBeCloseTo(12 / 43, 12);
});

test("the area is the share of pairs in which the right line is likelier, ties counting half", () => {
  const lines = [line("a", "a", -1), line("b", "b", -3), line("c", "x", -2), line("d", "x", -3)];
  expect(rightAboveWrong(lines)).toBe((1 + 1 + 0 + 0.5) / 4);
  expect(rightAboveWrong(lines.slice(0, 2))).toBeNull();
});
