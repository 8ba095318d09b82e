/**
 * Who is shown what. A showing is a model and the parts of the user's turn, pictures (as views of source images) and
 * texts in their order; a contrast is the student's showing beside others that will replay the student's tokens. A
 * control is just another showing.
 */
import type { ModelId } from "../../base/ids.ts";
import { canonicalEdits, type View, viewKey } from "../../view/view.ts";

/** An image of the user's turn. A crop may be read at another longest edge than a full image. */
export interface ShownImage {
  readonly view: View;
  /** Said of a crop that came as a file of its own; what was cut from an image is known to be a crop. */
  readonly as?: "crop";
}

/** Whether an image is read as a crop. */
export function isCrop({ view, as }: ShownImage): boolean {
  return as === "crop" || canonicalEdits(view.edits).crop !== null;
}

/** One part of the user's turn. */
export type Part =
  | ({ readonly kind: "picture" } & ShownImage)
  | { readonly kind: "text"; readonly text: string };

/** What one side is given: the parts of the user's turn, in order. */
export interface Showing {
  readonly model: ModelId;
  readonly parts: readonly Part[];
  /** What the longest edge of a full image is brought to before a model cuts it into tiles; left out for what its manifest says. */
  readonly longestEdge?: number;
  /** The same for crops. */
  readonly cropLongestEdge?: number;
}

/** The usual showing: one picture, then a text. */
export function pictureAndText(model: ModelId, view: View, text: string, as?: "crop"): Showing {
  return {
    model,
    parts: [
      { kind: "picture", view, ...(as === undefined ? {} : { as }) },
      { kind: "text", text },
    ],
  };
}

/** The pictures of a showing, in order. */
export function picturesOf(showing: Showing): readonly View[] {
  return showing.parts.flatMap((part) => (part.kind === "picture" ? [part.view] : []));
}

/** The pictures of a showing and how each is read, in order. */
export function shownImagesOf(showing: Showing): readonly ShownImage[] {
  return showing.parts.flatMap((part) => (part.kind === "picture" ? [part] : []));
}

/** The texts of a showing, in order and joined. */
export function textOf(showing: Showing): string {
  return showing.parts.map((part) => (part.kind === "text" ? part.text : "")).join("");
}

/** The same showing with `change` applied to each of its pictures. */
export function mapPictures(showing: Showing, change: (view: View) => View): Showing {
  const parts = showing.parts.map((part) =>
    part.kind === "picture" ? { ...part, view: change(part.view) } : part,
  );
  return { ...showing, parts };
}

/** What a replayed side stands for. */
export const ROLES = ["teacher", "positive", "negative", "degraded", "masked", "control", "floor"] as const;

export type Role = (typeof ROLES)[number];

/** One of the sides that replay the student's tokens. */
export interface Other {
  readonly role: Role;
  readonly showing: Showing;
  /** The recipe that made the showing, as a person writes it. */
  readonly name?: string;
  /** What must be known of a showing that is not quite what its recipe says. */
  readonly note?: string;
}

export interface Contrast {
  readonly student: Showing;
  readonly others: readonly Other[];
}

/** Equal others, and only those, have equal keys. */
export function otherKey({ role, showing }: Other): string {
  return `${role} ${showingKey(showing)}`;
}

/** Equal showings, and only those, have equal keys. */
export function showingKey(showing: Showing): string {
  const parts = showing.parts.map((part) =>
    part.kind === "picture" ? [part.kind, viewKey(part.view), part.as ?? null] : [part.kind, part.text],
  );
  return JSON.stringify([showing.model, parts, showing.longestEdge ?? null, showing.cropLongestEdge ?? null]);
}
