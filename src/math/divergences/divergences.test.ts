/** Every divergence of the catalog: values of an independent program, gradients, bounds, ends, laws, data processing. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hostilePairs, mildPairs } from "../arbitrary.testing.ts";
import { differences } from "../central-differences.testing.ts";
import { divergenceGradient } from "../loss/gradient.ts";
import { reducedGradient } from "../loss/reduced-gradient.ts";
import { logSoftmax, topK } from "../rows/logits.ts";
import { divergenceOf, keptRow, type Rest, reducedBins, reducedDivergence } from "../support/support.ts";
import { chosenDivergence, divergenceMistake, divergences, parameterOf } from "./catalog.ts";
import type { DivergenceDefinition, DivergenceKind } from "./definition.ts";
import golden from "./golden.vectors.json" with { type: "json" };

interface Entry {
  readonly kind: string;
  readonly parameter?: string;
  readonly number?: number;
  readonly student: readonly number[];
  readonly teacher: readonly number[];
  readonly full: number;
  readonly tail: number;
  readonly gradient: readonly number[];
  readonly tailGradient: readonly number[];
}

const entries: readonly Entry[] = golden;

function expectNear(actual: ArrayLike<number> | null, expected: ArrayLike<number>, within = 1e-9) {
  expect(actual?.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    const wanted = expected[i] as number;
    expect(Math.abs((actual?.[i] ?? Number.NaN) - wanted)).toBeLessThan(within * (1 + Math.abs(wanted)));
  }
}

/** Where a parameter begins, its ends, and what lies between. */
function numbersOf({ parameter }: DivergenceDefinition): readonly number[] {
  if (parameter === null) return [0];
  const { least, most, start } = parameter;
  return [start, least, most, (least + most) / 2, (least + 9 * most) / 10];
}

const chosenWith = ({ id, parameter }: DivergenceDefinition, number: number): DivergenceKind =>
  parameter === null ? { kind: id } : { kind: id, [parameter.name]: number };

const each = divergences.map((definition) => [definition.id, definition] as const);
describe("golden values of an independent program", () => {
  test.each(each)("%s", (id) => {
    const own = entries.filter(({ kind }) => kind === id);
    expect(own.length).toBeGreaterThan(0);
    for (const { parameter, number, ...entry } of own) {
      const kind = parameter === undefined ? { kind: id } : { kind: id, [parameter]: number };
      const [student, teacher] = [logSoftmax(entry.student), logSoftmax(entry.teacher)];
      const support = topK(student, 2);
      const kept = [keptRow(student, support), keptRow(teacher, support)] as const;
      expectNear([divergenceOf(kind, { student, teacher })], [entry.full]);
      expectNear([reducedDivergence(kind, ...kept, "tail") ?? Number.NaN], [entry.tail]);
      expectNear(divergenceGradient(kind, student, teacher), entry.gradient);
      expectNear(reducedGradient(kind, student, teacher, support, "tail"), entry.tailGradient);
    }
  });
});

test("the catalog's ids and titles are unique, and parameters of one name mean one thing", () => {
  const unique = (list: readonly string[]) => expect(new Set(list).size).toBe(list.length);
  unique(divergences.map(({ id }) => id));
  unique(divergences.map(({ title }) => title));
  for (const { parameter } of divergences) {
    if (parameter === null) continue;
    const named = divergences.filter((other) => other.parameter?.name === parameter.name);
    for (const other of named) expect(other.parameter).toMatchObject({ symbol: parameter.symbol });
    const { least, most, start } = parameter;
    expect(start).toBeGreaterThanOrEqual(least);
    expect(start).toBeLessThanOrEqual(most);
  }
});

test("a divergence that nobody knows and a parameter beyond its bounds are said; one that is missing is its start", () => {
  expect(divergenceMistake({ kind: "later" })).toContain("knows no divergence “later”");
  for (const definition of divergences) {
    expect(divergenceMistake(chosenWith(definition, definition.parameter?.most ?? 0))).toBeNull();
    if (definition.parameter === null) continue;
    expect(divergenceMistake(chosenWith(definition, definition.parameter.most + 1))).toContain(
      "is not between",
    );
    expect(parameterOf(definition, { kind: definition.id })).toBe(definition.parameter.start);
  }
});

describe.each(each)("%s", (id, definition) => {
  const kinds = numbersOf(definition).map((number) => chosenWith(definition, number));
  const anyKind = fc.constantFrom(...kinds);

  test("is never NaN, at least 0, and at most its bound", () => {
    fc.assert(
      fc.property(hostilePairs, anyKind, (bins, kind) => {
        const { definition: settled, parameter } = chosenDivergence(kind);
        const value = divergenceOf(kind, bins);
        expect(value).toBeGreaterThanOrEqual(-1e-9);
        expect(value).toBeLessThanOrEqual((settled.bound(parameter) ?? Infinity) + 1e-9);
        expect(divergenceOf(kind, { student: bins.student, teacher: bins.student })).toBeCloseTo(0, 9);
      }),
    );
  });

  test("with a tail it is never more than over all tokens, and never falls as K grows (data processing)", () => {
    fc.assert(
      fc.property(hostilePairs, anyKind, fc.boolean(), ({ student, teacher }, kind, fromTeacher) => {
        const at = (k: number) => {
          const support = topK(fromTeacher ? teacher : student, k);
          return reducedDivergence(
            kind,
            keptRow(student, support),
            keptRow(teacher, support),
            "tail",
          ) as number;
        };
        const values = Array.from({ length: student.length }, (_, k) => at(k + 1));
        const full = divergenceOf(kind, { student, teacher });
        for (const [k, value] of [...values, full].entries())
          expect(values[k - 1] ?? 0).toBeLessThanOrEqual(
            value + 1e-9 * (1 + (value === Infinity ? 0 : value)),
          );
      }),
    );
  });

  test("its gradient agrees with central differences, whatever becomes of the rest", () => {
    const rests = fc.constantFrom<Rest | "full">("full", "tail", "flooredTail", "renormalise", "drop");
    fc.assert(
      fc.property(
        mildPairs,
        anyKind,
        rests,
        fc.constantFrom(0.7, 1, 2),
        ({ logits, teacher }, kind, rest, tau) => {
          const student = logSoftmax(logits, tau);
          // A difference across a kink, or across the bound at 0 of a partial sum, is no slope.
          fc.pre(
            id !== "totalVariation" || student.every((p, j) => Math.abs(p - (teacher[j] as number)) > 1e-3),
          );
          const support = topK(student, 2);
          const kept = (row: Float64Array) => keptRow(row, support);
          if (rest === "full") {
            const loss = (lp: Float64Array) => divergenceOf(kind, { student: lp, teacher });
            expectNear(divergenceGradient(kind, student, teacher, tau), differences(logits, loss, tau), 2e-6);
            return;
          }
          const bins = reducedBins(kept(student), kept(teacher), rest);
          if (bins === null) return;
          fc.pre(rest !== "drop" || Math.abs(divergenceOf(kind, bins)) > 1e-3);
          fc.pre(
            id !== "totalVariation" ||
              bins.student.every((p, b) => Math.abs(p - (bins.teacher[b] as number)) > 1e-3),
          );
          const loss = (lp: Float64Array) => reducedDivergence(kind, kept(lp), kept(teacher), rest) as number;
          const gradient = reducedGradient(kind, student, teacher, support, rest, tau);
          expectNear(gradient, differences(logits, loss, tau), 2e-6);
        },
      ),
    );
  });

  test("a gradient sums to 0 and is never NaN, also with masked tokens", () => {
    fc.assert(
      fc.property(hostilePairs, anyKind, ({ student, teacher }, kind) => {
        const gradient = divergenceGradient(kind, student, teacher);
        if (gradient === null) return;
        const scale = gradient.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1);
        expect(Math.abs(gradient.reduce((sum, value) => sum + value, 0))).toBeLessThan(1e-9 * scale);
      }),
    );
  });

  test.each(definition.laws.map((law) => [law.words, law] as const))("%s", (_, law) => {
    fc.assert(
      fc.property(mildPairs, fc.constantFrom(...numbersOf(definition)), ({ logits, teacher }, number) => {
        const gap = law.gap({ student: logSoftmax(logits), teacher }, number);
        if (gap !== null) expect(Math.abs(gap)).toBeLessThan(1e-9);
      }),
    );
  });
});
