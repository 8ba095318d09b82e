import { describe, expect, test } from "vitest";
import { extent, patience } from "../../base/proof.testing.ts";
import { seeded } from "../../base/random.ts";
import { goodnessOf, simulated } from "./goodness.ts";
import {
  devianceOf,
  fitPsychometric,
  type LevelCount,
  logLikelihoodOf,
  type Psychometric,
  probabilityAt,
} from "./psychometric.ts";

const CURVE: Psychometric = { threshold: 0.3, slope: 4, lower: 0.1, lapse: 0.04 };

/** Levels at even steps from -2 to 2. */
const levelsOf = (levels: number, asked: number): readonly LevelCount[] =>
  Array.from({ length: levels }, (_, i) => ({ x: -2 + (4 * i) / (levels - 1), right: 0, asked }));

describe("the curve", () => {
  test("lies half way between its asymptotes at the threshold, and reaches both", () => {
    expect(probabilityAt(CURVE, 0.3)).toBeCloseTo((0.1 + 0.96) / 2, 12);
    expect(probabilityAt(CURVE, -50)).toBeCloseTo(0.1, 12);
    expect(probabilityAt(CURVE, 50)).toBeCloseTo(0.96, 12);
    expect(probabilityAt(CURVE, -1e6)).toBe(0.1);
    expect(probabilityAt(CURVE, 1e6)).toBeCloseTo(0.96, 12);
  });

  test("its log-likelihood is that of the binomial terms, and certain predictions that fail stay finite", () => {
    const levels = [{ x: 0.3, right: 3, asked: 5 }];
    expect(logLikelihoodOf(levels, CURVE)).toBeCloseTo(3 * Math.log(0.53) + 2 * Math.log(0.47), 12);
    const certain = { ...CURVE, lower: 0, lapse: 0 };
    expect(logLikelihoodOf([{ x: 1e6, right: 0, asked: 1 }], certain)).toBeGreaterThan(-20);
  });

  test("its deviance is zero where the data lie on it, and grows away from it", () => {
    const on = [{ x: 0.3, right: 53, asked: 100 }];
    expect(devianceOf(on, CURVE)).toBeCloseTo(0, 9);
    expect(devianceOf([{ x: 0.3, right: 70, asked: 100 }], CURVE)).toBeGreaterThan(10);
  });
});

describe("the fit", () => {
  test("finds the curve that the data lie on exactly", () => {
    const exact = levelsOf(9, 4000).map(({ x, asked }) => ({
      x,
      asked,
      right: asked * probabilityAt(CURVE, x),
    }));
    const fit = fitPsychometric(exact, { lower: 0.1, lapse: 0.04 });
    expect(fit.threshold).toBeCloseTo(0.3, 3);
    expect(fit.slope).toBeCloseTo(4, 1);
    expect(fitPsychometric(exact, { lower: 0.1, lapse: null }).lapse).toBeCloseTo(0.04, 1);
  });

  test("at the ends of its interval the likelihood is 1.92 nats below the best one", () => {
    const data = simulated(levelsOf(8, 30), CURVE, seeded(5));
    const fit = fitPsychometric(data, { lower: 0.1, lapse: 0.04 });
    for (const end of [fit.low, fit.high]) {
      if (end === null) throw new Error("The data bound the threshold.");
      const best = Math.max(
        ...Array.from({ length: 4000 }, (_, i) =>
          logLikelihoodOf(data, { threshold: end, slope: 0.26 + i * 0.01, lower: 0.1, lapse: 0.04 }),
        ),
      );
      expect(fit.logLikelihood - best).toBeCloseTo(1.9207, 2);
    }
  });

  test("answers that are all wrong or all right bound the threshold on one side only", () => {
    const none = fitPsychometric(levelsOf(6, 20), { lower: 0, lapse: 0 });
    expect(none.low).not.toBeNull();
    expect(none.high).toBeNull();
    const all = levelsOf(6, 20).map((level) => ({ ...level, right: level.asked }));
    const whole = fitPsychometric(all, { lower: 0, lapse: 0 });
    expect(whole.low).toBeNull();
    expect(whole.high).not.toBeNull();
  });
});

/** Simulated observers of known threshold: how often the interval holds it. */
describe("recovers known thresholds", () => {
  const cells = [-1, 0, 1].flatMap((threshold) =>
    [0, 0.05].flatMap((lapse) => [60, 200, 600].map((answers) => ({ threshold, lapse, answers }))),
  );
  test.each(cells)(
    "threshold $threshold, lapse $lapse, $answers answers",
    ({ threshold, lapse, answers }) => {
      const observers = extent(50, 2000, "observers");
      const random = seeded(1000 * answers + 100 * lapse + threshold + 7);
      const curve = { threshold, slope: 3, lower: 0.1, lapse };
      const levels = levelsOf(10, answers / 10);
      let held = 0;
      let error = 0;
      for (let i = 0; i < observers; i++) {
        const fit = fitPsychometric(simulated(levels, curve, random), { lower: 0.1, lapse });
        if ((fit.low ?? -9) <= threshold && threshold <= (fit.high ?? 9)) held++;
        error += (fit.threshold - threshold) / observers;
      }
      // Of 50 observers 43 to 50 are within 2.5 standard errors of 95 %; of 2,000 the coverage is known to half a point.
      expect(held / observers).toBeGreaterThanOrEqual(observers >= 2000 ? 0.93 : 0.86);
      if (observers >= 2000) expect(held / observers).toBeLessThanOrEqual(0.97);
      expect(Math.abs(error)).toBeLessThan(answers === 60 ? 0.25 : 0.12);
    },
    patience(8000),
  );
});

describe("the test of the fit", () => {
  test("accepts data of a curve, and refuses data that no curve of the kind makes", () => {
    const data = simulated(levelsOf(8, 30), CURVE, seeded(11));
    const asymptotes = { lower: 0.1, lapse: 0.04 };
    const fit = fitPsychometric(data, asymptotes);
    expect(goodnessOf(data, fit, asymptotes, 60, seeded(1))).toBeGreaterThan(0.05);
    const wave = levelsOf(8, 30).map((level, i) => ({ ...level, right: i % 2 === 0 ? 27 : 6 }));
    const bad = fitPsychometric(wave, asymptotes);
    expect(goodnessOf(wave, bad, asymptotes, 60, seeded(1))).toBeLessThan(0.05);
  });
});
