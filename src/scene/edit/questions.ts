/**
 * Every question of an edited scene with its right answer, and which of them an edit made ambiguous or untrue: names that
 * two things share, evidence that something covers, captions that no longer stand under their thing, and things that the
 * scene of the seed had.
 */
import { type Colour, colourNames, icons, sprites } from "../layout/names.ts";
import { answerOf, describe, evidenceOf, nameOf, questionsOf } from "../layout/words.ts";
import type { Dimension, Place, Scene, Thing } from "../scene.ts";
import type { EditedScene, Sticker } from "./edited-scene.ts";
import type { Edit } from "./edits.ts";
import { boxOfSurface, type Part, sceneOf, startOf } from "./scene-of.ts";

/** An edit that makes a struck question true again, and what it is called on a key. */
export interface Remedy {
  readonly words: string;
  readonly edit: Edit;
}

export interface SceneQuestion {
  /** Unique in the scene. */
  readonly id: string;
  /** The part that it is about; null for the description, and for a thing that is no longer there. */
  readonly part: Part | null;
  readonly dim: Dimension | "description";
  readonly question: string;
  /** The same about the red box; null where there is none, and where the box shows another such thing. */
  readonly boxQuestion: string | null;
  readonly answer: string;
  /** The words of the answer that only the picture can give. */
  readonly evidence: readonly string[];
  /** In pixels of the scene; null for the description. */
  readonly box: Place | null;
  /** Why it cannot be asked any more; null where it can. */
  readonly struck: string | null;
  readonly remedy: Remedy | null;
}

/** From this share of its box on, a thing that is covered cannot be asked about. */
export const mostCovered = 0.15;

const intersection = ([x, y, w, h]: Place, [left, top, width, height]: Place): number =>
  Math.max(0, Math.min(x + w, left + width) - Math.max(x, left)) *
  Math.max(0, Math.min(y + h, top + height) - Math.max(y, top));

const areaOf = ([, , w, h]: Place): number => w * h;

/** What lies over a part: each thing is painted over surfaces and over the larger things before it. */
function over(
  { things, panels }: Scene,
  index: number,
): readonly { readonly box: Place; readonly name: string }[] {
  const thing = things[index];
  const surfaces = panels.flatMap(({ box, kind }, i) =>
    thing?.dim === "text" && i > thing.panel ? [{ box, name: `the ${kind}` }] : [],
  );
  const later = things.flatMap((each, i) =>
    each.dim !== "text" && (thing?.dim === "text" || i > index)
      ? [{ box: each.box, name: nameOf(each) }]
      : [],
  );
  return [...surfaces, ...later];
}

/** Why the evidence cannot be seen; null where it can. */
function coverOf(scene: Scene, index: number): string | null {
  const box = scene.things[index]?.box;
  if (box === undefined) return null;
  const covers = over(scene, index)
    .map(({ box: other, name }) => ({ name, share: intersection(box, other) / areaOf(box) }))
    .sort((one, other) => other.share - one.share);
  const share = covers.reduce((sum, cover) => sum + cover.share, 0);
  if (share < mostCovered || covers[0] === undefined) return null;
  return `About ${Math.min(100, Math.round(100 * share))} % of it is covered, mostly by ${covers[0].name}.`;
}

/** Whether the red box around a thing shows another one that the same question could mean. */
function sharesItsBox({ things }: Scene, index: number): boolean {
  const thing = things[index];
  return things.some(
    (each, i) =>
      thing !== undefined &&
      i !== index &&
      (each.dim === thing.dim || thing.dim === "counting") &&
      intersection(each.box, thing.box) > mostCovered * areaOf(each.box),
  );
}

/** Which other things share a thing's name. */
function sharers(scene: Scene, index: number): readonly Thing[] {
  const thing = scene.things[index];
  if (thing === undefined) return [];
  const [own] = questionsOf(thing).name;
  return scene.things.filter((each, i) => i !== index && questionsOf(each).name[0] === own);
}

/** A name of its own for a thing that shares one: another colour, or another icon or sprite; null where none is left. */
export function freeNameFor(edited: EditedScene, sticker: Sticker): Remedy | null {
  const { kind, id } = sticker;
  const others = edited.stickers.filter((each) => each.id !== id && each.kind.dim === kind.dim);
  const taken = new Set(others.map((each) => nameOf(each.kind)));
  const noun = nameOf(kind).replace(/^the /, "");
  if (kind.dim === "counting" || kind.dim === "colour") {
    const names: readonly string[] = kind.dim === "counting" ? sprites : icons;
    const what = names.find((name) => !taken.has(`the ${name}`));
    if (what === undefined) return null;
    const words = kind.dim === "counting" ? `Make these ${what}` : `Make this one the ${what}`;
    return { words, edit: { kind: "what", id, what } };
  }
  const colour = colourNames.find((each): each is Colour => !taken.has(nameOf({ ...kind, colour: each })));
  if (colour === undefined) return null;
  return { words: `Make this ${noun} ${colour}`, edit: { kind: "colour", id, colour } };
}

/** A caption's gap below its thing, in pixels: it is put at 4 to 9. */
const widestGap = 40;

/** Why a caption is not under its thing any more; null where it is, and for anything else. */
function strayOf(edited: EditedScene, { id }: Part): string | null {
  const surface = edited.surfaces.find((each) => each.id === id);
  if (surface === undefined || surface.base.kind !== "caption") return null;
  const above = edited.stickers.find((each) => each.id === surface.under);
  if (above === undefined) return "The thing that the caption stood under was removed.";
  const [x, y, w] = boxOfSurface(surface);
  const [left, top, width, height] = above.place;
  const gap = y - top - height;
  const apart = Math.abs(x + w / 2 - left - width / 2);
  if (gap >= -8 && gap <= widestGap && apart <= Math.max(w, width) / 2) return null;
  return `The caption does not stand under ${nameOf(above.kind)} now.`;
}

/** Captions are called by a thing, whose name must be its own. */
function namesake(edited: EditedScene, scene: Scene, part: Part): string | null {
  const surface = edited.surfaces.find((each) => each.id === part.id);
  const above = edited.stickers.find((each) => each.id === surface?.under);
  if (above === undefined) return null;
  const name = nameOf(above.kind);
  const many = scene.things.filter((each) => each.dim !== "text" && nameOf(each) === name).length;
  return many > 1
    ? `There are ${many} things called ${name}, and the caption is asked for by that name.`
    : null;
}

function questionAbout(edited: EditedScene, scene: Scene, part: Part, index: number): SceneQuestion {
  const thing = scene.things[index] as Thing;
  const { name, box } = questionsOf(thing);
  const shared = sharers(scene, index);
  const sticker = edited.stickers.find(({ id }) => id === part.id);
  const ambiguous =
    shared.length === 0 ? null : `There are ${shared.length + 1} things called ${nameOf(thing)}.`;
  const struck = ambiguous ?? strayOf(edited, part) ?? namesake(edited, scene, part) ?? coverOf(scene, index);
  return {
    id: part.line === null ? `${part.id}` : `${part.id}.${part.line}`,
    part,
    dim: thing.dim,
    question: name[0],
    boxQuestion: sharesItsBox(scene, index) ? null : box[0],
    answer: answerOf(thing),
    evidence: [evidenceOf(thing)],
    box: thing.box,
    struck,
    remedy: ambiguous !== null && sticker !== undefined ? freeNameFor(edited, sticker) : null,
  };
}

/** What the scene of the seed could be asked and this one cannot, since nothing is called that any more. */
function missingQuestions(edited: EditedScene, present: ReadonlySet<string>): readonly SceneQuestion[] {
  const before = sceneOf(startOf(edited.seed));
  return before.scene.things.flatMap((thing, i): readonly SceneQuestion[] => {
    const { name, box } = questionsOf(thing);
    if (present.has(name[0])) return [];
    const part = before.parts[i] as Part;
    return [
      {
        id: `gone-${part.id}-${part.line ?? ""}`,
        part: null,
        dim: thing.dim,
        question: name[0],
        boxQuestion: box[0],
        answer: answerOf(thing),
        evidence: [evidenceOf(thing)],
        box: null,
        struck: `Nothing in the scene is ${thing.dim === "text" && thing.where.startsWith("under ") ? "printed" : "called"} ${nameOf(thing)} now.`,
        remedy: null,
      },
    ];
  });
}

const known = new WeakMap<EditedScene, readonly SceneQuestion[]>();

/** Every question of the scene: the things', then the description, then those that are gone. */
export function questionsIn(edited: EditedScene): readonly SceneQuestion[] {
  const questions = known.get(edited) ?? allQuestions(edited);
  known.set(edited, questions);
  return questions;
}

function allQuestions(edited: EditedScene): readonly SceneQuestion[] {
  const { scene, parts } = sceneOf(edited);
  const about = parts.map((part, index) => questionAbout(edited, scene, part, index));
  const whole: SceneQuestion = {
    id: "description",
    part: null,
    dim: "description",
    question: "Describe the image.",
    boxQuestion: null,
    answer: describe(scene),
    evidence: [],
    box: null,
    struck: null,
    remedy: null,
  };
  const present = new Set(about.map(({ question }) => question));
  return [...about, whole, ...missingQuestions(edited, present)];
}
