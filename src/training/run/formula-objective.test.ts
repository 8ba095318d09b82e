/** Formulas as losses and gates: the numbers of the recipes that they write out, and what is refused. */
import { describe, expect, test } from "vitest";
import { value } from "../../../scripts/model/testing/loaded-model.testing.ts";
import type { TokenId } from "../../base/ids.ts";
import { seeded } from "../../base/random.ts";
import { STARTS } from "../../formula/catalog/starts.ts";
import { readFormula } from "../../formula/formula.ts";
import { lossRemark } from "../../formula/gradient/loss-remark.ts";
import type { Member } from "../../gate/gate.ts";
import { recipeOf } from "../../lab/recipe/catalog.ts";
import { formulaMistake, type RecipeFormulas, withFormulas } from "../../lab/recipe/formulas.ts";
import type { Recipe } from "../../lab/recipe/recipe.ts";
import { hostNumbers } from "../numbers/host-numbers.ts";
import { logProbsOf } from "../recipe/token-loss.ts";
import { type Judging, type Objective, objectiveOf } from "./objective.ts";

const V = 5;
const random = seeded(7);
const IDS = [[1, 4, 0], [2, 3], [0, 0, 1, 2], [4]].map((ids) => ids as TokenId[]);
const GROUPS = [
  [0, 1],
  [2, 3],
];

const scored = () =>
  IDS.map((ids) => ({
    ids,
    logits: Float32Array.from({ length: ids.length * V }, () => 2 * random.normal()),
  }));
const answers = scored();
const teacher = scored();
const SIDES = new Map([
  ["student", answers],
  ["teacher", teacher],
  ["positive", teacher],
  ["negative", scored()],
  ["degraded", scored()],
]);
const CORRECT = [true, false, false, true];

const members = IDS.map((ids, i): Member => {
  const logProbs = [...SIDES].map(([side, of]) => [
    side,
    logProbsOf(ids, of[i]?.logits ?? new Float32Array()),
  ]);
  return { logProbs: Object.fromEntries(logProbs), correct: CORRECT[i] ?? false };
});
const compared: Judging = { teacher, sides: SIDES, members, lots: [], drawn: null };

async function objective(id: string, formulas: RecipeFormulas = {}) {
  const recipe = withFormulas(recipeOf(id) as Recipe, formulas);
  const found: Objective = value(await objectiveOf(recipe, GROUPS, answers, compared, hostNumbers(null, V)));
  return { ...found, ofLogits: found.ofLogits as readonly Float32Array[] };
}
type Found = Awaited<ReturnType<typeof objective>>;

function expectSame(found: Found, expected: Found): void {
  expect(found.entropies.flat()).toHaveLength(10);
  for (const [i, row] of expected.entropies.entries())
    for (const [t, nats] of row.entries()) expect(found.entropies[i]?.[t]).toBeCloseTo(nats, 9);
  for (const [i, rows] of expected.ofLogits.entries()) {
    expect(rows.some((slope) => slope !== 0)).toBe(true);
    for (const [at, slope] of rows.entries()) expect(found.ofLogits[i]?.[at]).toBeCloseTo(slope, 6);
  }
}

const startOf = (signal: string): string => STARTS.find((start) => start.signal === signal)?.text ?? "";

describe("a recipe written out has the recipe’s own gradient", () => {
  test.each<[string, RecipeFormulas]>([
    ["vision-opd", { loss: "JSD(q, p, 0.5)" }],
    [
      "vision-opd",
      { loss: "m = 0.5 * p + 0.5 * q\nsum_v(0.5 * p * (log p - log m) + 0.5 * q * (log q - log m))" },
    ],
    ["opd", { loss: "KL(p, q)" }],
    ["right-answers", { loss: "-lS" }],
    ["v-zero", { loss: "clip(sg(lS - lT), -10, 10) * lS" }],
    ["v-zero", { gate: startOf("weight:v-zero") }],
    ["va-opd", { loss: "sum_v(p * (log p - log q))", gate: startOf("weight:va-opd") }],
    [
      "grpo",
      {
        loss: "n = sum_g(sign(length))\nd = std_g(correct) * sqrt(n / (n - 1)) + 1e-6\n-sg((correct - mean_g(correct)) / d) * lS",
      },
    ],
  ])("%s %j", async (id, formulas) => {
    expectSame(await objective(id, formulas), await objective(id));
  });

  test("a formula as the gate is detached: one that depends on the student only weighs", async () => {
    const own = await objective("opd");
    const gated = await objective("opd", { gate: "exp(lS)" });
    const [first = 0] = members[0]?.logProbs.student ?? [];
    const share = (10 / (2 * 2 * 3)) * Math.exp(first);
    for (let v = 0; v < V; v++)
      expect(gated.ofLogits[0]?.[v]).toBeCloseTo((own.ofLogits[0]?.[v] ?? 0) * share, 6);
  });

  test("tokens whose loss is infinite or undefined add nothing", async () => {
    const found = await objective("opd", { loss: "KL(p, q) + if(position == 1, 1/0, 0)" });
    expect(found.losses[0]?.[0]).toBe(0);
    expect([...(found.ofLogits[0]?.subarray(0, V) ?? [])]).toEqual([0, 0, 0, 0, 0]);
    expect(found.ofLogits[0]?.subarray(V).some((slope) => slope !== 0)).toBe(true);
  });
});

test.each<[string, RecipeFormulas, string]>([
  ["vision-opd", { loss: "lS +" }, "The loss, at character 5"],
  ["vision-opd", { loss: "l+ - lS" }, "compares only teacher with the student, not positive"],
  ["grpo", { loss: "KL(p, q)" }, "compares no other side"],
  ["vision-opd", { gate: "mass(q)" }, "lists no tokens"],
  ["vision-opd", { loss: "lT" }, "does not change with the student’s logits"],
  ["v-zero", { gate: "1 + attention" }, "measures no attention"],
  ["uni-opd", { gate: "2" }, "made of advantages"],
])("%s refuses %j", (id, formulas, message) => {
  expect(formulaMistake(withFormulas(recipeOf(id) as Recipe, formulas))).toContain(message);
});

test("a loss whose expected gradient is zero is named, and one whose is not is not", () => {
  const remark = (text: string) => {
    const found = readFormula(text);
    if (!found.ok) throw new Error(found.problem.message);
    return lossRemark(found.value);
  };
  for (const text of [
    "lS",
    "2 * lS",
    "alpha = 0.5 in 0..1\nalpha * lS",
    "lS - lT",
    "beta = 0.5 in 0..1\n-(beta * lS) / 2 + H(q)",
    "lS - lQ + rank(p)",
  ])
    expect(remark(text), text).toContain("expected gradient is zero");
  for (const text of [
    "sg(lS - lT) * lS",
    "(lS - lT)^2 / 2",
    "KL(p, q)",
    "lS * lT",
    "mean_t(lS)",
    "lS + H(p)",
    "mean_g(correct) * lS",
    "std_g(correct) * lS",
    "lS / mean_g(correct)",
    "mean_g(mean_t(sg(lS))) * lS",
  ])
    expect(remark(text), text).toBeNull();
  expect(remark("rank(p) * lT")).toContain("teaches nothing");
});
