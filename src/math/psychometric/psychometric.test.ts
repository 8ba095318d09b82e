import { describe, expect, test } from "vitest";
import { atLength, extent, patience } from "../../base/proof.testing.ts";
import { type Random, seeded } from "../../base/random.ts";
import { createChooser } from "./adaptive.ts";
import vectors from "./adaptive.vectors.json" with { type: "json" };
import { goodnessOf, simulated } from "./goodness.ts";
import {
  bestCurve,
  devianceOf,
  fitPsychometric,
  logLikelihoodOf,
  type Psychometric,
  type PsychometricData,
  probabilityAt,
  profileDrop,
  risesBy,
} from "./psychometric.ts";

const CURVE: Psychometric = { threshold: 0.3, slope: 4, lower: 0.1, lapse: 0.04 };

/** Levels at even steps from -2 to 2, with as many answers to what cannot be seen, and four times as many to what can. */
const dataOf = (levels: number, asked: number): PsychometricData => ({
  levels: Array.from({ length: levels }, (_, i) => ({ x: -2 + (4 * i) / (levels - 1), right: 0, asked })),
  unseen: { right: 0, asked },
  seen: { right: 4 * asked, asked: 4 * asked },
});
const NONE = { right: 0, asked: 0 };
const only = (x: number, right: number, asked: number): PsychometricData => ({
  levels: [{ x, right, asked }],
  unseen: NONE,
  seen: NONE,
});

describe("the curve", () => {
  test("lies half way between its asymptotes at the threshold, and reaches both", () => {
    expect(probabilityAt(CURVE, 0.3)).toBeCloseTo((0.1 + 0.96) / 2, 12);
    expect(probabilityAt(CURVE, -50)).toBeCloseTo(0.1, 12);
    expect(probabilityAt(CURVE, 50)).toBeCloseTo(0.96, 12);
    expect(probabilityAt(CURVE, -1e6)).toBe(0.1);
    expect(probabilityAt(CURVE, 1e6)).toBeCloseTo(0.96, 12);
  });

  test("its log-likelihood is that of the binomial terms, and certain predictions that fail stay finite", () => {
    const data = { ...only(0.3, 3, 5), unseen: { right: 1, asked: 4 }, seen: { right: 9, asked: 10 } };
    const ends = Math.log(0.1) + 3 * Math.log(0.9) + 9 * Math.log(0.96) + Math.log(0.04);
    expect(logLikelihoodOf(data, CURVE)).toBeCloseTo(3 * Math.log(0.53) + 2 * Math.log(0.47) + ends, 12);
    const certain = { ...CURVE, lower: 0, lapse: 0 };
    expect(logLikelihoodOf(only(1e6, 0, 1), certain)).toBeGreaterThan(-20);
  });

  test("its deviance is zero where the data lie on it, and grows away from it", () => {
    expect(devianceOf(only(0.3, 53, 100), CURVE)).toBeCloseTo(0, 9);
    expect(devianceOf(only(0.3, 70, 100), CURVE)).toBeGreaterThan(10);
  });
});

describe("the fit", () => {
  test("finds the curve that the data lie on exactly", () => {
    const blank = dataOf(9, 4000);
    const exact: PsychometricData = {
      levels: blank.levels.map(({ x, asked }) => ({ x, asked, right: asked * probabilityAt(CURVE, x) })),
      unseen: { right: 400, asked: 4000 },
      seen: { right: 3840, asked: 4000 },
    };
    const fit = fitPsychometric(exact);
    expect(fit.threshold).toBeCloseTo(0.3, 2);
    expect(fit.slope).toBeCloseTo(4, 1);
    expect(fit.lower).toBeCloseTo(0.1, 3);
    expect(fit.lapse).toBeCloseTo(0.04, 3);
  });

  test("at the ends of its interval no slope, guessing and lapse is better than the drop below the best", () => {
    const data = simulated(dataOf(8, 30), CURVE, seeded(5));
    const fit = fitPsychometric(data);
    const drop = profileDrop(data);
    expect(drop).toBeCloseTo(1.9207 * (1 + 2 / Math.sqrt(240)), 9);
    const random = seeded(6);
    for (const end of [fit.low, fit.high]) {
      if (end === null) throw new Error("The data bound the threshold.");
      let best = Number.NEGATIVE_INFINITY;
      for (let i = 0; i < 60_000; i++) {
        const slope = Math.exp(-1.4 + 5 * random.next());
        const curve = { threshold: end, slope, lower: 0.3 * random.next(), lapse: 0.1 * random.next() };
        best = Math.max(best, logLikelihoodOf(data, curve));
      }
      expect(fit.logLikelihood - best).toBeGreaterThan(drop - 0.01);
      expect(fit.logLikelihood - best).toBeLessThan(drop + 0.04);
    }
  });

  test("answers that are all wrong or all right bound the threshold on one side only", () => {
    const none = fitPsychometric(dataOf(6, 20));
    expect(none.low).not.toBeNull();
    expect(none.high).toBeNull();
    const { levels, ...ends } = dataOf(6, 20);
    const whole = fitPsychometric({
      levels: levels.map((level) => ({ ...level, right: level.asked })),
      ...ends,
    });
    expect(whole.low).toBeNull();
    expect(whole.high).not.toBeNull();
  });
});

interface Observers {
  readonly threshold: number;
  readonly lapse: number;
  readonly answers: number;
}

/** Answers at ten even levels, as many at each. */
const fixedAnswers = (answers: number, curve: Psychometric, random: Random): PsychometricData =>
  simulated(dataOf(10, answers / 10), curve, random);

const XS = dataOf(15, 0).levels.map(({ x }) => x);
const CHOOSER = createChooser(XS);
/** The levels of the first questions of an adaptive measurement: from the least to the largest. */
const SWEEP = [0, 3, 6, 8, 11, 14];

/** How often a level is chosen anew; to choose it before each answer takes longer and changes little. */
const CHOICES = 60;

/** As many answers, at the levels of fifteen that tell most, and as many to what can and cannot be seen as above. */
function adaptiveAnswers(answers: number, curve: Psychometric, random: Random): PsychometricData {
  const none = () => ({ right: 0, asked: 0 });
  const data = { levels: XS.map((x) => ({ x, ...none() })), unseen: none(), seen: none() };
  const ask = (count: { right: number; asked: number }, p: number) => {
    count.asked++;
    if (random.next() < p) count.right++;
  };
  let at = 0;
  for (let i = 0; i < answers; i++) {
    if (i < SWEEP.length || i % Math.ceil(answers / CHOICES) === 0) at = SWEEP[i] ?? CHOOSER.next(data);
    if (i % 10 === 0) ask(data.unseen, curve.lower);
    if (i % 10 < 4) ask(data.seen, 1 - curve.lapse);
    const level = data.levels[at];
    if (level !== undefined) ask(level, probabilityAt(curve, level.x));
  }
  return { ...data, levels: data.levels.filter(({ asked }) => asked > 0) };
}

type Answers = typeof fixedAnswers;

/** Which share of simulated observers has a threshold within its interval, the mean error of the fits, and the mean width. */
function recovered({ threshold, lapse, answers }: Observers, observers: number, answersOf: Answers) {
  const random = seeded(1000 * answers + 100 * lapse + threshold + 7);
  const curve = { threshold, slope: 3, lower: 0.1, lapse };
  const fits = Array.from({ length: observers }, () => fitPsychometric(answersOf(answers, curve, random)));
  const held = fits.filter(({ low, high }) => (low ?? -9) <= threshold && threshold <= (high ?? 9)).length;
  const mean = (of: (fit: (typeof fits)[number]) => number) =>
    fits.reduce((sum, fit) => sum + of(fit) / observers, 0);
  const width = mean(({ low, high }) => (high ?? 6) - (low ?? -6));
  return { coverage: held / observers, error: Math.abs(mean((fit) => fit.threshold - threshold)), width };
}

const CELLS: readonly Observers[] = [-1, 0, 1].flatMap((threshold) =>
  [0, 0.05].flatMap((lapse) => [60, 200, 600].map((answers) => ({ threshold, lapse, answers }))),
);

describe("recovers known thresholds, and its intervals hold them in 95 % of cases", () => {
  test.each([
    ["at fixed levels", fixedAnswers],
    ["at adaptive levels", adaptiveAnswers],
  ] as const)(
    "%s",
    (_, answersOf) => {
      const observers = extent(3, 2000, "observers in each of 18 cells");
      const found = CELLS.map((cell) => ({ ...cell, ...recovered(cell, observers, answersOf) }));
      const coverage = found.reduce((sum, cell) => sum + cell.coverage / CELLS.length, 0);
      // Of 54 observers at 95 % 46 or fewer are held in 0.4 % of cases.
      expect(coverage).toBeGreaterThan(46.5 / 54);
      if (!atLength) return;
      for (const cell of found) {
        expect(Math.abs(cell.coverage - 0.95), JSON.stringify(cell)).toBeLessThan(0.02);
        expect(cell.error, JSON.stringify(cell)).toBeLessThan(0.1);
      }
    },
    patience(20_000),
  );
});

describe("the level that is asked about next", () => {
  test("has the least expected entropy of the threshold, as an independent program computes it", () => {
    for (const { xs, counts, unseen, seen, entropies } of vectors) {
      const count = ([right = 0, asked = 0]: readonly number[]) => ({ right, asked });
      const levels = xs.map((x, i) => ({ x, ...count(counts[i] ?? []) }));
      const chooser = createChooser(xs);
      const data = { levels, unseen: count(unseen), seen: count(seen) };
      const found = chooser.entropies(data);
      for (const [i, entropy] of found.entries()) expect(entropy).toBeCloseTo(entropies[i] as number, 9);
      expect(chooser.next(data)).toBe(entropies.indexOf(Math.min(...entropies)));
    }
  });

  test("narrows the interval more than as many questions at even levels", () => {
    const width = (answersOf: Answers) =>
      recovered({ threshold: 0, lapse: 0, answers: 200 }, 3, answersOf).width;
    expect(width(adaptiveAnswers)).toBeLessThan(0.85 * width(fixedAnswers));
  });
});

test("a rise shows in many answers on a curve, and not in answers that are the same at every level", () => {
  const data = simulated(dataOf(8, 30), CURVE, seeded(2));
  expect(risesBy(data, fitPsychometric(data))).toBeGreaterThan(30);
  const flat = { ...data, levels: data.levels.map((level) => ({ ...level, right: 18 })) };
  expect(risesBy(flat, fitPsychometric(flat))).toBeLessThan(1);
  const random = seeded(8);
  const rises = Array.from({ length: 60 }, () => {
    const drawn = simulated(data, { ...CURVE, slope: 0 }, random);
    return risesBy(drawn, bestCurve(drawn)) > 3.84;
  });
  // At 5 % more than eight of sixty come in 0.6 % of cases.
  expect(rises.filter(Boolean).length).toBeLessThanOrEqual(8);
});

describe("the test of the fit", () => {
  test("accepts data of a curve, and refuses data that no curve of the kind makes", () => {
    const data = simulated(dataOf(8, 30), CURVE, seeded(11));
    expect(goodnessOf(data, fitPsychometric(data), 40, seeded(1))).toBeGreaterThan(0.05);
    const wave = {
      ...data,
      levels: data.levels.map((level, i) => ({ ...level, right: i % 2 === 0 ? 27 : 6 })),
    };
    expect(goodnessOf(wave, fitPsychometric(wave), 40, seeded(1))).toBeLessThan(0.05);
  });
});
