/** The labels of the scale, the lines over the tokens, and the words for a signal. */
import { describe, expect, test } from "vitest";
import { JSD_HALF } from "../../evidence/replay.ts";
import { EMPTY_SESSION, type Session } from "../../session/session.ts";
import { signalOf } from "../../session/signals/catalog.ts";
import { TEACHER } from "../../session/signals/choice.ts";
import { experiment, type Reader, replay, side } from "../../session/signals/hand-made.testing.ts";
import type { SignalScale } from "../../session/signals/signal.ts";
import { drawnSignals, explodes, linesOf } from "../timeline/lines.ts";
import { placeAlong, scaleTicks } from "./scale-ticks.ts";
import { overWords, sideWords, valueWords } from "./signal-words.ts";
import { signalView } from "./use-signal.ts";

const student = side("student", [-1, -1]);
const readers: readonly Reader[] = [
  { side: side("teacher", [-1, -1]), name: "crop", divergence: [0.1, 0.6], pair: { reverseKl: [0.5, 12] } },
  { side: side("control", [-1, -1]), name: "blank", divergence: [0.1, 0.3] },
  { side: side("control", [-1, -1]), name: "wrong-crop:2", divergence: [0.2, 0.4] },
];
const given = experiment([replay(student, readers)]);
const answer = { experiment: given, sibling: 0 };

const session = (signal: string): Session => ({
  ...EMPTY_SESSION,
  experiments: [given],
  shown: "1",
  plan: given.plan,
  settings: { ...EMPTY_SESSION.settings, signal },
});

describe("along the scale", () => {
  const sequential: SignalScale = { kind: "sequential", most: null, least: 1 };
  const diverging = signalOf("logRatio").scale(JSD_HALF);

  test("ticks are round, the last is the end, and ln 2 has its name", () => {
    const texts = (reach: number) => scaleTicks({ scale: sequential, reach }).map(({ text }) => text);
    expect(texts(Math.LN2)).toEqual(["0", "0.2", "0.4", "ln 2"]);
    expect(texts(5)).toEqual(["0", "2", "4", "5"]);
    expect(texts(1)).toEqual(["0", "0.5", "1"]);
    expect(texts(200)).toEqual(["0", "1", "10", "200"]);
    expect(scaleTicks({ scale: diverging, reach: 10 }).map(({ text }) => text)).toEqual(["−10", "0", "+10"]);
  });

  test("a value with a sign lies on its side of the middle, an infinite one at an end", () => {
    const scale = { scale: diverging, reach: 4 };
    expect([-4, -1, 0, 2, Infinity, null].map((value) => placeAlong(scale, value))).toEqual([
      ...[0, 0.375, 0.5, 0.75, 1, null],
    ]);
    expect(placeAlong({ scale: sequential, reach: 2 }, -1e-12)).toBe(0);
  });
});

describe("in words", () => {
  test("sides have their usual names", () => {
    expect(sideWords({ role: "teacher", name: "crop" })).toBe("teacher");
    expect(sideWords({ role: "control", name: "blank" })).toBe("blank");
    expect(sideWords({ role: "control", name: "no recipe" })).toBe("no recipe");
  });

  test("values have a sign where it has a meaning, and infinity is written as such", () => {
    const words = (id: string, value: number | null) => {
      const signal = signalOf(id);
      return valueWords(signal, { scale: signal.scale(JSD_HALF), reach: 1 }, value);
    };
    expect(words("logRatio", 1.234)).toBe("+1.23");
    expect(words("logRatio", -Infinity)).toBe("−∞");
    expect(words("rankShift", -3)).toBe("−3");
    expect(words("sameTop", 0)).toBe("different");
    expect(words("divergence", null)).toBe("–");
  });

  test("support and temperature are those of the measurement", () => {
    const support = { kind: "topK", k: 5, from: "teacher", rest: "drop" } as const;
    const measured = { ...JSD_HALF, temperature: 0.7, support };
    expect(overWords(signalOf("divergence"), measured, 198)).toBe(
      "the teacher’s top 5, the rest left out, temperature 0.7",
    );
    expect(overWords(signalOf("reverseKl"), JSD_HALF, 198)).toBe("full vocabulary of 198 pieces");
    expect(overWords(signalOf("logRatio"), JSD_HALF, 198)).toBe("of the generated token");
  });
});

test("a session's signal is read against the side it names, or another of the same role", () => {
  const view = signalView(session("divergence@control=wrong-crop:2"), 0);
  expect(view.reading).toMatchObject({ kind: "values", values: [0.2, 0.4] });
  const gone = signalView(session("divergence@control=grey"), 0);
  expect(gone.against).toEqual({ role: "control", name: "blank" });
  expect(signalView(session("nobody knows this"), 0).signal.id).toBe("divergence");
  expect(signalView(EMPTY_SESSION, 0).reading).toBeNull();
});

describe("lines over the tokens", () => {
  test("the colouring signal first and solid, its controls dashed, further signals dotted", () => {
    const lines = linesOf(answer, drawnSignals("divergence", ["totalVariation"]), TEACHER, true);
    expect(lines.map(({ label, stroke }) => [label, stroke])).toEqual([
      ["Divergence · teacher", "solid"],
      ["Total variation · teacher", "dotted"],
      ["blank", "dashed"],
      [expect.stringMatching(/^distractor crop/), "dashed"],
    ]);
    expect(lines[3]?.values).toEqual([0.2, 0.4]);
  });

  test("a control that is the compared side itself is not drawn twice, and none where they are off", () => {
    const against = { role: "control", name: "blank" } as const;
    expect(linesOf(answer, drawnSignals("divergence", []), against, true)).toHaveLength(2);
    expect(linesOf(answer, drawnSignals("divergence", []), TEACHER, false)).toHaveLength(1);
  });

  test("categories are no lines, and missing values are left out", () => {
    expect(drawnSignals("sameTop", [])).toEqual([]);
    expect(linesOf(answer, drawnSignals("evidenceGap", []), TEACHER, true)).toEqual([]);
  });

  test("values explode from ten nats on", () => {
    expect(explodes(linesOf(answer, drawnSignals("divergence", []), TEACHER, true))).toBe(false);
    expect(explodes(linesOf(answer, drawnSignals("reverseKl", []), TEACHER, false))).toBe(true);
  });
});
