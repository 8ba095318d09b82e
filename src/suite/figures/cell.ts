/** The four cells of the dual view: right or wrong from the full image and from the evidence crop (Zooming without Zooming, §5.3). */
import type { Condition, ItemResult } from "../results/result.ts";

export const CELLS = ["bothRight", "onlyRegional", "onlyGlobal", "bothWrong"] as const;
export type Cell = (typeof CELLS)[number];

/** The cell of an item; null where one of the two conditions was not asked. */
export function cellOf({ looks: { global, regional } }: ItemResult): Cell | null {
  if (global === undefined || regional === undefined) return null;
  if (global.right) return regional.right ? "bothRight" : "onlyGlobal";
  return regional.right ? "onlyRegional" : "bothWrong";
}

/** Ids of a figure's items, so that a mark of a chart can select them. */
export type Ids = readonly string[];

export const idsOf = (items: readonly ItemResult[]): Ids => items.map(({ id }) => id);

export type Cells = Readonly<Record<Cell, Ids>>;

/** Items by cell. The gap is (onlyRegional − onlyGlobal) / items, so that equal gaps can hide different cells. */
export function cellsOf(items: readonly ItemResult[]): Cells {
  const of = (cell: Cell): Ids => idsOf(items.filter((item) => cellOf(item) === cell));
  return {
    bothRight: of("bothRight"),
    onlyRegional: of("onlyRegional"),
    onlyGlobal: of("onlyGlobal"),
    bothWrong: of("bothWrong"),
  };
}

/** Items for which all of these conditions were asked. */
export function askedUnder(items: readonly ItemResult[], looks: readonly Condition[]): readonly ItemResult[] {
  return items.filter((item) => looks.every((condition) => item.looks[condition] !== undefined));
}
