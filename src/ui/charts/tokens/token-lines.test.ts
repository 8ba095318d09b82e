/** Signals over tokens as data: nothing is shown where nothing was measured, and no two units share an axis. */
import { describe, expect, test } from "vitest";
import {
  keyTarget,
  panelsOf,
  spokenAt,
  type TokenSeries,
  tokenLabel,
  tokenTable,
  valueAt,
  written,
} from "./token-data.ts";
import { tokenScale } from "./token-scale.ts";
import { tokenTicks } from "./token-ticks.ts";

const series = (id: string, unit: string, values: readonly (number | null)[]): TokenSeries => ({
  id,
  unit,
  values,
  label: id,
  stroke: "solid",
  colour: "--student",
});
const jsd = series("JSD", "nats", [0.5, null, 0.00002, Number.POSITIVE_INFINITY]);
const tokens = ["The", " sign", "\n", " unbelievably"];

describe("values", () => {
  test("null and infinite values are gaps in the line, never numbers", () => {
    expect([0, 1, 2, 3, 4].map((index) => valueAt(jsd, index))).toEqual([0.5, null, 0.00002, null, null]);
    expect(tokenScale([jsd], 4, null, "linear").rows).toEqual([
      [0, 0.5],
      [1, null],
      [2, 0.00002],
      [3, null],
    ]);
  });

  test("each unit has a panel, in the order of the series", () => {
    const panels = panelsOf([jsd, series("rank", "ranks", []), series("KL", "nats", [])]);
    expect(panels.map(({ unit, series: own }) => [unit, own.map(({ id }) => id)])).toEqual([
      ["nats", ["JSD", "KL"]],
      ["ranks", ["rank"]],
    ]);
  });

  test("the table and the spoken text keep values that three decimals would round away", () => {
    expect(written(-0.00002)).toBe("−2.0e-5");
    expect(written(0)).toBe("0.000");
    expect(tokenTable(tokens, [jsd])).toEqual({
      columns: ["token", "JSD, nats"],
      rows: [
        ["1 The", "0.500"],
        ["2 ·sign", "–"],
        ["3 ↵", "2.0e-5"],
        ["4 ·unbeliev…", "–"],
      ],
    });
    expect(spokenAt(tokens, [jsd], 1)).toBe("token 2, sign; JSD none");
    expect(spokenAt(tokens, [jsd], null)).toBe("no token selected");
  });
});

describe("the axis", () => {
  test("covers every value, the floor and zero", () => {
    const axis = tokenScale([series("s", "nats", [-0.21, 0.33])], 2, 0.5, "linear");
    expect(axis.domain[0]).toBeLessThanOrEqual(-0.21);
    expect(axis.domain[1]).toBeGreaterThanOrEqual(0.5);
    expect(axis.band).toEqual([-0.5, 0.5]);
    expect(axis.ticks).toContain(0);
  });

  test("the floor is where linear becomes logarithmic; ticks show the values, not their positions", () => {
    const axis = tokenScale([series("s", "nats", [0.004, 0.4])], 2, 0.004, "symlog");
    expect(axis.rows[0]?.[1]).toBeCloseTo(Math.log10(2), 12);
    expect(axis.band?.[1]).toBeCloseTo(Math.log10(2), 12);
    expect(axis.ticks.map(axis.textOf)).toEqual(["0", "0.01", "0.1", "1"]);
  });

  test.each(["linear", "symlog"] as const)("without any value a %s axis still has two ends", (scale) => {
    const axis = tokenScale([series("s", "nats", [null, null])], 2, null, scale);
    expect(axis.domain[1]).toBeGreaterThan(axis.domain[0]);
  });
});

describe("tokens below the lines", () => {
  const many = (count: number) => Array.from({ length: count }, (_, at) => ` token${at}`);

  test("are upright while all fit, rotated when not, and thinned out when even that is too many", () => {
    expect(tokenTicks(many(8), 800)).toMatchObject({ turned: false, indexes: [0, 1, 2, 3, 4, 5, 6, 7] });
    expect(tokenTicks(many(40), 800)).toMatchObject({ turned: true });
    expect(tokenTicks(many(40), 800).indexes).toHaveLength(40);
    const { indexes } = tokenTicks(many(512), 800);
    expect(indexes.length).toBeLessThanOrEqual(800 / 14 + 1);
    expect(indexes[0]).toBe(0);
    expect(tokenTicks([], 800).indexes).toEqual([]);
  });

  test("have visible white space and are shortened where they are long", () => {
    expect(tokenLabel(" a")).toBe("·a");
    expect([...tokenLabel(" unbelievably")]).toHaveLength(10);
  });
});

test.each([
  ["ArrowRight", 3, 4],
  ["ArrowLeft", 0, 0],
  ["PageUp", 3, 13],
  ["PageDown", 3, 0],
  ["Home", 3, 0],
  ["End", 3, 19],
  ["ArrowRight", null, 0],
  ["End", null, 19],
  ["a", 3, null],
] as const)("%s leads from %s to %s of 20 tokens", (key, from, to) => {
  expect(keyTarget(key, from, 20)).toBe(to);
});
