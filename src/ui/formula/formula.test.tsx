/** The editor of formulas: coloured words, places of errors, completion, and mathematics as MathML. */
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { readFormula } from "../../formula/formula.ts";
import { candidatesAt, completed } from "./completion.ts";
import { costWords } from "./cost-words.ts";
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

test("the worst cost is said for a vocabulary and the tokens that are scored, or for each token", () => {
  const cost = (text: string, extent: Parameters<typeof costWords>[1]) => {
    const found = readFormula(text);
    if (!found.ok) throw new Error(found.problem.message);
    return costWords(found.value, extent);
  };
  const session = { vocabulary: 672, scored: { tokens: 20, sides: 3 }, answers: 2 };
  const suite = { vocabulary: 672, scored: null, answers: null };
  expect(cost("lS - lT", session)).toBe("");
  expect(cost("sum_v(p^2) + max_v(q)", session)).toBe("2 sums over the vocabulary: at most 80,640 terms.");
  expect(cost("attention * sum_v(p^2)", suite)).toBe(
    "1 sum over the vocabulary: at most 672 terms for each token. Attention: at most two more passes for each answer.",
  );
  expect(cost("attention", { ...session, vocabulary: null })).toBe("Attention: at most 4 more passes.");
});
