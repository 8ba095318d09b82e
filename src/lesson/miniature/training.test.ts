import { expect, test } from "vitest";
import { surrogateGradient } from "../../math/loss/gradient.ts";
import { expectedGradient, REVERSE, relativeError, sampledGradient, visits } from "./gradient.ts";
import {
  type Moment,
  noiseAlong,
  TEACHER_RULES,
  type TeacherRule,
  type TrainingSettings,
  train,
} from "./training.ts";
import { closer, INITIAL, logProbsOf, type Policy } from "./world.ts";

const JSD = { kind: "jsd", beta: 0.5 } as const;
const FORWARD = { kind: "forwardKl" } as const;
const WHOLE: TrainingSettings = {
  rule: "frozen",
  divergence: JSD,
  compared: { kind: "full" },
  updates: 65,
  seed: 1,
};

function after(change: Partial<TrainingSettings>): Moment {
  const last = train({ ...WHOLE, ...change }).moments.at(-1);
  if (last === undefined) throw new Error("not trained");
  return last;
}

test("a student of a frozen teacher becomes that teacher", () => {
  const { student, moments } = train({ ...WHOLE, divergence: FORWARD, updates: 1500 });
  const [own, wanted] = [logProbsOf(student), logProbsOf(closer(INITIAL))];
  for (const [r, row] of wanted.entries()) {
    for (const [token, logProb] of row.entries()) {
      expect(Math.exp(own[r]?.[token] as number)).toBeCloseTo(Math.exp(logProb), 3);
    }
  }
  expect(moments.at(-1)?.divergence).toBeLessThan(1e-5);
});

test("the expectation of the sampled gradient is the reverse KL's gradient", () => {
  const [own, other] = [logProbsOf(INITIAL), logProbsOf(closer(INITIAL))];
  const mean: Policy = own.map((row, r) => {
    const sum = new Float64Array(row.length);
    for (const [sampledToken, logProb] of row.entries()) {
      const gap = logProb - (other[r]?.[sampledToken] as number);
      for (const [token, entry] of (surrogateGradient(row, gap, sampledToken) ?? []).entries()) {
        sum[token] = (sum[token] as number) + Math.exp(logProb) * entry * (visits(INITIAL)[r] as number);
      }
    }
    return sum;
  });
  const exact = expectedGradient(INITIAL, closer(INITIAL), REVERSE, { kind: "full" });
  expect(relativeError(mean, exact)).toBeLessThan(1e-12);
});

test("the error of the sampled gradient falls as one over the root of the number of answers", () => {
  const exact = expectedGradient(INITIAL, closer(INITIAL), REVERSE, { kind: "full" });
  const error = (answers: number) =>
    relativeError(sampledGradient(INITIAL, closer(INITIAL), { seed: 3, update: 0, answers }), exact) ?? 0;
  const [few, many] = [error(8), error(8 * 400)];
  expect(few / many).toBeGreaterThan(20 / 3);
  expect(few / many).toBeLessThan(20 * 3);
});

test("a gradient over K tokens and the tail is the full one where K is all, and its rows sum to 0", () => {
  const whole = expectedGradient(INITIAL, closer(INITIAL), JSD, { kind: "full" });
  const all = expectedGradient(INITIAL, closer(INITIAL), JSD, { kind: "topK", k: 99 });
  expect(relativeError(all, whole)).toBeLessThan(1e-12);
  for (const row of whole) expect(row.reduce((sum, entry) => sum + entry, 0)).toBeCloseTo(0, 14);
});

const anchored = TEACHER_RULES.filter((rule) => rule !== "current");
const learns = (rule: TeacherRule, moment: Moment) => {
  expect(moment.accuracy, rule).toBeGreaterThan(0.66);
  expect(moment.stopping, rule).toBeLessThan(0.1);
};

for (const divergence of [FORWARD, REVERSE, JSD]) {
  for (const compared of [{ kind: "full" }, { kind: "topK", k: 2 }, { kind: "sampled" }] as const) {
    test(`65 updates, ${divergence.kind} over ${compared.kind}: anchored teachers hold, the current policy collapses`, () => {
      for (const rule of anchored) learns(rule, after({ rule, divergence, compared }));
      const collapsed = after({ rule: "current", divergence, compared });
      expect(collapsed.accuracy).toBeLessThan(0.15);
      expect(collapsed.stopping).toBeGreaterThan(0.8);
    });
  }
}

test("the collapse does not show in the loss: it ends lower than that of the moving average", () => {
  expect(after({ rule: "current" }).divergence).toBeLessThan(after({ rule: "average" }).divergence);
});

test("a moving average only slows the drift, the trust region bounds it", () => {
  expect(after({ rule: "average", updates: 400 }).accuracy).toBeLessThan(0.3);
  learns("trustRegion", after({ rule: "trustRegion", updates: 400 }));
});

test("sampled tokens alone are a noisier guide than the K most likely", () => {
  const { sampled, topK } = noiseAlong(WHOLE);
  for (const [update, error] of sampled.slice(0, 20).entries())
    expect(error ?? 0).toBeGreaterThan(topK[update] ?? 1);
});

test("one seed gives one training, another seed another", () => {
  const sampled = { ...WHOLE, compared: { kind: "sampled" } } as const;
  expect(train(sampled)).toEqual(train(sampled));
  expect(train(sampled).moments).not.toEqual(train({ ...sampled, seed: 2 }).moments);
});
