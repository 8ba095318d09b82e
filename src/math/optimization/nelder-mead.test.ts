import { expect, test } from "vitest";
import { nelderMead } from "./nelder-mead.ts";

const limits = { side: 0.5, evaluations: 2000, tolerance: 1e-14 };

test("finds the bottom of Rosenbrock's valley and of a bowl in four parameters", () => {
  const valley = nelderMead(([x = 0, y = 0]) => 100 * (y - x * x) ** 2 + (1 - x) ** 2, [-1.2, 1], limits);
  expect(valley.at[0]).toBeCloseTo(1, 5);
  expect(valley.at[1]).toBeCloseTo(1, 5);
  const bowl = nelderMead(
    (at) => at.reduce((sum, x, i) => sum + (i + 1) * (x - i) ** 2, 3),
    [9, 9, 9, 9],
    limits,
  );
  bowl.at.forEach((x, i) => {
    expect(x).toBeCloseTo(i, 4);
  });
  expect(bowl.value).toBeCloseTo(3, 9);
});

test("asks no more often than it may, but for the simplex that it is changing", () => {
  let asked = 0;
  nelderMead(([x = 0]) => ++asked && x, [0], { ...limits, evaluations: 50 });
  expect(asked).toBeGreaterThan(40);
  expect(asked).toBeLessThan(56);
});
