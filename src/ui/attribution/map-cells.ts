/** The cells of the maps: their position on the image, and their colour strength. */
import type { SensitivityMapRun } from "../../app/attribution/attribution-state.ts";
import type { AttentionMaps } from "../../evidence/maps/attention.ts";
import { cellBox, lossOf, type MeasuredCell, sensitivityMap } from "../../evidence/maps/sensitivity.ts";
import { layerAt, USUAL_DEPTH } from "../../math/attention/attention.ts";
import { type Box, boxFrom } from "../../view/box.ts";

export interface DrawnCell {
  /** In the unit square of the source image. */
  readonly box: Box;
  /** In the unit of the map. */
  readonly value: number;
}

export interface DrawnMap {
  readonly cells: readonly DrawnCell[];
  /** The largest absolute value: the end of the scale. */
  readonly most: number;
}

const keyOf = ({ level, row, column }: Pick<MeasuredCell, "level" | "row" | "column">): string =>
  `${level}:${row}:${column}`;

function mapOf(cells: readonly DrawnCell[]): DrawnMap {
  return { cells, most: Math.max(0, ...cells.map(({ value }) => Math.abs(value))) };
}

/** The erased cells that were not divided further, each with its value per cell of the finest grid. */
export function sensitivityCells(
  { map, subject }: SensitivityMapRun,
  selected: readonly number[] | null,
): DrawnMap {
  const { plan, measured } = map;
  const grid = sensitivityMap(map, selected);
  const known = new Set(measured.map(keyOf));
  const cut = ({ level, row, column }: MeasuredCell): boolean =>
    [0, 1].every((down) =>
      [0, 1].every((across) =>
        known.has(keyOf({ level: level + 1, row: 2 * row + down, column: 2 * column + across })),
      ),
    );
  const leaves = measured.filter((cell) => !cut(cell));
  return mapOf(
    leaves.map((cell) => {
      const side = 2 ** (plan.levels - cell.level);
      const at = cell.row * side * grid.columns + cell.column * side;
      return { box: boxFrom(cellBox(plan, cell), subject.frame), value: grid.values[at] ?? 0 };
    }),
  );
}

/** The layer that Zooming without Zooming uses, at two thirds of the depth. */
export function usualLayer(layers: number): number {
  return layerAt(USUAL_DEPTH, layers);
}

/** Every cell of one layer's relative attention map. */
export function attentionCells({ layers, frame, rows, columns }: AttentionMaps, layer: number): DrawnMap {
  const values = layers[layer]?.map.values ?? new Float64Array();
  return mapOf(
    Array.from(values, (value, cell) => {
      const [row, column] = [Math.floor(cell / columns), cell % columns];
      const inner = { x: column / columns, y: row / rows, width: 1 / columns, height: 1 / rows };
      return { box: boxFrom(inner, frame), value };
    }),
  );
}

/** The erased cell that costs the selected tokens most, and its cost; null before any cell has a cost. */
export function costliest(
  { map, subject }: SensitivityMapRun,
  selected: readonly number[] | null,
): { readonly box: Box; readonly nats: number } | null {
  const costs = map.measured.map((cell) => ({ cell, nats: lossOf(cell, selected) }));
  const [first, ...others] = costs;
  if (first === undefined) return null;
  const most = others.reduce((a, b) => (b.nats > a.nats ? b : a), first);
  if (!(most.nats > 0)) return null;
  return { box: boxFrom(cellBox(map.plan, most.cell), subject.frame), nats: most.nats };
}
