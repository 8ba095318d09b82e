/** How a model cuts an image into tiles, and where the evidence falls, in words. */

import { evidenceTiles } from "../../evidence/views/tiles.ts";
import type { Box } from "../../view/box.ts";
import { count } from "../shared/format.ts";
import type { Shown } from "./ModelInput.tsx";

/** "The full image is read as 3 rows of 4 tiles …, and once more as a whole. The evidence lies …". */
export function tileWords({ grid, tileSize }: Pick<Shown, "grid" | "tileSize">, box: Box): string {
  const size = `${tileSize.width} × ${tileSize.height} px`;
  if (grid.rows * grid.columns === 0)
    return `At this longest edge the full image is one tile of ${size}: nothing is cut.`;
  const cut = `The full image is cut into ${count(grid.rows, "row")} of ${count(grid.columns, "tile")} of ${size}, and shown once more as a whole, at the size of one tile.`;
  const tiles = evidenceTiles(box, grid);
  const [most] = tiles;
  if (most === undefined) return cut;
  const place = `row ${most.row}, column ${most.column}`;
  if (tiles.length === 1) return `${cut} The evidence lies on one tile: ${place}.`;
  return `${cut} The evidence is cut into ${count(tiles.length, "part")} by the tiles' borders; the largest, ${Math.round(100 * most.share)} % of its area, lies in ${place}.`;
}
