/** The gap split in three over a fake engine, in Node. */
import "../base/dispose.ts";
import { expect, test, vi } from "vitest";
import type { ImageId, ModelId } from "../base/ids.ts";
import { failure } from "../base/outcome.ts";
import { createFakeEngine } from "../engine/fake-engine.testing.ts";
import { GAP_CONDITIONS, GAP_RECIPES, gapParts, largestPart } from "../evidence/gap.ts";
import { answerText } from "../evidence/rollout.ts";
import { type Subject, showingOf } from "../evidence/views/plan.ts";
import { splitGap } from "./split-gap.ts";

const subject: Subject = {
  model: "fake" as ModelId,
  boxWords: null,
  image: "i" as ImageId,
  size: { width: 24, height: 16 },
  box: { x: 0.2, y: 0.2, width: 0.4, height: 0.4 },
  question: "What is this?",
};
const never = new AbortController().signal;

function opened() {
  const engine = createFakeEngine();
  engine.open(subject.model);
  return engine;
}

const work = (engine = opened(), signal = never) => ({
  engine,
  subject,
  judge: (answer: string) => answer.includes("a"),
  maxTokens: 5,
  signal,
});

test("the model answers under each condition and scores the crop's answer under each", async () => {
  const engine = opened();
  await engine.addImage(subject.image, Uint8Array.of(7, 1, 4).buffer);
  const progress: number[] = [];
  const split = await splitGap(work(engine), (done) => progress.push(done));
  if (!split.ok || split.value === null) throw new Error("no split");
  expect(progress).toEqual([0, 1, 2, 3]);
  const { regional } = split.value;
  for (const condition of GAP_CONDITIONS) {
    const { rollout, right, logProb } = split.value[condition];
    expect(rollout.showing).toEqual(showingOf(subject, GAP_RECIPES[condition]));
    expect(right).toBe(answerText(rollout).includes("a"));
    expect(logProb).toBeLessThanOrEqual(0);
  }
  const summed = regional.rollout.logProbs.reduce((sum: number, nats) => sum + nats, 0);
  expect(regional.logProb).toBeCloseTo(summed, 4);
  const logProbs = GAP_CONDITIONS.map((condition) => split.value?.[condition].logProb);
  expect(new Set(logProbs).size).toBeGreaterThan(1);
});

test("a part that fails ends it with its fault, and one that is stopped with nothing", async () => {
  const engine = opened();
  const refused = failure("unsupported", "Not known which pixels are kept.");
  vi.spyOn(engine, "rollout").mockResolvedValue(refused);
  expect(await splitGap(work(engine), () => undefined)).toEqual(refused);
  const stop = new AbortController();
  const stopped = await splitGap(work(opened(), stop.signal), (done) => done === 2 && stop.abort());
  expect(stopped).toEqual({ ok: true, value: null });
});

test("the parts sum to the gap, and the largest is named", () => {
  const parts = gapParts({ regional: 0.99, matched: 0.59, isolated: 0.555, global: 0.395 });
  expect(parts.resolution).toBeCloseTo(0.4, 12);
  expect(parts.placement).toBeCloseTo(0.035, 12);
  expect(parts.clutter).toBeCloseTo(0.16, 12);
  expect(largestPart(parts)).toBe("resolution");
  expect(largestPart(gapParts({ regional: -1, matched: -1, isolated: -1, global: -1 }))).toBeNull();
  expect(largestPart(gapParts({ regional: -1, matched: -2, isolated: -1, global: -4 }))).toBe("clutter");
});
