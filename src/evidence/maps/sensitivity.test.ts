/** Against fake models that rest on a secret box: what erasing a cell costs follows from what it covers. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { ImageId, ModelId } from "../../base/ids.ts";
import { searchWindow } from "../../math/image/window-search.ts";
import { type Box, intersection } from "../../view/box.ts";
import { chanceOf, holdsPoint, widened } from "../../view/widen.ts";
import { pictureAndText, picturesOf } from "../views/showing.ts";
import {
  cellBox,
  erasedShowing,
  lossesOf,
  lossesOnly,
  lossOf,
  peakOf,
  record,
  replaysOf,
  type Sensitivity,
  type SensitivityPlan,
  sensitivityMap,
  startSensitivity,
  USUAL_PLAN,
} from "./sensitivity.ts";

const areaOf = (box: Box | null): number => (box === null ? 0 : box.width * box.height);

/** Loses 4 nats when all of the secret is erased, less by its square when part of it is. */
const restingOn = (secret: Box) => (erased: Box) =>
  4 * (areaOf(intersection(secret, erased)) / areaOf(secret)) ** 2;

/** Runs a plan to its end, or for `most` replays, some at a time. */
function run(plan: SensitivityPlan, loss: (erased: Box) => number, most = Infinity, batch = 5) {
  let state = startSensitivity(plan);
  let replays = 0;
  while (state.pending.length > 0 && replays < most) {
    const cells = state.pending.slice(0, Math.min(batch, most - replays));
    replays += cells.length;
    state = record(
      state,
      cells.map((cell) => [loss(cellBox(plan, cell))]),
      null,
    );
  }
  return { state, replays };
}

const sumOf = (state: Sensitivity): number =>
  sensitivityMap(state, null).values.reduce((sum, value) => sum + value, 0);

test("the number of replays is stated beforehand and kept, whatever the model and the batches", () => {
  expect(replaysOf(USUAL_PLAN)).toBe(48 + 24);
  expect(replaysOf({ rows: 1, columns: 2, levels: 3, refined: 5 })).toBe(2 + 8 + 20 + 20);
  const plans = fc.record({
    rows: fc.integer({ min: 1, max: 6 }),
    columns: fc.integer({ min: 1, max: 6 }),
    levels: fc.integer({ min: 0, max: 3 }),
    refined: fc.integer({ min: 1, max: 7 }),
  });
  fc.assert(
    fc.property(plans, fc.integer({ min: 1, max: 50 }), (plan, batch) => {
      const { replays } = run(plan, restingOn({ x: 0.3, y: 0.1, width: 0.2, height: 0.3 }), Infinity, batch);
      expect(replays).toBe(replaysOf(plan));
    }),
  );
});

test("by hand: the costliest cell is cut, its quarters take its loss by what they cost", () => {
  const plan = { rows: 1, columns: 2, levels: 1, refined: 1 };
  let state = record(startSensitivity(plan), [[1], [3]], null);
  expect(state.pending.map(({ level, row, column }) => [level, row, column])).toEqual([
    [1, 0, 2],
    [1, 0, 3],
    [1, 1, 2],
    [1, 1, 3],
  ]);
  expect([...sensitivityMap(state, null).values]).toEqual([0.25, 0.25, 0.75, 0.75, 0.25, 0.25, 0.75, 0.75]);
  state = record(state, [[0], [2], [-1], [1]], null);
  expect([...sensitivityMap(state, null).values]).toEqual([0.25, 0.25, 0, 2, 0.25, 0.25, 0, 1]);
  // Columns 1 to 3 lie within a coarse cell of the largest; their losses are 0.5, 0 and 3, of which 2 in the upper row.
  const peak = peakOf(sensitivityMap(state, null), plan);
  expect(peak?.x).toBeCloseTo((0.5 * 1.5 + 3 * 3.5) / 3.5 / 4, 12);
  expect(peak?.y).toBeCloseTo((2.25 * 0.5 + 1.25 * 1.5) / 3.5 / 2, 12);
  expect(state.pending).toEqual([]);
});

test("stopped at any time there is a map, and it sums to what the coarse cells lost", () => {
  const secret = { x: 0.31, y: 0.12, width: 0.17, height: 0.22 };
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 72 }), (most) => {
      const { state, replays } = run(USUAL_PLAN, restingOn(secret), most);
      expect(replays).toBe(most);
      const coarse = state.measured.filter(({ level }) => level === 0);
      const lost = coarse.reduce((sum, cell) => sum + lossOf(cell, null), 0);
      expect(sumOf(state)).toBeCloseTo(lost, 9);
    }),
  );
});

const secrets = fc
  .record({
    x: fc.double({ min: 0, max: 0.85, noNaN: true }),
    y: fc.double({ min: 0, max: 0.85, noNaN: true }),
    width: fc.double({ min: 0.06, max: 0.15, noNaN: true }),
    height: fc.double({ min: 0.06, max: 0.15, noNaN: true }),
  })
  .map((box): Box => box);

test("the peak lies in the secret box widened 1.5 times, which chance seldom hits", () => {
  fc.assert(
    fc.property(secrets, (secret) => {
      const peak = peakOf(sensitivityMap(run(USUAL_PLAN, restingOn(secret)).state, null), USUAL_PLAN);
      const target = widened(secret, 1.5);
      expect(peak !== null && holdsPoint(target, peak)).toBe(true);
      expect(chanceOf(target)).toBeLessThan(0.06);
    }),
  );
});

test("the window proposed from the map meets the secret box", () => {
  fc.assert(
    fc.property(secrets, (secret) => {
      const map = sensitivityMap(run(USUAL_PLAN, restingOn(secret)).state, null);
      const { box } = searchWindow(lossesOnly(map), { width: 1024, height: 768 });
      expect(areaOf(intersection(box, secret))).toBeGreaterThan(0.5 * areaOf(secret));
    }),
  );
});

test("a model that does not look has no peak, nor one that only gains", () => {
  expect(peakOf(sensitivityMap(run(USUAL_PLAN, () => 0).state, null), USUAL_PLAN)).toBeNull();
  const gaining = sensitivityMap(run(USUAL_PLAN, () => -0.1).state, null);
  expect(peakOf(gaining, USUAL_PLAN)).toBeNull();
  expect(Math.max(...lossesOnly(gaining).values)).toBe(0);
});

test("a gain lies where its quarters gain", () => {
  const plan = { rows: 1, columns: 1, levels: 1, refined: 1 };
  const state = record(record(startSensitivity(plan), [[-2]], null), [[1], [-1], [0], [-3]], null);
  expect([...sensitivityMap(state, null).values]).toEqual([0, -0.5, 0, -1.5].map((nats) => nats + 0));
});

test("the loss is that of the selected tokens, which may be chosen after the replays", () => {
  const losses = lossesOf([-1, -2, -3], [-1.5, -2, -7]);
  expect(lossOf({ losses }, null)).toBeCloseTo(4.5, 12);
  expect(lossOf({ losses }, [2])).toBe(4);
  expect(lossOf({ losses }, [])).toBe(0);
  const plan = { rows: 1, columns: 2, levels: 0, refined: 0 };
  const state = record(
    startSensitivity(plan),
    [
      [1, 0],
      [0, 2],
    ],
    null,
  );
  expect([...sensitivityMap(state, [0]).values]).toEqual([1, 0]);
  expect([...sensitivityMap(state, [1]).values]).toEqual([0, 2]);
});

test("the cells that are cut are those that cost the selected tokens most", () => {
  const plan = { rows: 1, columns: 2, levels: 1, refined: 1 };
  const cut = (selected: readonly number[] | null) =>
    record(
      startSensitivity(plan),
      [
        [3, 0],
        [0, 2],
      ],
      selected,
    ).pending[0]?.column;
  expect([cut(null), cut([0]), cut([1])]).toEqual([0, 0, 2]);
});

test("every picture of the showing is spoilt within the cell, after what was done to it", () => {
  const box = { x: 0, y: 0, width: 0.5, height: 0.5 };
  const view = { source: "image" as ImageId, edits: [{ kind: "mark", box }] } as const;
  const showing = erasedShowing(pictureAndText("m" as ModelId, view, "What?"), box, { kind: "blank" });
  expect(picturesOf(showing)[0]?.edits).toEqual([
    { kind: "mark", box },
    { kind: "degrade", by: { kind: "blank" }, within: box },
  ]);
});
