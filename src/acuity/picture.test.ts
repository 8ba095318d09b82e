import { describe, expect, test } from "vitest";
import { type PictureSubject, placed, shareOf } from "./picture.ts";
import { type AcuityPlan, checkPlan } from "./trials.ts";

describe("an own picture", () => {
  const picture: PictureSubject = {
    name: "street.jpg",
    sha256: "0".repeat(64),
    size: { width: 800, height: 600 },
    box: { x: 0.6, y: 0.2, width: 0.2, height: 0.2 },
    question: "What does the sign say?",
    answer: "STOP",
    how: "shrunk",
  };
  const plan: AcuityPlan = {
    dimension: "picture",
    variable: "size",
    levels: [0.001, 0.01, 0.03],
    scenes: 4,
    picture,
  };

  test.each(["shrunk", "pasted"] as const)("%s: the evidence covers the level, within the picture", (how) => {
    for (const { level, seed } of [1, 2, 3, 4].flatMap((seed) =>
      plan.levels.map((level) => ({ level, seed })),
    )) {
      const { part, evidence } = placed({ ...picture, how }, { level, seed });
      expect(shareOf(evidence)).toBeCloseTo(level, 12);
      const outer = how === "pasted" ? picture.box : { x: 0, y: 0, width: 1, height: 1 };
      for (const [at, side] of [
        ["x", "width"],
        ["y", "height"],
      ] as const) {
        expect(part[at]).toBeGreaterThanOrEqual(outer[at]);
        expect(part[at] + part[side]).toBeLessThanOrEqual(outer[at] + outer[side] + 1e-12);
        // The evidence keeps its place within the part that was shrunk.
        const within = how === "pasted" ? 0 : picture.box[at];
        expect((evidence[at] - part[at]) / part[side]).toBeCloseTo(within, 9);
      }
    }
  });

  test("its levels end at its own share, and only its size varies", () => {
    expect(checkPlan(plan).ok).toBe(true);
    const wrongs: readonly Partial<AcuityPlan>[] = [
      { levels: [0.05] },
      { variable: "contrast" },
      { dimension: "ocr" },
    ];
    for (const wrong of wrongs) expect(checkPlan({ ...plan, ...wrong }).ok).toBe(false);
    const { picture: _, ...bare } = plan;
    expect(checkPlan(bare).ok).toBe(false);
  });
});
