/** Which tokens are written below the lines, and how, so that none overlaps another. */
import { tokenLabel } from "./token-data.ts";

export interface TokenTicks {
  readonly indexes: readonly number[];
  readonly turned: boolean;
  /** The height they need below the plot, in pixels. */
  readonly height: number;
  readonly textOf: (index: number) => string;
}

/** Width of a letter of the monospaced face at tick size, and the gap between two tokens. */
const LETTER = 6.8;
const GAP = 8;
/** Spacing of two rotated tokens. */
const LINE = 14;
const LEVEL_HEIGHT = 22;
const TURNED_EDGE = 14;

/** Side by side where all fit; otherwise rotated: every token, or every second, third … where there are too many. */
export function tokenTicks(tokens: readonly string[], plotWidth: number): TokenTicks {
  const labels = tokens.map(tokenLabel);
  const longest = Math.max(1, ...labels.map((label) => [...label].length));
  const step = plotWidth / Math.max(1, tokens.length);
  const turned = step < longest * LETTER + GAP;
  const every = turned ? Math.max(1, Math.ceil(LINE / step)) : 1;
  return {
    turned,
    indexes: Array.from({ length: Math.ceil(tokens.length / every) }, (_, at) => at * every),
    height: turned ? longest * LETTER + TURNED_EDGE : LEVEL_HEIGHT,
    textOf: (index) => labels[index] ?? "",
  };
}
