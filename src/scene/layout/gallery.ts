/** Which scenes a gallery shows: of each dimension from a large piece of evidence to a small one, each scene once. */
import { dimensions, type Scene, splits, type Thing, type ThingKind } from "../scene.ts";
import { layoutOf } from "./layout.ts";
import { type Background, backgrounds } from "./names.ts";
import { nameOf, withArticle } from "./words.ts";

/** Seeds of galleries begin here: test scenes that no suite reaches. */
export const firstGallerySeed = splits.test + 1_000_000;

/** So many scenes are looked at for each one that is shown. */
const choice = 4;

export interface GalleryEntry {
  /** "counting-2": the dimension, and how large the evidence is among those of the dimension. */
  readonly id: string;
  readonly scene: Scene;
  readonly thing: Thing;
  readonly title: string;
  /** What is in the scene, for who does not see it; no answer is given away. */
  readonly alt: string;
}

/** Where a title says that a thing is. */
const settings: Readonly<Record<Background, string>> = {
  plain: "on plain ground",
  soft: "in soft light",
  clouds: "in the clouds",
  texture: "on the pattern",
  "french-alpine-landscape": "in the mountains",
  "march-pastoral": "among the sheep",
  "nagasaki-boats": "in the harbour",
  "allium-oreophilum": "by the flower",
  "acanthus-mollis": "by the thistle",
};

/** "blue plate", "group of apples", "last line of the receipt", "line under the red plate". */
function nounOf(thing: ThingKind): string {
  const name = nameOf(thing).replace(/^the /, "");
  if (thing.dim === "counting") return `group of ${name}`;
  return name.startsWith("under ") ? `line ${name}` : name;
}

function titleOf(thing: ThingKind, { background }: Scene): string {
  const noun = nounOf(thing);
  return `${noun[0]?.toUpperCase()}${noun.slice(1)} ${settings[background]}`;
}

function altOf({ things, panels, background }: Scene): string {
  const drawn = things.filter(({ dim }) => dim !== "text").map((thing) => withArticle(nounOf(thing)));
  const printed = panels.map(({ kind }) => `${withArticle(kind)} with print`);
  const [last = "nothing", ...before] = [...drawn, ...printed].reverse();
  const listed = before.length === 0 ? last : `${before.reverse().join(", ")} and ${last}`;
  return `${drawn.length + printed.length} things on ${backgrounds[background]}: ${listed}.`;
}

/** A scene of those that are left, whose thing comes nearest to a rank between 0, the largest evidence, and 1. */
function nearest(scenes: ReadonlySet<Scene>, dim: Thing["dim"], rank: number) {
  const found = [...scenes]
    .flatMap((scene) => scene.things.filter((thing) => thing.dim === dim).map((thing) => ({ scene, thing })))
    .sort((one, other) => other.thing.area - one.thing.area);
  return found[Math.round(rank * (found.length - 1))];
}

/** The entries of a gallery with so many scenes of each dimension. */
export function galleryEntries(perDimension: number): readonly GalleryEntry[] {
  const looked = choice * perDimension * dimensions.length;
  const left = new Set(Array.from({ length: looked }, (_, i) => layoutOf(firstGallerySeed + i)));
  const entries: GalleryEntry[] = [];
  for (let number = 1; number <= perDimension; number++) {
    for (const dim of dimensions) {
      const chosen = nearest(left, dim, (number - 1) / Math.max(1, perDimension - 1));
      if (chosen === undefined) continue;
      const { scene, thing } = chosen;
      left.delete(scene);
      const title = titleOf(thing, scene);
      entries.push({ id: `${dim}-${number}`, scene, thing, title, alt: altOf(scene) });
    }
  }
  const order = (entry: GalleryEntry): number => dimensions.indexOf(entry.thing.dim);
  return entries.sort((one, other) => order(one) - order(other));
}
