import { expect, test } from "vitest";
import type { MapSubject, SensitivityMapRun } from "../../app/attribution/attribution-state.ts";
import type { AttentionMaps } from "../../evidence/maps/attention.ts";
import { record, startSensitivity } from "../../evidence/maps/sensitivity.ts";
import { attentionCells, costliest, sensitivityCells } from "./map-cells.ts";
import { placeWords } from "./map-words.ts";

const plan = { rows: 1, columns: 2, levels: 1, refined: 1 };
const frame = { x: 0.5, y: 0, width: 0.5, height: 1 };

/** Two coarse cells that cost 1 and 4 nats; in the second, the upper right quarter accounts for everything. */
function runOf(parts: readonly (readonly number[])[]): SensitivityMapRun {
  const coarse = record(startSensitivity(plan), [[1], [4]], null);
  const map = parts.length === 0 ? coarse : record(coarse, parts, null);
  const subject = { frame, plan } as MapSubject;
  return { subject, needs: [1], replayMs: 1, map, phase: "done" };
}

test("a cell that was divided is replaced by its quarters, within the visible part of the image", () => {
  const coarse = sensitivityCells(runOf([]), null);
  expect(coarse.cells.map(({ box }) => box.x)).toEqual([0.5, 0.75]);
  expect(coarse.cells.map(({ value }) => value)).toEqual([0.25, 1]);
  const { cells, most } = sensitivityCells(runOf([[0], [2], [0], [0]]), null);
  expect(cells).toHaveLength(5);
  expect(most).toBe(4);
  const strongest = cells.find(({ value }) => value === 4);
  expect(strongest?.box).toEqual({ x: 0.875, y: 0, width: 0.125, height: 0.5 });
});

test("the costliest cell is reported with its cost and its position", () => {
  const worst = costliest(runOf([]), null);
  expect(worst?.nats).toBe(4);
  expect(worst === null ? "" : placeWords(worst.box)).toBe("the cell about 88 % across and 50 % down");
  expect(costliest(runOf([]), [])).toBeNull();
});

test("attention's cells tile the visible part of the image, row by row", () => {
  const map = { rows: 2, columns: 2, values: Float64Array.of(1, 2, 3, 4) };
  const reading = { frame, rows: 2, columns: 2, layers: [{ map }] } as unknown as AttentionMaps;
  const { cells, most } = attentionCells(reading, 0);
  expect(most).toBe(4);
  expect(cells[3]).toEqual({ box: { x: 0.75, y: 0.5, width: 0.25, height: 0.5 }, value: 4 });
  expect(attentionCells(reading, 7)).toEqual({ cells: [], most: 0 });
});
