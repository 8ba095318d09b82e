/** The tiles that a model is given for one image, laid out on one sheet for display. */
import type { ModelPixels } from "../../../model/adapter.ts";
import type { Pixels } from "../../../view/pixels.ts";

interface Sheet {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
}

/** Transparent pixels between two tiles; only real pixels are drawn. */
const GAP = 8;

function paste(sheet: Sheet, tile: Pixels, left: number, top: number): void {
  for (let y = 0, from = 0; y < tile.height; y++) {
    let to = ((top + y) * sheet.width + left) * 4;
    for (let x = 0; x < tile.width; x++, from += 3, to += 4) {
      sheet.rgba[to] = tile.data[from] ?? 0;
      sheet.rgba[to + 1] = tile.data[from + 1] ?? 0;
      sheet.rgba[to + 2] = tile.data[from + 2] ?? 0;
      sheet.rgba[to + 3] = 255;
    }
  }
}

/** The tiles where they were cut, and the whole-image tile below or beside them, whichever is more compact. */
export function contactSheet({ rows, columns, tiles }: ModelPixels): Sheet {
  const whole = tiles.at(-1) ?? { width: 1, height: 1, data: new Uint8Array(3) };
  const [stepX, stepY] = [whole.width + GAP, whole.height + GAP];
  const beside = rows >= columns;
  const across = Math.max(1, columns) + (beside && rows > 0 ? 1 : 0);
  const down = Math.max(1, rows) + (!beside && rows > 0 ? 1 : 0);
  const [width, height] = [across * stepX - GAP, down * stepY - GAP];
  const sheet = { width, height, rgba: new Uint8ClampedArray(width * height * 4) };
  tiles.slice(0, -1).forEach((tile, i) => {
    paste(sheet, tile, (i % columns) * stepX, Math.floor(i / columns) * stepY);
  });
  paste(sheet, whole, beside ? columns * stepX : 0, beside ? 0 : rows * stepY);
  return sheet;
}
