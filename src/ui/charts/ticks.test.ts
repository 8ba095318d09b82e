/** Round values along an axis. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { symlog, symlogTicks } from "./symlog.ts";
import { domainOf, ticksOf } from "./ticks.ts";

describe("ticks", () => {
  test.each([
    ["linear", [0, 1], 6, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    ["linear", [0, 0.3], 4, [0, 0.1, 0.2, 0.3]],
    ["linear", [-0.5, 0.5], 4, [-0.5, 0, 0.5]],
    ["log", [0.001, 1], 12, [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1]],
    ["log", [0.001, 1], 5, [0.001, 0.01, 0.1, 1]],
    ["log", [0.003, 0.04], 8, [0.005, 0.01, 0.02]],
  ] as const)("%s ticks of %j, at most %d", (kind, domain, most, ticks) => {
    expect(ticksOf({ kind, domain }, most)).toEqual(ticks);
  });

  test("ticks lie within the domain and never exceed the requested number", () => {
    const ends = fc.tuple(
      fc.double({ min: -1e3, max: 1e3, noNaN: true }),
      fc.double({ min: 0.01, max: 1e3, noNaN: true }),
    );
    fc.assert(
      fc.property(ends, fc.integer({ min: 2, max: 12 }), ([from, length], most) => {
        const ticks = ticksOf({ kind: "linear", domain: [from, from + length] }, most);
        expect(ticks.length).toBeLessThanOrEqual(most + 1);
        for (const tick of ticks) {
          expect(tick).toBeGreaterThanOrEqual(from - length * 1e-6);
          expect(tick).toBeLessThanOrEqual(from + length * (1 + 1e-6));
        }
      }),
    );
  });

  test("a domain covers its values and has round ends", () => {
    expect(domainOf([0.12, 0.87], 0)).toEqual([0, 1]);
    expect(domainOf([-0.21, 0.33])).toEqual([-0.4, 0.4]);
    expect(domainOf([])).toEqual([0, 1]);
    expect(domainOf([3, 3])).toEqual([0, 3]);
  });
});

describe("the symmetric logarithm", () => {
  const value = fc.double({ min: -100, max: 100, noNaN: true });

  test("rises, is odd, and is linear within its unit", () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        if (a < b) expect(symlog(a, 0.01)).toBeLessThanOrEqual(symlog(b, 0.01));
        expect(symlog(-a, 0.01)).toBeCloseTo(-symlog(a, 0.01), 12);
      }),
    );
    expect(symlog(1e-5, 0.01) / symlog(1e-6, 0.01)).toBeCloseTo(10, 2);
    expect(symlog(9 * 0.01, 0.01)).toBeCloseTo(1, 12);
  });

  test("its ticks are zero and powers of ten that cover the values on each side that has some", () => {
    const values = (...ends: Parameters<typeof symlogTicks>) =>
      symlogTicks(...ends).map((tick) => tick.value);
    expect(values(0, 0.6, 0.01, 4)).toEqual([0, 0.01, 0.1, 1]);
    expect(values(-0.05, 0.6, 0.01, 4)).toEqual([-0.1, -0.01, 0, 0.01, 0.1, 1]);
    expect(values(0, 0.6, 1e-7, 4)).toEqual([0, 1e-6, 1e-4, 0.01, 1]);
    fc.assert(
      fc.property(value, value, fc.integer({ min: -8, max: 0 }), (a, b, power) => {
        const [low, high] = [Math.min(a, b, 0), Math.max(a, b, 0)];
        const ticks = values(low, high, 10 ** power, 4);
        expect(ticks[0]).toBeLessThanOrEqual(low * (1 - 1e-9));
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(high * (1 - 1e-9));
        expect(ticks.length).toBeLessThanOrEqual(9);
      }),
    );
  });
});
