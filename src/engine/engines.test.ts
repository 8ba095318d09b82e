/** Sides in different engines: each is scored where its model runs, and what both have is compared. */
import "../base/dispose.ts";
import { describe, expect, test, vi } from "vitest";
import type { ImageId, ModelId, Nats, TokenId } from "../base/ids.ts";
import { failure, success } from "../base/outcome.ts";
import { given, isMissing } from "../evidence/column.ts";
import {
  type Alternative,
  type Divergence,
  JSD_HALF,
  missingIn,
  PAIR_COLUMNS,
  type Replay,
} from "../evidence/replay.ts";
import { GREEDY, type Rollout } from "../evidence/rollout.ts";
import { contrastOf, type Plan } from "../evidence/views/plan.ts";
import { CROP, FULL } from "../evidence/views/recipe.ts";
import { createEngines } from "./engines.ts";
import { createFakeEngine } from "./fake-engine.testing.ts";
import type { Engine } from "./port.ts";

const [student, teacher] = ["student", "teacher"] as [ModelId, ModelId];
const plan: Plan = {
  ...{ model: student, boxWords: null, image: "i" as ImageId, question: "What is this?" },
  ...{ size: { width: 24, height: 16 }, box: { x: 0.2, y: 0.2, width: 0.4, height: 0.4 } },
  student: FULL,
  others: [{ role: "teacher", recipe: CROP }],
  teacher: { model: teacher, boxWords: null },
};
const contrast = contrastOf(plan);
const never = new AbortController().signal;
const quiet = () => undefined;
/** Over the three most likely tokens of the student and the tail, as Vision-OPD's code. */
const overThree: Divergence = {
  ...JSD_HALF,
  support: { kind: "topK", k: 3, from: "student", rest: "tail" },
};
/** Every word of the fake models: then both sides list what the other does. */
const ALL = 12;

/** The student here, the teacher on a server that lists so many tokens. */
function apart(most: number) {
  const [local, server] = [createFakeEngine(), createFakeEngine({ kind: "topK", most })];
  local.open(student);
  server.open(teacher);
  const engines = createEngines();
  engines.add(local);
  engines.add(server);
  return { engines, local, server };
}

/** Both in one engine, which compares whole rows. */
function together(): Engine {
  const engine = createFakeEngine();
  engine.open(student);
  engine.open(teacher);
  return engine;
}

async function compared(engine: Engine, divergence: Divergence, alternatives: number): Promise<Replay> {
  const asked = { showing: contrast.student, sampler: GREEDY, maxTokens: 6 };
  const answered = await engine.rollout(asked, never, quiet);
  const rollouts: readonly Rollout[] = answered.ok ? answered.value : [];
  const replays = await engine.compare({ rollouts, contrast, divergence, alternatives }, never, quiet);
  if (!replays.ok) throw new Error(replays.fault.message);
  return replays.value[0] as Replay;
}

describe("a student here and a teacher on a server", () => {
  test("each is scored where it runs, and no engine is asked to compare both", async () => {
    const { engines, local, server } = apart(5);
    const [mine, theirs] = [vi.spyOn(local, "score"), vi.spyOn(server, "score")];
    const compare = vi.spyOn(local, "compare");
    const { sides } = await compared(engines, JSD_HALF, 5);
    expect(sides.map(({ role }) => role)).toEqual(["student", "teacher"]);
    expect(mine.mock.calls.map(([{ showing }]) => showing.model)).toEqual([student]);
    expect(theirs.mock.calls.map(([{ showing }]) => showing.model)).toEqual([teacher]);
    // Whole rows are at hand here: exactly the tokens that the server lists are asked for.
    const listed = await theirs.mock.results[0]?.value;
    const rows = listed.value[0].side.alternatives.map((row: readonly Alternative[]) =>
      row.map(({ token }) => token),
    );
    expect(mine.mock.calls[0]?.[0].wanted).toEqual([rows]);
    expect(theirs.mock.calls[0]?.[0].wanted).toBeUndefined();
    expect(sides.every((side) => side.wanted === undefined)).toBe(true);
    expect(compare).not.toHaveBeenCalled();
  });

  test("the lower bound has a bin for every token that the server lists", async () => {
    const ofServer: Divergence = {
      ...JSD_HALF,
      support: { kind: "topK", k: 5, from: "teacher", rest: "tail" },
    };
    const coarse = await compared(together(), ofServer, ALL);
    const found = await compared(apart(5).engines, JSD_HALF, ALL);
    const alike = given(coarse.divergences[0]).map((nats, t) => {
      const value = given(found.divergences[0])[t] ?? Number.NaN;
      // The generated token has a bin of its own, which can only add to the five.
      expect(value).toBeGreaterThanOrEqual((nats ?? 0) - 1e-6);
      const [mine, theirs] = coarse.sides.map(({ alternatives }) => alternatives[t] ?? []);
      // Greedy: the generated token is the student's first.
      const isListed = theirs?.slice(0, 5).some(({ token }) => token === mine?.[0]?.token) === true;
      if (isListed) expect(value).toBeCloseTo(nats ?? Number.NaN, 5);
      return isListed;
    });
    expect(alike).toContain(true);
    // A support that the server chose is known here whole.
    const chosen = await compared(apart(5).engines, ofServer, ALL);
    for (const [t, nats] of given(coarse.divergences[0]).entries())
      expect(given(chosen.divergences[0])[t]).toBeCloseTo(nats ?? Number.NaN, 5);
  });

  test("what both have is what whole rows give, and the rest is missing with its reason", async () => {
    const exact = await compared(together(), overThree, ALL);
    const found = await compared(apart(ALL).engines, overThree, ALL);
    const [rows, lists] = [exact.pairs[0], found.pairs[0]];
    const missing = PAIR_COLUMNS.filter((name) => isMissing(lists?.[name] ?? []));
    expect(missing).toEqual([
      ...["forwardKl", "reverseKl", "forwardCrossEntropy", "reverseCrossEntropy"],
      ...["jsd", "totalVariation", "rankShift"],
    ]);
    for (const name of PAIR_COLUMNS.filter((each) => !missing.includes(each))) {
      const [left, right] = [given(rows?.[name]), given(lists?.[name])];
      expect(left.length).toBeGreaterThan(0);
      for (const [t, value] of left.entries()) expect(right[t]).toBeCloseTo(value, 5);
    }
    expect(isMissing(found.sides[1]?.entropy ?? [])).toBe(true);
    expect(missingIn(exact)).toEqual([]);
    expect(missingIn(found, 0)).toEqual([
      "The engine lists the most likely tokens only.",
      "Needs whole rows of logits; for these sides only the most likely tokens are known.",
      "Needs the rank of the token on both sides.",
    ]);
    expect(given(found.sides[0]?.entropy)).toEqual(given(exact.sides[0]?.entropy));
    expect(found.noiseFloor?.max).toBeLessThan(1e-4);
  });

  test("a divergence over the top K and the mass that is left is the one of whole rows", async () => {
    const exact = await compared(together(), overThree, ALL);
    const found = await compared(apart(ALL).engines, overThree, ALL);
    const [left, right] = [given(exact.divergences[0]), given(found.divergences[0])];
    expect(left.length).toBeGreaterThan(0);
    for (const [t, nats] of left.entries()) expect(right[t] ?? Number.NaN).toBeCloseTo(nats ?? 0, 5);
  });

  test("over the full vocabulary there are bounds, and no more alternatives are kept than were asked for", async () => {
    const exact = await compared(together(), JSD_HALF, 2);
    const {
      divergences: [lower],
      bounds,
      sides,
    } = await compared(apart(5).engines, JSD_HALF, 2);
    const upper = given(bounds?.[0]?.upper);
    expect(bounds?.[0]?.listed).toBe(5);
    for (const [t, nats] of given(exact.divergences[0]).entries()) {
      expect(given(lower)[t]).toBeLessThanOrEqual((nats ?? 0) + 1e-4);
      expect(upper[t]).toBeGreaterThanOrEqual((nats ?? 0) - 1e-4);
    }
    expect(sides.flatMap(({ alternatives }) => alternatives.map((row) => row.length))).not.toContain(5);
    expect(exact.bounds).toBeUndefined();
  });

  test.each([JSD_HALF, overThree])(
    "the first engine's kernels measure the divergence of the lists",
    async (divergence) => {
      const { engines, local } = apart(ALL);
      const exact = await compared(engines, divergence, ALL);
      expect(exact.card.numbersBackend).toBe("cpu");
      const measure = vi.spyOn(local, "measureBins");
      measure.mockImplementation(async ({ bins }) =>
        success({ values: bins.map((_, t) => t + 0.5), numbers: "wgsl" }),
      );
      const found = await compared(engines, divergence, ALL);
      const length = given(exact.divergences[0]).length;
      expect(given(found.divergences[0])).toEqual(Array.from({ length }, (_, t) => t + 0.5));
      expect(found.card.numbersBackend).toBe("wgsl");
      const [{ bins }] = measure.mock.calls[0] as Parameters<Engine["measureBins"]>;
      for (const { student: ours, teacher: theirs } of bins) {
        expect(ours.reduce((sum, nats) => sum + Math.exp(nats), 0)).toBeCloseTo(1, 5);
        expect(theirs).toHaveLength(ours.length);
      }
      measure.mockResolvedValue(failure("deviceLost", "gone"));
      expect((await compared(engines, divergence, ALL)).divergences).toEqual(exact.divergences);
    },
  );

  test("a sum over a part of the probabilities is no divergence of rows, and float64 serves alone", async () => {
    const { engines, local } = apart(ALL);
    const measure = vi.spyOn(local, "measureBins");
    await compared(
      engines,
      { ...overThree, support: { ...overThree.support, rest: "drop" } } as Divergence,
      ALL,
    );
    expect(measure).not.toHaveBeenCalled();
  });

  test("over more tokens than are listed there is none, and it says why", async () => {
    const reasonOf = ({ divergences: [column] }: Replay) =>
      column !== undefined && isMissing(column) ? column.missing : null;
    const { engines } = apart(2);
    const fromTeacher = { ...overThree, support: { ...overThree.support, from: "teacher" } } as Divergence;
    expect(reasonOf(await compared(engines, fromTeacher, 2))).toContain("at most 2 are listed");
  });

  test("a teacher that lists a token beyond the student's vocabulary is refused", async () => {
    const { engines, server } = apart(5);
    const { score } = server;
    vi.spyOn(server, "score").mockImplementation(async (...asked) => {
      const scores = await score(...asked);
      if (!scores.ok) return scores;
      const beyond = { token: 4096 as TokenId, text: "", logProb: -9 as Nats };
      return success(
        scores.value.map((each) => ({
          ...each,
          side: { ...each.side, alternatives: each.side.alternatives.map((row) => [...row, beyond]) },
        })),
      );
    });
    await expect(compared(engines, JSD_HALF, 5)).rejects.toThrow(
      "The engine lists the token 4096, and student has tokens 0 to 11: their vocabularies differ.",
    );
  });

  test("a teacher with other words is refused, and so is a gradient across engines", async () => {
    const { engines, server } = apart(5);
    server.open(teacher, "other words");
    await expect(compared(engines, JSD_HALF, 5)).rejects.toThrow("their tokenizers differ");
    const [rollout] = await engines
      .rollout({ showing: contrast.student, sampler: GREEDY, maxTokens: 3 }, never, quiet)
      .then((answered) => (answered.ok ? answered.value : []));
    const showing = contrast.others[0]?.showing ?? contrast.student;
    const sides = { student: contrast.student, other: showing };
    const request = { rollout: rollout as Rollout, ...sides, divergence: JSD_HALF, token: 0, entries: 3 };
    expect(await engines.token(request, never)).toMatchObject({ ok: false, fault: { kind: "unsupported" } });
  });
});

test("an engine that went takes its models with it", async () => {
  const { engines, server } = apart(5);
  expect(engines.facts(teacher)?.gives.logits).toEqual({ kind: "topK", most: 5 });
  engines.remove(server);
  expect(engines.facts(teacher)).toBeNull();
  engines.close();
  const asked = { showing: contrast.student, sampler: GREEDY, maxTokens: 3 };
  expect(await engines.rollout(asked, never, quiet)).toMatchObject({ fault: { kind: "workerLost" } });
});
