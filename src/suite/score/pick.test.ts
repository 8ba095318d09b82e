/** The scorer's table of cases, each with the convention it follows; docs/scoring.md shows the same table. */
import { describe, expect, test } from "vitest";
import { LETTERS } from "./letter.ts";
import { pickedChoices } from "./pick.ts";
import { isRight } from "./score.ts";
import table from "./scoring-cases.json" with { type: "json" };

interface Case {
  readonly answer: string;
  readonly convention: string;
  readonly choices?: readonly string[];
  readonly picks?: string | null;
  readonly several?: boolean;
  readonly gold?: string;
  readonly right?: boolean;
  readonly numberWords?: boolean;
}

const cases: readonly Case[] = table.cases;

test("there are at least 150 cases, and every convention has some", () => {
  expect(cases.length).toBeGreaterThanOrEqual(150);
  expect(new Set(cases.map(({ convention }) => convention))).toEqual(new Set(Object.keys(table.conventions)));
});

describe.each(Object.keys(table.conventions))("%s", (convention) => {
  const own = cases.filter((each) => each.convention === convention);
  test.each(own.filter(({ choices }) => choices !== undefined))("$answer picks $picks", (each) => {
    const { answer, choices = [], several = false, numberWords = false, picks } = each;
    const picked = pickedChoices(answer, choices, { several, numberWords });
    expect(picked?.map((index) => LETTERS[index]).join(", ") ?? null).toBe(picks);
  });
  test.each(own.filter(({ gold }) => gold !== undefined))("$answer for $gold is $right", (each) => {
    const { answer, gold = "", right, numberWords = false } = each;
    expect(isRight(answer, { answer: gold, evidence: [], choices: [], numberWords })).toBe(right);
  });
});
