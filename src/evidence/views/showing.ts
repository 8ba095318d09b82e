/**
 * What each side is shown. A showing is a model and the parts of the user's turn: images (as views of source images) and
 * texts, in order. A contrast is the student's showing and others under which the student's tokens are replayed. A control
 * is just another showing.
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
export type TurnPart =
  | ({ readonly kind: "picture" } & ShownImage)
  | { readonly kind: "text"; readonly text: string };

/** What one side is given: the parts of the user's turn, in order. */
export interface Showing {
  readonly model: ModelId;
  readonly parts: readonly TurnPart[];
  /** What the longest edge of a full image is brought to before a model cuts it into tiles; left out for what its manifest says. */
  readonly longestEdge?: number;
  /** The same for crops. */
  readonly cropLongestEdge?: number;
}

/** The usual showing: one image, then a text. */
export function pictureAndText(model: ModelId, view: View, text: string, as?: "crop"): Showing {
  return {
    model,
    parts: [
      { kind: "picture", view, ...(as === undefined ? {} : { as }) },
      { kind: "text", text },
    ],
  };
}

/** The images of a showing, in order. */
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

/** The same showing with `change` applied to each of its images. */
export function mapPictures(showing: Showing, change: (view: View) => View): Showing {
  const parts = showing.parts.map((part) =>
    part.kind === "picture" ? { ...part, view: change(part.view) } : part,
  );
  return { ...showing, parts };
}

/** The roles of replayed sides. */
export const ROLES = ["teacher", "positive", "negative", "degraded", "masked", "control", "floor"] as const;

export type Role = (typeof ROLES)[number];

/** One of the other sides, under which the student's tokens are replayed. */
export interface Other {
  readonly role: Role;
  readonly showing: Showing;
  /** The text form of the recipe that made the showing. */
  readonly name?: string;
  /** A remark about a showing that is not exactly what its recipe describes. */
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
