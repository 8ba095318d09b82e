/** Panels with printed lines: what they are, how large they are, and where each line stands on them. */
import type { Random } from "../../base/random.ts";
import { pick, uniform, whole } from "../chance.ts";
import type { Panel, PanelKind, Place, PrintedLine } from "../scene.ts";
import { edgesOf, type Face, type FaceKind, facesOf, inkOf, widthOf } from "../text/faces.ts";
import { longestLine, printedText } from "../text/text.ts";

/** A panel without a place: its size, and its lines from its own corner. */
export interface UnplacedPanel {
  readonly kind: Panel["kind"];
  readonly size: readonly [width: number, height: number];
  readonly lines: readonly PrintedLine[];
}

/** How many lines, in which kinds of faces, how far apart, and whether they begin at the left. */
interface Habit {
  readonly lines: readonly [least: number, most: number];
  readonly faces: readonly FaceKind[];
  readonly spacing: number;
  readonly left: number;
}

const habits: Readonly<Record<PanelKind, Habit>> = {
  notice: { lines: [1, 2], faces: ["sans", "narrow", "slab", "display", "hand"], spacing: 0.4, left: 0.1 },
  label: { lines: [1, 3], faces: ["sans", "serif", "narrow", "typewriter", "mono"], spacing: 0.3, left: 0.5 },
  receipt: { lines: [4, 8], faces: ["mono", "dots", "typewriter", "narrow"], spacing: 0.22, left: 0.75 },
  form: { lines: [3, 6], faces: ["sans", "serif", "typewriter", "hand"], spacing: 0.6, left: 1 },
  poster: { lines: [1, 4], faces: ["display", "narrow", "slab", "serif", "hand"], spacing: 0.35, left: 0.2 },
  screen: { lines: [2, 6], faces: ["mono", "dots", "sans"], spacing: 0.35, left: 0.9 },
};

/** A text that is no wider than `width` in a face of that size. */
function fittingText(random: Random, face: Face, size: number, width: number, least: number): string {
  let text = printedText(random, longestLine);
  for (let attempt = 0; text.length < least && attempt < 20; attempt++)
    text = printedText(random, longestLine);
  while (text.length > 1 && widthOf(face, text) * size > width) text = text.slice(0, -1).trimEnd();
  return text;
}

/** The size at which a text's line covers that many pixels. */
export function sizeForArea(face: Face, text: string, area: number): number {
  const { top, bottom } = inkOf(face);
  return Math.sqrt(area / (widthOf(face, text) * (top + bottom)));
}

/** The boxes of a line's characters: from one advance to the next, as high as the line. */
export function characterBoxes({ text, font, size, box }: PrintedLine & { readonly box: Place }) {
  const edges = edgesOf(font, text);
  return [...text].map((character, i) => {
    const [from, to] = [edges[i] as number, edges[i + 1] as number];
    return [character, box[0] + from * size, box[1], (to - from) * size, box[3]] as const;
  });
}

/** A line at a place on its panel; its box is as wide as its text and as high as its face's ink. */
export function lineAt(text: string, font: Face, size: number, x: number, y: number): PrintedLine {
  const { top, bottom } = inkOf(font);
  const width = Math.max(2, Math.round(widthOf(font, text) * size));
  return { text, font, size, box: [Math.round(x), Math.round(y), width, Math.round((top + bottom) * size)] };
}

/** A panel of a kind for a scene of `width` × `height`, no line of which covers less than `smallest` of it. */
export function newPanel(
  random: Random,
  kind: PanelKind,
  [width, height]: readonly [number, number],
  smallest: number,
): UnplacedPanel {
  const habit = habits[kind];
  const count = whole(random, ...habit.lines);
  const face = pick(random, facesOf(...habit.faces));
  // Short lines need a larger type to cover enough of the scene, so panels of many lines have longer ones.
  const least = count > 1 ? 4 : 1;
  const room = width * uniform(random, 0.3, 0.62);
  const wanted = Math.min(
    uniform(random, 15, 34) * (count > 3 ? 1 : uniform(random, 1, 1.8)),
    height / (1.8 * count),
  );
  const drafts = Array.from({ length: count }, () => fittingText(random, face, wanted, room, least));
  const needed = drafts.map((text) => sizeForArea(face, text, 1.06 * smallest * width * height));
  const size = Math.max(wanted, ...needed);
  const texts = drafts.filter((text) => widthOf(face, text) * size < 0.8 * width);
  const { top, bottom } = inkOf(face);
  const [step, pad] = [(top + bottom + habit.spacing) * size, uniform(random, 0.5, 1.1) * size];
  const widest = Math.max(0, ...texts.map((text) => widthOf(face, text) * size));
  const left = random.next() < habit.left;
  const lines = texts.map((text, i) => {
    const free = widest - widthOf(face, text) * size;
    return lineAt(text, face, size, pad + (left ? 0 : free / 2), pad + i * step);
  });
  const tall = 2 * pad + texts.length * step - habit.spacing * size;
  return { kind, lines, size: [Math.ceil(widest + 2 * pad), Math.ceil(tall)] };
}

/** One line for a strip under a thing. */
export function newCaption(random: Random, area: number, width: number): UnplacedPanel {
  const face = pick(random, facesOf("sans", "serif", "slab", "mono", "typewriter", "narrow", "hand", "dots"));
  const text = printedText(random, pick(random, [4, 8, 14, 20]));
  const most = (0.45 * width) / widthOf(face, text);
  const size = Math.min(sizeForArea(face, text, area), Math.max(most, 12));
  const pad = Math.max(3, 0.22 * size);
  const line = lineAt(text, face, size, pad, pad);
  return {
    kind: "caption",
    lines: [line],
    size: [line.box[2] + Math.ceil(2 * pad), line.box[3] + Math.ceil(2 * pad)],
  };
}
