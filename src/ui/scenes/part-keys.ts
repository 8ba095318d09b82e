/** What the keys do to a focused part of the scene, as edits. */
import type { EditedScene } from "../../scene/edit/edited-scene.ts";
import type { Edit } from "../../scene/edit/edits.ts";
import { colourNames } from "../../scene/layout/names.ts";
import { arrowDirection, arrowStep } from "../styles/marks.ts";
import type { Selectable } from "./part-words.ts";

/** A key press makes a thing so much larger or smaller on each side. */
const GROWTH = 1.1;

/** A key press turns a thing by so many degrees, with Shift by one. */
const TURN = 15;

/** An edit, and the gesture of which it is a step: repeated presses are undone together. */
export interface KeyedEdit {
  readonly edit: Edit;
  readonly gesture?: string;
}

interface Pressed {
  readonly part: Selectable;
  readonly scene: EditedScene;
  readonly nextSeed: () => number;
}

function resized({ id, place: [x, y, width, height] }: Selectable, factor: number): KeyedEdit {
  const [w, h] = [width * factor, height * factor];
  const place = [x + (width - w) / 2, y + (height - h) / 2, w, h] as const;
  return { edit: { kind: "place", id, place }, gesture: `resize ${id}` };
}

function turned({ id, turn }: Selectable, degrees: number): KeyedEdit {
  return { edit: { kind: "turn", id, degrees: turn + degrees }, gesture: `turn ${id}` };
}

function recoloured({ part: { id }, scene }: Pressed): KeyedEdit | null {
  const kind = scene.stickers.find((each) => each.id === id)?.kind;
  if (kind === undefined || !("colour" in kind)) return null;
  const colour = colourNames[(colourNames.indexOf(kind.colour) + 1) % colourNames.length];
  return colour === undefined ? null : { edit: { kind: "colour", id, colour } };
}

/** By the key in lower case; with Shift some keyboards write another character. */
const KEYS: Readonly<Record<string, (pressed: Pressed) => KeyedEdit | null>> = {
  "+": ({ part }) => resized(part, GROWTH),
  "=": ({ part }) => resized(part, GROWTH),
  "-": ({ part }) => resized(part, 1 / GROWTH),
  "]": ({ part }) => turned(part, TURN),
  "}": ({ part }) => turned(part, 1),
  "[": ({ part }) => turned(part, -TURN),
  "{": ({ part }) => turned(part, -1),
  delete: ({ part: { id } }) => ({ edit: { kind: "remove", id, line: null } }),
  backspace: ({ part: { id } }) => ({ edit: { kind: "remove", id, line: null } }),
  l: ({ part: { id }, nextSeed }) => ({ edit: { kind: "plant", id, seed: nextSeed() } }),
  c: recoloured,
};

/** The edit that a key means for a part; null for any other key. */
export function editForKey(key: string, shift: boolean, pressed: Pressed): KeyedEdit | null {
  const direction = arrowDirection(key);
  if (direction === null) return KEYS[key.toLowerCase()]?.(pressed) ?? null;
  const { part, scene } = pressed;
  const [x, y, width, height] = part.place;
  const step = arrowStep(scene, shift);
  const place = [x + direction.x * step, y + direction.y * step, width, height] as const;
  return { edit: { kind: "place", id: part.id, place }, gesture: `move ${part.id}` };
}
