/** On which tiles of an image its evidence lies, where a model cuts the image into rows and columns of equal tiles. */
import { type Box, intersection } from "../../view/box.ts";

/** A tile, counted from 1 as the model's tokens for rows and columns are. */
export interface EvidenceTile {
  readonly row: number;
  readonly column: number;
  readonly box: Box;
  /** How much of the evidence lies on it, 0 to 1. */
  readonly share: number;
}

/** The tiles that hold evidence, the largest part first. A share below a millionth is rounding at a border. */
export function evidenceTiles(box: Box, grid: { rows: number; columns: number }): readonly EvidenceTile[] {
  const width = 1 / grid.columns;
  const height = 1 / grid.rows;
  const tiles = Array.from({ length: grid.rows * grid.columns }, (_, index): EvidenceTile => {
    const [row, column] = [Math.floor(index / grid.columns), index % grid.columns];
    const tile = { x: column * width, y: row * height, width, height };
    const held = intersection(box, tile);
    const share = held === null ? 0 : (held.width * held.height) / (box.width * box.height);
    return { row: row + 1, column: column + 1, box: tile, share };
  });
  return tiles.filter(({ share }) => share > 1e-6).sort((one, other) => other.share - one.share);
}
