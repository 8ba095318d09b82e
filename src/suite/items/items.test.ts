import { describe, expect, test } from "vitest";
import type { ImageId } from "../../base/ids.ts";
import { outlineCorners } from "../../view/mark.ts";
import { filesOfZip } from "../open/files/zip.ts";
import { pngHeader } from "../open/folder-fixture.testing.ts";
import { openSuite } from "../open/open-suite.ts";
import { type Candidate, gridRegions } from "./candidate.ts";
import { consensusOf } from "./consensus.ts";
import { imageFileName, packItems, suiteItemsOf } from "./export-items.ts";
import { PAPER, RELEASED } from "./thresholds.ts";
import { overlapOf, tallyOf, verdictOf } from "./verdict.ts";

const size = { width: 1000, height: 800 };
const image = { id: "0123456789abcdef0123" as ImageId, name: "My street.PNG", size };
/** (100, 100) to (200, 180) of 1000 × 800 pixels: the recipe's golden box. */
const region = { x: 0.1, y: 0.125, width: 0.1, height: 0.1 };

const eight = (...answers: readonly (readonly [string, number])[]) =>
  answers.flatMap(([answer, count]) => Array.from({ length: count }, () => answer));

const candidate: Candidate = {
  id: "c1",
  image,
  region,
  origin: "drawn",
  dimension: "ocr",
  question: "What does the sign say?",
  answers: eight(["K7P", 7], ["K1P", 1]),
  attempts: [false, true, false, true],
  decision: { kind: "accept" },
};

test("golden region: 1 % of the image stays, its outline is 5 % wider on every side", () => {
  expect(verdictOf(candidate, PAPER)).toEqual({ kind: "accepted", answer: "K7P" });
  expect(outlineCorners(region, size)).toEqual({ left: 95, top: 96, right: 205, bottom: 184 });
});

describe("where text, algorithm and code differ", () => {
  test("a region of exactly the limit: only algorithm 2 keeps it", () => {
    const exact = { ...candidate, region: { x: 0, y: 0, width: 0.5, height: 0.25 } };
    expect(verdictOf(exact, { ...PAPER, area: 0.125 })).toMatchObject({ kind: "rejected", rule: "area" });
    expect(verdictOf(exact, { ...PAPER, area: 0.125, areaInclusive: true }).kind).toBe("accepted");
  });

  test("6 of 8 agreeing: the code keeps it, the paper does not", () => {
    const six = {
      ...candidate,
      answers: eight(["K7P", 6], ["K1P", 2]),
      attempts: [false, false, false, true],
    };
    expect(verdictOf(six, PAPER)).toMatchObject({
      rule: "consensus",
      reason: expect.stringContaining("6 of 8"),
    });
    expect(verdictOf(six, RELEASED).kind).toBe("accepted");
  });

  test("right 2 times of 4: the paper keeps it, the code calls it too easy", () => {
    expect(verdictOf(candidate, PAPER).kind).toBe("accepted");
    expect(verdictOf(candidate, RELEASED)).toMatchObject({ kind: "rejected", rule: "difficulty" });
    const three = { ...candidate, attempts: [true, true, false, true] };
    expect(verdictOf(three, PAPER)).toMatchObject({ rule: "difficulty" });
  });
});

describe("consensus", () => {
  test("case, full stops and ways to write a number do not divide, and the usual spelling wins", () => {
    const { groups, answer } = consensusOf(["Red.", "red", "red", "red", "RED", "red", "red", "blue"], PAPER);
    expect(groups.map((group) => group.length)).toEqual([7, 1]);
    expect(answer).toBe("red");
    expect(consensusOf(["1,000", "1000", "1000.0"], { ...PAPER, agreeing: 2 }).groups).toHaveLength(1);
  });

  test("empty answers agree on nothing, and nothing has no consensus", () => {
    expect(consensusOf(eight(["", 8]), PAPER).answer).toBeNull();
    expect(consensusOf([], { ...PAPER, agreeing: -1 }).answer).toBeNull();
  });
});

test("step by step: what is missing is next, what fails is the reason, the person decides last", () => {
  const bare = { ...candidate, question: "", answers: [], attempts: [], decision: null };
  expect(verdictOf(bare, PAPER)).toEqual({ kind: "open", next: "question" });
  const asked = { ...bare, question: candidate.question };
  expect(verdictOf(asked, PAPER)).toEqual({ kind: "open", next: "answers" });
  const answered = { ...asked, answers: candidate.answers };
  expect(verdictOf(answered, PAPER)).toEqual({ kind: "open", next: "attempts" });
  const attempted = { ...answered, attempts: candidate.attempts };
  expect(verdictOf(attempted, PAPER)).toEqual({ kind: "open", next: "decision" });
  const refused = { ...attempted, decision: { kind: "reject", reason: "ambiguous" } as const };
  expect(verdictOf(refused, PAPER)).toEqual({ kind: "rejected", rule: "person", reason: "ambiguous" });
});

test.each(["What?", "What stands in the cropped image?"])(
  "%s is no question for the full image",
  (question) => {
    expect(verdictOf({ ...candidate, question }, PAPER)).toMatchObject({ rule: "question" });
  },
);

test("the same question about the same place is a duplicate; elsewhere, in another image or asked otherwise it is not", () => {
  const moved = { ...candidate, id: "c2", region: { ...region, x: 0.12 } };
  expect(overlapOf(region, moved.region)).toBeCloseTo(0.08 / 0.12, 9);
  expect(verdictOf(moved, PAPER, [candidate])).toMatchObject({ rule: "duplicate" });
  for (const other of [
    { ...moved, region: { ...region, x: 0.5 } },
    { ...moved, image: { ...image, id: "other" as ImageId } },
    { ...moved, question: "Which colour is the sign?" },
  ])
    expect(verdictOf(other, PAPER, [candidate]).kind).toBe("accepted");
});

const all: readonly Candidate[] = [
  candidate,
  { ...candidate, id: "c2" },
  { ...candidate, id: "c3", question: "How many apples are there?", answers: eight(["3", 8]), attempts: [] },
  { ...candidate, id: "c4", question: "How many pears are there?", answers: eight(["3", 4], ["4", 4]) },
  { ...candidate, id: "c5", question: "How many figs are there?", answers: eight(["5", 8]) },
  { ...candidate, id: "c6", region: { x: 0, y: 0, width: 1, height: 1 } },
];

test("the count of what each rule rejected", () => {
  const tally = tallyOf(all, PAPER);
  expect(tally.accepted.map(({ candidate: { id }, answer }) => [id, answer])).toEqual([
    ["c1", "K7P"],
    ["c5", "5"],
  ]);
  expect(tally.open.map(({ id }) => id)).toEqual(["c3"]);
  expect(tally.rejected).toEqual({
    area: 1,
    question: 0,
    duplicate: 1,
    consensus: 1,
    difficulty: 0,
    person: 0,
  });
});

test("exported, packed and opened again as a suite", async () => {
  const tally = tallyOf(all, PAPER);
  expect(suiteItemsOf(tally)[0]).toMatchObject({ id: "item-001", box: [100, 100, 100, 80], answer: "K7P" });
  expect(imageFileName(image)).toBe("0123456789abcdef.png");
  const files = await filesOfZip(await packItems(tally, async () => pngHeader(size)));
  const suite = await openSuite(files.ok ? files.value : []);
  if (!suite.ok) throw new Error(suite.fault.message);
  expect(suite.value.broken).toEqual([]);
  expect(suite.value.entries.map(({ question, answer }) => [question, answer])).toEqual([
    ["What does the sign say?", "K7P"],
    ["How many figs are there?", "5"],
  ]);
  const [first] = suite.value.entries;
  const box = first?.region.kind === "box" ? first.region.box : null;
  for (const side of ["x", "y", "width", "height"] as const) expect(box?.[side]).toBeCloseTo(region[side], 9);
});

test("a grid of regions covers the image once", () => {
  const regions = gridRegions(4, 5);
  expect(regions).toHaveLength(20);
  expect(regions.reduce((sum, { width, height }) => sum + width * height, 0)).toBeCloseTo(1, 12);
  expect(regions[6]).toEqual({ x: 0.2, y: 0.25, width: 0.2, height: 0.25 });
});
