/** Against a fake model that reads evidence crops and nothing else, and not once they are degraded. */
import { describe, expect, test } from "vitest";
import type { ImageId, ModelId, Nats, TokenId } from "../../base/ids.ts";
import { failure, success } from "../../base/outcome.ts";
import { JSD_HALF, type Replay } from "../../evidence/replay.ts";
import type { Rollout, Sampler } from "../../evidence/rollout.ts";
import { contrastOf } from "../../evidence/views/plan.ts";
import { type Contrast, picturesOf, type Showing, textOf } from "../../evidence/views/showing.ts";
import type { SuiteEntry } from "../open/entry.ts";
import { type AskSettings, askEntry } from "./ask-entry.ts";
import type { Respondent } from "./respondent.ts";

const CARD = {
  build: "",
  modelBackend: "",
  numbersBackend: "",
  adapter: "",
  weightsSha256: "",
  runtime: "",
};

const entry: SuiteEntry = {
  id: "e",
  path: "a.png",
  size: { width: 1000, height: 800 },
  dimension: "ocr",
  question: "What does it say?",
  answer: "K7P",
  answers: [],
  evidence: [],
  choices: [],
  correct: [],
  choicesInQuestion: false,
  region: { kind: "box", box: { x: 0.1, y: 0.1, width: 0.2, height: 0.2 } },
};

const all: AskSettings = {
  conditions: ["global", "grounded", "told", "regional", "blank"],
  choices: "letter",
  shuffle: null,
  longestEdge: null,
  numberWords: false,
  samples: { count: 0, seed: 3 },
  signals: true,
};

const isCloseUp = (showing: Showing): boolean =>
  picturesOf(showing).some(
    ({ source, edits }) => source === "crop.png" || edits.some(({ kind }) => kind === "crop"),
  );

function rolloutOf(showing: Showing, sampler: Sampler, sibling: number): Rollout {
  const said = isCloseUp(showing) || sibling % 2 === 1 ? "K7P" : "K1P";
  return {
    showing,
    sampler,
    sibling,
    forced: 0,
    card: CARD,
    end: "stopToken",
    ids: [1, 2] as TokenId[],
    texts: [said, "</s>"],
    logProbs: [-0.1, 1e-9] as Nats[],
  };
}

function replayOf(contrast: Contrast): Replay {
  const degraded = (showing: Showing): boolean =>
    picturesOf(showing).some(({ edits }) => edits.some(({ kind }) => kind === "degrade"));
  const side = (showing: Showing) => ({
    role: "teacher" as const,
    entropy: [],
    rank: [],
    alternatives: [],
    card: CARD,
    logProb: (degraded(showing) ? [-2.1, 0.5] : [-0.1, 0]) as Nats[],
  });
  return {
    end: "done",
    divergence: JSD_HALF,
    pairs: [],
    noiseFloor: null,
    card: CARD,
    contrast,
    sides: [contrast.student, ...contrast.others.map(({ showing }) => showing)].map(side),
    divergences: contrast.others.map(() => [0.5, 0.1] as Nats[]),
  };
}

function fake() {
  const shown: Showing[] = [];
  const respondent: Respondent = {
    model: "m" as ModelId,
    boxWords: null,
    signal: new AbortController().signal,
    open: async (path) => success(path as ImageId),
    engine: {
      async rollout({ showing, sampler, group = 1 }) {
        shown.push(showing);
        return success(Array.from({ length: group }, (_, sibling) => rolloutOf(showing, sampler, sibling)));
      },
      likelihood: async ({ answers }) =>
        success(answers.map((answer) => (answer === "K7P" ? -1 : -3) as Nats)),
      compare: async ({ contrast }) => success([replayOf(contrast)]),
    },
  };
  return { respondent, shown };
}

async function ask(respondent: Respondent, from: SuiteEntry, settings: AskSettings) {
  const asked = await askEntry(respondent, from, settings);
  if (!asked.ok) throw new Error(asked.fault.message);
  return asked.value?.result ?? null;
}

test("full images are asked with the longest edge that was chosen, and with the model's own where none was", async () => {
  const edges = async (longestEdge: number | null) => {
    const { respondent, shown } = fake();
    await ask(respondent, entry, { ...all, longestEdge });
    return new Set(shown.map((showing) => showing.longestEdge));
  };
  expect(await edges(256)).toEqual(new Set([256]));
  expect(await edges(null)).toEqual(new Set([undefined]));
});

test("every condition is taken, judged and measured", async () => {
  const { respondent, shown } = fake();
  const result = await ask(respondent, entry, all);
  const right = Object.entries(result?.looks ?? {}).map(([condition, answer]) => [condition, answer?.right]);
  expect(right).toEqual([
    ["global", false],
    ["grounded", false],
    ["told", false],
    ["regional", true],
    ["blank", false],
  ]);
  expect(result).toMatchObject({ id: "e", image: "a.png", answer: "K7P", samples: [] });
  expect(result?.area).toBeCloseTo(0.04, 12);
  expect(result?.divergence).toBeCloseTo(0.3, 12);
  expect(result?.advantages.map((nats) => nats.toFixed(6))).toEqual(["2.000000", "0.000000"]);
  expect(result?.looks.global?.confidence).toBeCloseTo(Math.exp(-0.1), 6);
  const [global, grounded, told] = shown.map(textOf);
  expect(global).toBe("What does it say?");
  expect(grounded).toContain("red bounding box");
  expect(told).toContain("(10, 10) to (30, 30)");
});

describe("what an entry lacks is not asked", () => {
  test("a supplied evidence crop instead of a box", async () => {
    const { respondent, shown } = fake();
    const result = await ask(respondent, { ...entry, region: { kind: "crop", path: "crop.png" } }, all);
    expect(Object.keys(result?.looks ?? {})).toEqual(["global", "regional", "blank"]);
    expect(result?.area).toBeNull();
    expect(result?.looks.regional?.right).toBe(true);
    expect(picturesOf(shown[1] as Showing)).toEqual([{ source: "crop.png", edits: [] }]);
  });

  test("neither", async () => {
    const result = await ask(fake().respondent, { ...entry, region: { kind: "none" } }, all);
    expect(Object.keys(result?.looks ?? {})).toEqual(["global", "blank"]);
    expect(result).toMatchObject({ divergence: null, advantages: [] });
  });
});

describe("multiple choice", () => {
  const choices = { ...entry, choices: ["K1P", "K7P"], answer: "K7P", correct: [[1]] };
  test("by letter the choices stand in the question, unless it lists them itself", async () => {
    const { respondent, shown } = fake();
    const result = await ask(respondent, choices, { ...all, conditions: ["regional"] });
    expect(textOf(shown[0] as Showing)).toContain("B. K7P");
    expect(result?.looks.regional?.right).toBe(true);
    await ask(respondent, { ...choices, choicesInQuestion: true }, { ...all, conditions: ["regional"] });
    expect(textOf(shown.at(-1) as Showing)).toBe("What does it say?");
  });

  test("by likelihood nothing is said: the likeliest is picked, with its share", async () => {
    const { respondent, shown } = fake();
    const result = await ask(respondent, choices, { ...all, conditions: ["global"], choices: "likelihood" });
    expect(shown).toEqual([]);
    expect(result?.looks.global).toMatchObject({ text: "K7P", right: true });
    expect(result?.looks.global?.confidence).toBeCloseTo(1 / (1 + Math.exp(-2)), 12);
  });

  const nine = ["blue", "green", "yellow", "black", "white", "grey", "K7P", "pink", "brown"];

  test("with nine choices the seventh is G, by letter and by likelihood", async () => {
    const { respondent, shown } = fake();
    const seventh = { ...entry, choices: nine, correct: [[6]] };
    const said = await ask(respondent, seventh, { ...all, conditions: ["regional"] });
    expect(textOf(shown[0] as Showing)).toContain("\nG. K7P\n");
    expect(textOf(shown[0] as Showing)).not.toContain("undefined");
    expect(said).toMatchObject({ choices: nine, correct: [[6]], looks: { regional: { right: true } } });
    const likeliest = {
      ...respondent,
      engine: {
        ...respondent.engine,
        likelihood: async () => success(nine.map((_, i) => (i === 6 ? -1 : -3) as Nats)),
      },
    };
    const weighed = await askEntry(likeliest, seventh, {
      ...all,
      signals: false,
      conditions: ["global"],
      choices: "likelihood",
    });
    expect(weighed).toMatchObject({ value: { result: { looks: { global: { text: "K7P", right: true } } } } });
  });

  test("several choices that are right together are asked for, and cannot be weighed", async () => {
    const { respondent, shown } = fake();
    const both = { ...choices, correct: [[0, 1]] };
    const said = await ask(respondent, both, { ...all, conditions: ["regional"] });
    expect(textOf(shown[0] as Showing)).toContain("the letters of all correct options");
    expect(said?.looks.regional?.right).toBe(false);
    const weighed = await askEntry(respondent, both, { ...all, choices: "likelihood" });
    expect(weighed).toMatchObject({ ok: false, fault: { kind: "unsupported" } });
  });

  test("shuffled, the result holds the order that was offered, and the right choice stays right", async () => {
    const { respondent, shown } = fake();
    const given = { ...entry, choices: nine, correct: [[6]] };
    const result = await ask(respondent, given, { ...all, conditions: ["regional"], shuffle: 5 });
    const at = result?.choices?.indexOf("K7P") ?? -1;
    expect(result?.choices).not.toEqual(nine);
    expect(result?.correct).toEqual([[at]]);
    expect(textOf(shown[0] as Showing)).toContain(`${"ABCDEFGHI"[at]}. K7P`);
    expect(result?.looks.regional?.right).toBe(true);
  });

  test("number words count only where that is set", async () => {
    const seven = { ...entry, answer: "seven k7p" };
    const respondent = fake().respondent;
    const saying: Respondent = {
      ...respondent,
      engine: {
        ...respondent.engine,
        rollout: async ({ showing, sampler }) =>
          success([{ ...rolloutOf(showing, sampler, 0), texts: ["7 K7P", ""] }]),
      },
    };
    const rights = await Promise.all(
      [false, true].map(async (numberWords) => {
        const asked = await askEntry(saying, seven, {
          ...all,
          signals: false,
          conditions: ["global"],
          numberWords,
        });
        return asked.ok ? asked.value?.result.looks.global?.right : null;
      }),
    );
    expect(rights).toEqual([false, true]);
  });
});

test("samples are drawn from the full image and judged one by one", async () => {
  const result = await ask(fake().respondent, entry, {
    ...all,
    samples: { count: 4, seed: 3 },
    signals: false,
  });
  expect(result).toMatchObject({ samples: [false, true, false, true], divergence: null, advantages: [] });
});

test("a fault is the item's fault, and a cancelled answer no result", async () => {
  const { respondent } = fake();
  const broken: Respondent = { ...respondent, open: async () => failure("corrupt", "cut off") };
  expect(await askEntry(broken, entry, all)).toMatchObject({ ok: false, fault: { message: "cut off" } });
  const stopped: Respondent = { ...respondent, signal: AbortSignal.abort() };
  expect(await askEntry(stopped, entry, all)).toEqual({ ok: true, value: null });
});

test("an answer in words leaves what it was made of; a choice that was weighed leaves nothing", async () => {
  const { respondent } = fake();
  const asked = await askEntry(respondent, entry, all);
  const kept = asked.ok ? asked.value : null;
  expect(kept?.evidence?.plan).toMatchObject({ question: entry.question, student: [{ kind: "full" }] });
  expect(kept?.evidence?.plan.others).toMatchObject([{ role: "teacher", recipe: [{ kind: "crop" }] }]);
  const plan = kept?.evidence?.plan;
  expect(kept?.evidence?.replay?.contrast).toEqual(plan && contrastOf(plan));
  expect(kept?.evidence?.closeUp).not.toBeNull();
  const choices = ["K7P", "other"];
  const weighed = await askEntry(respondent, { ...entry, choices }, { ...all, choices: "likelihood" });
  expect(weighed).toMatchObject({ ok: true, value: { evidence: null } });
});
