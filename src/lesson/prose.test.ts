import { expect, test } from "vitest";
import { plainText } from "./prose.testing.ts";
import { formulaRuns, piecesOf } from "./prose.ts";

test("the four marks are parsed, in order and with the text between them", () => {
  expect(piecesOf("The *student* sees [the picture](stage) and says `fox` with $p_t$.")).toEqual([
    { kind: "plain", text: "The " },
    { kind: "stressed", text: "student" },
    { kind: "plain", text: " sees " },
    { kind: "pointer", text: "the picture", part: "stage" },
    { kind: "plain", text: " and says " },
    { kind: "token", text: "fox" },
    { kind: "plain", text: " with " },
    { kind: "formula", text: "p_t" },
    { kind: "plain", text: "." },
  ]);
});

test("unknown marks stay as they are written", () => {
  for (const words of ["", "2 * 3", "a [b] (c)", "[there](nowhere)", "5 $"])
    expect(plainText(words)).toBe(words);
});

test("subscripts and superscripts of a formula", () => {
  expect(formulaRuns("ln q(y_t | z^{+}) − 10^{−6}")).toEqual([
    { at: "line", text: "ln q(y" },
    { at: "below", text: "t" },
    { at: "line", text: " | z" },
    { at: "above", text: "+" },
    { at: "line", text: ") − 10" },
    { at: "above", text: "−6" },
  ]);
  expect(formulaRuns("q")).toEqual([{ at: "line", text: "q" }]);
});
