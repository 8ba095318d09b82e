/** The editor of formulas: coloured words, places of errors, completion, and mathematics as MathML. */
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { readFormula } from "../../formula/formula.ts";
import { candidatesAt, completed } from "./completion.ts";
import { piecesOf, placeWords } from "./highlight.ts";
import { Mathematics } from "./Mathematics.tsx";

describe("coloured words", () => {
  test("every character is in one piece, with its kind", () => {
    const text = 'gap = l+ - relu(2.5) # why\nr("a")';
    const pieces = piecesOf(text, null);
    expect(pieces.map((piece) => piece.text).join("")).toBe(text);
    const kinds = pieces
      .filter(({ kind }) => kind !== "plain" && kind !== "symbol")
      .map((piece) => [piece.text, piece.kind]);
    expect(kinds).toEqual([
      ["gap", "own"],
      ["l+", "measured"],
      ["relu", "function"],
      ["2.5", "number"],
      ["# why", "comment"],
      ["r", "measured"],
      ['"a"', "text"],
    ]);
    expect(pieces.some(({ wrong }) => wrong)).toBe(false);
  });

  test("a problem is marked where it lies, also inside a word and where nothing can be read", () => {
    const text = "lS\n+ gap $";
    const found = readFormula(text);
    if (found.ok) throw new Error("The text is no formula.");
    expect(
      piecesOf(text, found.problem)
        .filter(({ wrong }) => wrong)
        .map((piece) => piece.text),
    ).toEqual(["$"]);
    expect(placeWords(text, found.problem)).toBe("line 2, character 7");
  });
});

describe("completion", () => {
  const names = (text: string) => candidatesAt(text, text.length).map(({ name }) => name);

  test("offers the names that begin so, those that the formula defines first", () => {
    expect(names("mean")).toEqual(["mean_t", "mean_g"]);
    expect(names("ga")).toEqual([]);
    expect(names("gap = 1\nga")).toEqual(["gap"]);
    expect(names("lS - ")).toEqual([]);
    expect(names("lS - quantile_t")).toEqual([]);
  });

  test("puts the whole name in the place of what was begun, and the caret behind it", () => {
    const [candidate] = candidatesAt("1 + me * 2", 6);
    if (candidate === undefined) throw new Error("There is a name that begins so.");
    expect(completed("1 + me * 2", 6, candidate)).toEqual(["1 + mean_t * 2", 10]);
  });
});

test("mathematics is MathML: one block per line, and no style", () => {
  const found = readFormula("gap = l+ - l-\nw = gap / 2");
  if (!found.ok) throw new Error(found.problem.message);
  const markup = renderToStaticMarkup(<Mathematics formula={found.value} />);
  expect(markup.match(/<math display="block">/g)).toHaveLength(2);
  expect(markup).toContain("<mfrac><mi>gap</mi><mn>2</mn></mfrac>");
  expect(markup).not.toContain("style");
});
