/** Exports of a session: the token table and its run card; and joining two sessions. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { extent } from "../../base/proof.testing.ts";
import { anySession } from "../arbitrary.testing.ts";
import { changeWords } from "../changes.ts";
import type { Experiment, SessionDocument } from "../document/document.ts";
import { openSessionText } from "../document/open.ts";
import { joined } from "../join.ts";
import { reduce } from "../session.ts";
import { machineCard, planCard, runCard } from "./run-card.ts";
import { tokenTable } from "./token-table.ts";

const opened = openSessionText(readFileSync(new URL("../fixtures/version-1.json", import.meta.url), "utf8"));
if (!opened.ok) throw new Error(opened.fault.message);
const session: SessionDocument = opened.value;
const [experiment] = session.experiments as readonly [Experiment];
const image = session.images[0] ?? null;

/** A reader of RFC 4180, apart from the writer. */
function readCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? "");
    if (end === "\r\n") rows.push([]);
  }
  return rows.slice(0, -1);
}

describe("the token table", () => {
  const rows = readCsv(tokenTable(experiment, image));
  const head = rows.findIndex(([first]) => first === "answer");
  const [names = [], ...tokens] = rows.slice(head);
  const column = (name: string) => tokens.map((row) => row[names.indexOf(name)]);

  test("begins with the run card and has one row per token", () => {
    expect(rows.slice(0, head).every(([line]) => line?.startsWith("# "))).toBe(true);
    expect(rows.slice(0, head).flat().join("\n")).toContain("SHA-256");
    expect(tokens).toHaveLength(experiment.rollouts[0]?.ids.length ?? Number.NaN);
    expect(tokens.every((row) => row.length === names.length)).toBe(true);
  });

  test("holds the numbers of the session, and its texts as JSON", () => {
    const [replay] = experiment.replays;
    expect(column("text").map((text) => JSON.parse(text ?? ""))).toEqual(experiment.rollouts[0]?.texts);
    expect(column("student: log probability, nats").map(Number)).toEqual(replay?.sides[0]?.logProb);
    expect(column("teacher (1) against student: divergence, nats").map(Number)).toEqual(
      replay?.divergences[0],
    );
  });

  test("a column that an engine could not provide is empty, and its name states the reason", () => {
    const missing = { missing: "The server lists 20 tokens." };
    const replays = experiment.replays.map((replay) =>
      replay === null
        ? null
        : {
            ...replay,
            sides: replay.sides.map((side) => ({ ...side, entropy: missing })),
            divergences: [missing],
          },
    );
    const [first, ...rest] = readCsv(tokenTable({ ...experiment, replays }, image)).slice(head);
    const at = first?.indexOf("student: entropy, nats (missing: The server lists 20 tokens.)") ?? -1;
    expect(at).toBeGreaterThan(0);
    expect(first).toContain(
      "teacher (1) against student: divergence, nats (missing: The server lists 20 tokens.)",
    );
    expect(rest.map((row) => row[at])).toEqual(tokens.map(() => ""));
  });

  test("no cell of any session can be mistaken for a formula", () => {
    fc.assert(
      fc.property(anySession, ({ experiments, images }) => {
        const tables = experiments.map((each) => readCsv(tokenTable(each, images[0] ?? null)));
        const words = tables.flat(2).filter((cell) => Number.isNaN(Number(cell)));
        expect(words.filter((cell) => /^[=+@\t-]/.test(cell) && !/^-?Infinity$/.test(cell))).toEqual([]);
      }),
      { numRuns: extent(40, 2000, "random tables") },
    );
  });
});

test("a run card names weights, device, backends, seed, question, box and versions", () => {
  const names = runCard(experiment, image).map(({ name }) => name);
  for (const name of [
    "student's weights",
    "device",
    "model on",
    "numbers by",
    "sampling",
    "question",
    "box",
    "build",
  ])
    expect(names).toContain(name);
});

test("at β = 0 and 1 a run card names the KL that was measured", () => {
  const card = (beta: number) => {
    const replays = experiment.replays.map(
      (replay) => replay && { ...replay, divergence: { ...replay.divergence, kind: "jsd" as const, beta } },
    );
    return runCard({ ...experiment, replays }, image).find(({ name }) => name === "divergence")?.value;
  };
  expect(card(0)).toMatch(/^forwardKl, /);
  expect(card(1)).toMatch(/^reverseKl, /);
  expect(card(0.1)).toMatch(/^jsd beta 0.1, /);
});

test("before an answer a card lists the settings, and a map names its device", () => {
  const card = experiment.rollouts[0]?.card;
  if (card === undefined) throw new Error("The fixture has an answer.");
  const whole = runCard(experiment, image);
  expect(whole.slice(0, 5)).toEqual(planCard(experiment.plan, image));
  expect(machineCard(card).map(({ name }) => name)).toEqual([
    ...["student's weights", "model on", "numbers by", "device", "runtime", "build"],
  ]);
});

describe("joining", () => {
  test("keeps the experiments of both, shows the other's, and gives a valid session", () => {
    fc.assert(
      fc.property(anySession, anySession, (ours, theirs) => {
        const both = joined(ours, theirs);
        expect(both.experiments).toHaveLength(ours.experiments.length + theirs.experiments.length);
        expect(both.experiments.slice(0, ours.experiments.length)).toEqual(ours.experiments);
        expect(new Set(both.experiments.map(({ id }) => id)).size).toBe(both.experiments.length);
        expect(both.settings).toBe(ours.settings);
        const listed = new Set(both.images.map(({ id }) => id));
        expect(both.experiments.every(({ plan }) => listed.has(plan.image))).toBe(true);
      }),
      { numRuns: extent(40, 2000, "random tables") },
    );
  });

  test("the same session twice is two of each experiment and one of each image", () => {
    const twice = joined(session, session);
    expect(twice.images).toEqual(session.images);
    expect(twice.experiments.map(({ id }) => id)).toEqual([
      ...session.experiments.map(({ id }) => id),
      twice.shown,
    ]);
  });
});

test("the change of a step has a name", () => {
  const box = { x: 0, y: 0, width: 0.5, height: 0.5 };
  expect(changeWords(session, reduce(session, { kind: "setBox", box }))).toBe("the box");
  expect(changeWords(session, reduce(session, { kind: "setQuestion", question: "?" }))).toBe("the question");
  expect(changeWords(session, session)).toBeNull();
});
