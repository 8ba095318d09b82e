/** How signals are coloured and written. */
import { describe, expect, test } from "vitest";
import { JSD_HALF } from "../../evidence/replay.ts";
import { SIGNALS, signalOf } from "./catalog.ts";
import { parseChoice, printChoice, TEACHER } from "./choice.ts";
import { divergenceBound, divergenceFormula, supportText } from "./formula.ts";
import { experiment, replay, side } from "./hand-made.testing.ts";
import { isLogarithmic, markOf, reachOf, roundAbove, scaleOf, shareOf } from "./range.ts";
import type { Pole, SignalScale } from "./signal.ts";

describe("scales", () => {
  const pole = (tone: Pole["tone"]): Pole => ({ words: "", tone });
  const diverging: SignalScale = { kind: "diverging", least: 1, below: pole("less"), above: pole("more") };

  test("end at the bound or at a round number beyond all finite values, and span their minimum", () => {
    expect(reachOf({ kind: "sequential", most: Math.LN2, least: 1 }, [0.1])).toBe(Math.LN2);
    expect(reachOf({ kind: "sequential", most: null, least: 1 }, [3.2, Infinity, null])).toBe(5);
    expect(reachOf({ kind: "sequential", most: null, least: 1 }, [1e-6])).toBe(1);
    expect(reachOf(diverging, [0.4, -11])).toBe(20);
    expect([0.7, 1, 1.1, 20, 21, 5e-7].map(roundAbove)).toEqual([1, 1, 2, 20, 50, 5e-7]);
  });

  test("are symmetric about 0, put infinite values at their ends, and leave out undefined ones", () => {
    const scale = { scale: diverging, reach: 2 };
    expect(markOf(scale, 1)).toEqual({ strength: 0.5, tone: "more" });
    expect(markOf(scale, -1)).toEqual({ strength: 0.5, tone: "less" });
    expect(markOf(scale, -Infinity)).toEqual({ strength: 1, tone: "less" });
    expect(markOf(scale, null)).toBeNull();
    expect(markOf(scale, Number.NaN)).toBeNull();
  });

  test("become logarithmic where an outlier would hide the others, but never with a bound", () => {
    const far = { scale: diverging, reach: 100 };
    expect(isLogarithmic(far)).toBe(true);
    expect(isLogarithmic({ scale: diverging, reach: 10 })).toBe(false);
    expect(isLogarithmic({ scale: { kind: "sequential", most: 100, least: 1 }, reach: 100 })).toBe(false);
    expect(markOf(far, -1)?.strength).toBeCloseTo(Math.log(2) / Math.log(101), 12);
    expect(markOf(far, Infinity)?.strength).toBe(1);
    expect(shareOf(far, 0)).toBe(0);
  });

  test("are the same for all siblings of a group", () => {
    const of = (nats: number) =>
      replay(side("student", [-1]), [{ side: side("teacher", [-1]), pair: { reverseKl: [nats] } }]);
    const given = experiment([of(0.5), of(7)]);
    expect(scaleOf(signalOf("reverseKl"), given, TEACHER, JSD_HALF).reach).toBe(10);
  });
});

describe("in writing", () => {
  const topK = { kind: "topK", k: 100, from: "student", rest: "tail" } as const;

  test("a divergence has its symbol, its bound and its support", () => {
    expect(divergenceFormula(JSD_HALF, "teacher")).toBe("JSD_{½}(teacher ‖ student)");
    expect(divergenceFormula({ ...JSD_HALF, beta: 0.1 }, "blank")).toBe("JSD_{0.1}(blank ‖ student)");
    expect(divergenceFormula({ ...JSD_HALF, beta: 1 }, "teacher")).toBe("KL(student ‖ teacher)");
    expect(divergenceFormula({ ...JSD_HALF, kind: "forwardKl" }, "teacher")).toBe("KL(teacher ‖ student)");
    expect(divergenceBound(JSD_HALF)).toBeCloseTo(Math.LN2, 12);
    expect(divergenceBound({ ...JSD_HALF, beta: 0.1 })).toBeCloseTo(0.32508297, 8);
    expect(divergenceBound({ ...JSD_HALF, kind: "reverseKl" })).toBeNull();
    expect(divergenceBound({ ...JSD_HALF, support: { ...topK, rest: "drop" } })).toBeNull();
    expect(supportText(topK)).toBe("the student’s top 100, one bin for the rest");
  });

  test("a choice is written and read again; anything else is the divergence against the teacher", () => {
    for (const text of ["jsd", "logRatio@control=wrong-crop:1:0:2", "divergence@floor=full"])
      expect(printChoice(parseChoice(text))).toBe(text);
    expect(parseChoice("logRatio@control=a@b=c").against).toEqual({ role: "control", name: "a@b=c" });
    expect(parseChoice("x@nobody=1").against).toEqual(TEACHER);
    expect(signalOf(parseChoice("").signal).id).toBe("divergence");
  });

  test("every signal has a unique id, which a choice can carry", () => {
    expect(new Set(SIGNALS.map(({ id }) => id)).size).toBe(SIGNALS.length);
    for (const { id } of SIGNALS) expect(parseChoice(id).signal).toBe(id);
  });
});
