/** New things, each with a name that is unique in its scene. */
import type { Random } from "../../base/random.ts";
import { pick, shuffled, uniform, whole } from "../chance.ts";
import type { ThingKind, thingDimensions } from "../scene.ts";
import { signFaces } from "../text/faces.ts";
import { colourNames, icons, objects, shapes, signCharacters, sprites, surfaces } from "./names.ts";

/** A thing that has no place yet, and the ratio of its width to its height. */
export interface Unplaced {
  readonly kind: ThingKind;
  readonly aspect: number;
}

type Dimension = (typeof thingDimensions)[number];
type KindOf<D extends Dimension> = Extract<ThingKind, { readonly dim: D }>;

/** Columns and rows in which one to six sprites may lie. */
const grids: readonly (readonly (readonly [columns: number, rows: number])[])[] = [
  [[1, 1]],
  [
    [2, 1],
    [1, 2],
    [2, 2],
  ],
  [
    [3, 1],
    [2, 2],
  ],
  [
    [2, 2],
    [3, 2],
  ],
  [
    [3, 2],
    [2, 3],
  ],
  [
    [3, 2],
    [2, 3],
  ],
];

/** A sprite's side where the cells of the grid are 1 wide. */
const spriteSide = 0.84;

/** Equal sprites in cells of a grid, each a little out of its place; the box is what they cover. */
export function newGroup(random: Random, sprite: string, count = whole(random, 1, 6)): Unplaced {
  const [columns, rows] = pick(random, grids[count - 1] ?? []);
  const cells = shuffled(
    random,
    Array.from({ length: columns * rows }, (_, i) => [i % columns, Math.floor(i / columns)] as const),
  );
  const points = cells
    .slice(0, count)
    .map(([x, y]) => [x + uniform(random, -0.12, 0.12), y + uniform(random, -0.12, 0.12)] as const);
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const width = Math.max(...xs) - left + spriteSide;
  const height = Math.max(...ys) - top + spriteSide;
  const places = points.map(([x, y]) => [(x - left) / width, (y - top) / height] as const);
  return {
    kind: { dim: "counting", sprite, count, places, side: spriteSide / width },
    aspect: width / height,
  };
}

/** The text with one character changed. */
export function nearDuplicate(random: Random, text: string): string {
  const at = random.below(text.length);
  const others = [...signCharacters].filter((character) => character !== text[at]);
  return text.slice(0, at) + pick(random, others) + text.slice(at + 1);
}

/** Two to four characters; 60 % of the further signs of a scene differ from the one before in one character. */
function newSign(random: Random, colour: KindOf<"ocr">["colour"], before: string | undefined): Unplaced {
  const fresh = Array.from({ length: whole(random, 2, 4) }, () => pick(random, [...signCharacters])).join("");
  const text = before !== undefined && random.next() < 0.6 ? nearDuplicate(random, before) : fresh;
  const font = pick(random, signFaces);
  return {
    kind: { dim: "ocr", colour, text, font },
    aspect: (0.72 * text.length + 0.45) * uniform(random, 0.9, 1.15),
  };
}

const square = (kind: ThingKind): Unplaced => ({ kind, aspect: 1 });

/** A thing of a dimension that is not named as any of `others` is; null where no name is left. */
export function newThing(random: Random, dim: Dimension, others: readonly ThingKind[]): Unplaced | null {
  const same = others.filter((other) => other.dim === dim);
  const colour = pick(random, colourNames);
  if (dim === "counting") {
    const taken = (same as KindOf<"counting">[]).map(({ sprite }) => sprite);
    return newGroup(
      random,
      pick(
        random,
        sprites.filter((sprite) => !taken.includes(sprite)),
      ),
    );
  }
  if (dim === "colour") {
    const taken = (same as KindOf<"colour">[]).map(({ icon }) => icon);
    const left = icons.filter((icon) => !taken.includes(icon));
    return square({ dim, icon: pick(random, left), colour });
  }
  if ((same as KindOf<"ocr">[]).some((other) => other.colour === colour)) return null;
  switch (dim) {
    case "identification":
      return square({ dim, colour, object: pick(random, objects) });
    case "structure":
      return square({ dim, colour, shape: pick(random, shapes) });
    case "material":
      return square({ dim, colour, surface: pick(random, surfaces) });
    case "ocr":
      return newSign(random, colour, (same as KindOf<"ocr">[]).at(-1)?.text);
    default:
      return dim satisfies never;
  }
}
