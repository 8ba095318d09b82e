import { describe, expect, test } from "vitest";
import { curvesOf } from "../../acuity/curves.ts";
import { type AcuityDocument, documentOf } from "../../acuity/document.ts";
import { acuityTable } from "../../acuity/table.ts";
import type { AcuityPlan } from "../../acuity/trials.ts";
import { VARIABLE_NAMES, VARIABLES } from "../../acuity/variables.ts";
import type { ModelId } from "../../base/ids.ts";
import { marksOf } from "../charts/chart-data.ts";
import { cardLines, fitWords, savingWords } from "./acuity-words.ts";
import { accuracyFigure, compareFigure, gapFigure, probabilityFigure } from "./figures.ts";

const CARD = {
  build: "b",
  modelBackend: "wasm",
  numbersBackend: "cpu",
  adapter: "a",
  weightsSha256: "0123456789abcdef",
  runtime: "r",
};

/** Ten scenes at each level: right up to a share that grows with the level's place, from the crop always. */
function measured(variable: AcuityPlan["variable"]): AcuityDocument {
  const { levels } = VARIABLES[variable];
  const plan: AcuityPlan = { dimension: "ocr", variable, levels, scenes: 10 };
  const trials = levels.flatMap((level, at) =>
    Array.from({ length: 10 }, (_, seed) => {
      const right = seed < (10 * at) / (levels.length - 1);
      const seen = { right, probability: right ? 0.75 : 0.25 };
      return {
        level,
        seed,
        seen: { global: seen, isolated: seen, matched: seen, regional: { right: true, probability: 1 } },
      };
    }),
  );
  return documentOf(plan, { id: "stub" as ModelId, title: "Stub" }, CARD, trials);
}

const FITTED = new Map(
  VARIABLE_NAMES.map((variable) => {
    const document = measured(variable);
    return [variable, { document, curves: curvesOf(document.plan, document.trials) }] as const;
  }),
);

function fitted(variable: AcuityPlan["variable"]) {
  const found = FITTED.get(variable);
  if (found === undefined) throw new Error(`Nothing was measured of ${variable}.`);
  return found;
}

describe.each(VARIABLE_NAMES)("%s", (variable) => {
  const shown = fitted(variable);

  test("each point is a mark of its own, within the axes; the curve has none", () => {
    for (const figure of [accuracyFigure(shown), probabilityFigure(shown), gapFigure(shown)]) {
      if (figure === null) throw new Error("All four conditions were asked.");
      const { chart } = figure;
      const marks = marksOf(chart);
      expect(new Set(marks.map(({ key }) => key)).size).toBe(marks.length);
      expect(marks.length % shown.document.plan.levels.length).toBe(0);
      for (const { x, y } of chart.series.flatMap(({ points }) => points)) {
        const inside = (at: number, [from, to]: readonly [number, number]) => at >= from && at <= to;
        expect(inside(x, chart.across.domain) && inside(y, chart.down.domain), `${x} ${y}`).toBe(true);
      }
    }
  });
});

test("a fitted curve goes through half its height at the threshold that the words tell", () => {
  const shown = fitted("size");
  const fit = shown.curves.curves.global?.fit;
  if (fit?.kind !== "fitted") throw new Error("There is a curve.");
  const line = accuracyFigure(shown).chart.series.find(({ name }) => name === "full image, fitted");
  const after = line?.points.findIndex(({ x }) => x / 100 > fit.threshold.value) ?? 0;
  const half = (fit.lower + 1 - fit.lapse) / 2;
  expect(line?.points[after - 1]?.y).toBeLessThan(half);
  expect(line?.points[after]?.y).toBeGreaterThan(half);
  expect(fitWords({ variable: "size" }, fit)).toMatch(
    /^half way at [\d.]+ % \(95 % interval [\d.]+ % to [\d.]+ %\)$/,
  );
});

test("two measurements share a chart where the same thing varies", () => {
  const [one, other] = [fitted("size"), fitted("contrast")];
  expect(compareFigure(one, one)?.key).toHaveLength(4);
  expect(compareFigure(one, other)).toBeNull();
});

test("what choosing the levels saved is told, and where it saved nothing that too", () => {
  expect(savingWords(null)).toBeNull();
  expect(savingWords({ asked: 60, even: 120.2 })).toContain("50 % are saved");
  expect(savingWords({ asked: 60, even: 55 })).toContain("saved none");
});

test("the table has a line for each point, and the run card before it", () => {
  const { document, curves } = fitted("size");
  const lines = acuityTable(document, curves).trimEnd().split("\n");
  expect(lines).toHaveLength(2 + 1 + 4 * 8);
  expect(lines[1]).toContain("0123456789abcdef");
  const cells = lines[3]?.split(",") ?? [];
  expect(cells).toHaveLength(lines[2]?.split(",").length ?? 0);
  expect(cells.slice(0, 4)).toEqual(["global", "0.0005", "10", "0"]);
  expect(cardLines(document).join(" ")).toContain("0123456789ab");
});
