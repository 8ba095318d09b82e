/** The layout of a mosaic: columns with widths proportional to their counts, divided into cells likewise. */
import type { Cell, CellsData } from "../chart-data.ts";

interface Frame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface CellFrame extends Frame {
  readonly cell: Cell;
  /** Whether there is room for its count, and below that its name. */
  readonly words: "none" | "count" | "both";
}

export interface ColumnFrame {
  readonly x: number;
  /** The heading above it; null where it is too narrow. */
  readonly name: string | null;
  readonly cells: readonly CellFrame[];
}

const GAP = 3;
/** Height of the columns' names. */
const HEAD = 22;
const LETTER = 6.6;

const countOf = (cells: readonly Cell[]): number => cells.reduce((sum, { ids }) => sum + ids.length, 0);

function wordsIn({ name }: Cell, { width, height }: Frame): CellFrame["words"] {
  if (height < 30 || width < 30) return "none";
  return height >= 50 && width >= name.length * LETTER + 20 ? "both" : "count";
}

/** Frames of a column's cells from the top; empty cells have none. */
function stacked(cells: readonly Cell[], column: Frame): readonly CellFrame[] {
  const count = countOf(cells);
  let { y } = column;
  return cells
    .filter(({ ids }) => ids.length > 0)
    .map((cell) => {
      const down = (cell.ids.length / count) * column.height;
      const frame = {
        x: column.x,
        y,
        width: Math.max(0, column.width - GAP),
        height: Math.max(0, down - GAP),
      };
      y += down;
      return { ...frame, cell, words: wordsIn(cell, frame) };
    });
}

/** Areas are proportional to counts, in `width` by `height` pixels. */
export function fourCells({ columns }: CellsData, width: number, height: number): readonly ColumnFrame[] {
  const total = columns.reduce((sum, { cells }) => sum + countOf(cells), 0);
  let x = 0;
  return columns.map(({ name, cells }) => {
    const across = total === 0 ? 0 : (countOf(cells) / total) * width;
    const frame = { x, y: HEAD, width: across, height: height - HEAD };
    x += across;
    return { x: frame.x, name: across >= name.length * LETTER ? name : null, cells: stacked(cells, frame) };
  });
}
