/** A view: a source image and the edits before a model sees it. Views are compared by their key. */
import type { ImageId, Size } from "../base/ids.ts";
import { type Box, intersection } from "./box.ts";

/**
 * How an image is degraded: each side reduced to `keep` and enlarged again, blurred, converted to grey, replaced by uniform
 * grey, or masked: about `share` of its square patches of `patch` pixels are black, chosen by `seed`.
 */
export type Degradation =
  | { readonly kind: "downsample"; readonly keep: number }
  | { readonly kind: "blur"; readonly radius: number }
  | { readonly kind: "grey" }
  | { readonly kind: "blank" }
  | { readonly kind: "mask"; readonly share: number; readonly patch: number; readonly seed: number };

/**
 * Boxes always refer to the source. A crop cuts and enlarges `scale` times, or to `size` where that is given; a mark draws a
 * red outline round its box; a shrink divides both sides; "resized" leaves only the pixels that the model keeps of a full
 * image (before it cuts tiles), at its own longest edge or at the one given; "isolated" turns everything outside the box
 * grey; a degradation changes everything or what lies within a box. Order matters only among these, which are done before
 * any cut.
 */
export type Edit =
  | { readonly kind: "crop"; readonly box: Box; readonly scale: number; readonly size?: Size }
  | { readonly kind: "mark"; readonly box: Box }
  | { readonly kind: "shrink"; readonly by: number }
  | { readonly kind: "resized"; readonly longestEdge?: number }
  | { readonly kind: "isolated"; readonly box: Box }
  | { readonly kind: "degrade"; readonly by: Degradation; readonly within?: Box };

export interface View {
  readonly source: ImageId;
  readonly edits: readonly Edit[];
}

type Crop = Extract<Edit, { kind: "crop" }>;
export type PixelEdit = Exclude<Edit, Crop>;

/** The canonical form of edits: pixel edits in order, then at most one crop. */
export interface CanonicalEdits {
  readonly pixelEdits: readonly PixelEdit[];
  readonly crop: Crop | null;
}

/** Nine decimals: much finer than a pixel of any image, much coarser than rounding errors. */
function tidy(value: number): number {
  return Math.round(value * 1e9) / 1e9 + 0;
}

function tidyBox(box: Box): Box {
  return { x: tidy(box.x), y: tidy(box.y), width: tidy(box.width), height: tidy(box.height) };
}

function coversAll(box: Box): boolean {
  return box.x <= 0 && box.y <= 0 && box.x + box.width >= 1 && box.y + box.height >= 1;
}

/** A crop of a crop shows their intersection, at the scale of the later one; if they do not intersect, the later one counts. */
function joinCrops(edits: readonly Edit[]): Crop | null {
  let joined: Crop | null = null;
  for (const edit of edits) {
    if (edit.kind !== "crop") continue;
    const box: Box = joined === null ? edit.box : (intersection(joined.box, edit.box) ?? edit.box);
    joined = { ...edit, box };
  }
  if (joined === null) return null;
  const { size } = joined;
  const crop: Crop = {
    kind: "crop",
    box: tidyBox(joined.box),
    scale: tidy(joined.scale),
    ...(size === undefined ? {} : { size: { width: size.width, height: size.height } }),
  };
  return coversAll(crop.box) && crop.scale === 1 && size === undefined ? null : crop;
}

function changesNothing(by: Degradation): boolean {
  switch (by.kind) {
    case "downsample":
      return by.keep >= 1;
    case "blur":
      return !(by.radius > 0);
    case "mask":
      return !(by.share > 0);
    case "grey":
    case "blank":
      return false;
    default:
      return by satisfies never;
  }
}

/** The same degradation with its fields in a fixed order. */
function canonicalBy(by: Degradation): Degradation {
  switch (by.kind) {
    case "downsample":
      return { kind: "downsample", keep: tidy(by.keep) };
    case "blur":
      return { kind: "blur", radius: tidy(by.radius) };
    case "mask":
      return { kind: "mask", share: tidy(by.share), patch: by.patch, seed: by.seed };
    case "grey":
    case "blank":
      return { kind: by.kind };
    default:
      return by satisfies never;
  }
}

function contains(outer: Box, inner: Box): boolean {
  return (
    outer.x <= inner.x &&
    outer.y <= inner.y &&
    outer.x + outer.width >= inner.x + inner.width &&
    outer.y + outer.height >= inner.y + inner.height
  );
}

/** Edits of the same colour: among consecutive ones neither order nor repetition is visible. */
function sameColour(a: PixelEdit, b: PixelEdit): boolean {
  if (a.kind !== "degrade" || b.kind !== "degrade") return a.kind === "mark" && b.kind === "mark";
  return a.by.kind === "blank" && b.by.kind === "blank" && a.within !== undefined && b.within !== undefined;
}

function covers(a: PixelEdit, b: PixelEdit): boolean {
  if (a.kind !== "degrade" || b.kind !== "degrade") return JSON.stringify(a) === JSON.stringify(b);
  return a.within !== undefined && b.within !== undefined && contains(a.within, b.within);
}

/** Adds an edit to the consecutive edits of its colour at the end, in a fixed order and without covered ones. */
function joinRow(edits: readonly PixelEdit[], edit: PixelEdit): readonly PixelEdit[] {
  const start = edits.findLastIndex((other) => !sameColour(other, edit)) + 1;
  const row = edits.slice(start);
  if (row.some((other) => covers(other, edit))) return edits;
  const kept = [...row.filter((other) => !covers(edit, other)), edit];
  const written = new Map(kept.map((each) => [JSON.stringify(each), each]));
  return [...edits.slice(0, start), ...[...written.keys()].sort().map((key) => written.get(key) ?? edit)];
}

function isBlank(edit: PixelEdit | undefined): boolean {
  return edit?.kind === "degrade" && edit.by.kind === "blank" && edit.within === undefined;
}

/** Appends an edit that changes the size of the image, before a blank at the end. */
function appendSize(edits: readonly PixelEdit[], edit: PixelEdit): readonly PixelEdit[] {
  const last = edits.at(-1);
  return last !== undefined && isBlank(last) ? [...edits.slice(0, -1), edit, last] : [...edits, edit];
}

function appendShrink(edits: readonly PixelEdit[], by: number): readonly PixelEdit[] {
  const shrink: PixelEdit = { kind: "shrink", by: tidy(by) };
  return shrink.by > 1 ? appendSize(edits, shrink) : edits;
}

function appendDegrade(
  edits: readonly PixelEdit[],
  { by, within }: Extract<Edit, { kind: "degrade" }>,
): readonly PixelEdit[] {
  if (changesNothing(by) || isBlank(edits.at(-1))) return edits;
  const part = within === undefined ? undefined : tidyBox(within);
  const whole = part === undefined || coversAll(part);
  if (!whole) {
    const edit: PixelEdit = { kind: "degrade", by: canonicalBy(by), within: part };
    return by.kind === "blank" ? joinRow(edits, edit) : [...edits, edit];
  }
  const edit: PixelEdit = { kind: "degrade", by: canonicalBy(by) };
  if (by.kind === "blank")
    return [...edits.filter(({ kind }) => kind === "shrink" || kind === "resized"), edit];
  return by.kind === "grey" && JSON.stringify(edits.at(-1)) === JSON.stringify(edit)
    ? edits
    : [...edits, edit];
}

function appendIsolated(
  edits: readonly PixelEdit[],
  edit: Extract<PixelEdit, { kind: "isolated" }>,
): readonly PixelEdit[] {
  const unseen = isBlank(edits.at(-1)) || coversAll(edit.box);
  return unseen || JSON.stringify(edits.at(-1)) === JSON.stringify(edit) ? edits : [...edits, edit];
}

/** Appends an edit unless it is invisible; a blank image hides everything before it and cannot be degraded further. */
function appendPixelEdit(edits: readonly PixelEdit[], edit: PixelEdit): readonly PixelEdit[] {
  switch (edit.kind) {
    case "mark":
      return joinRow(edits, { kind: "mark", box: tidyBox(edit.box) });
    case "shrink":
      return appendShrink(edits, edit.by);
    case "resized": {
      const { longestEdge } = edit;
      return appendSize(edits, { kind: "resized", ...(longestEdge === undefined ? {} : { longestEdge }) });
    }
    case "isolated":
      return appendIsolated(edits, { kind: "isolated", box: tidyBox(edit.box) });
    case "degrade":
      return appendDegrade(edits, edit);
    default:
      return edit satisfies never;
  }
}

/** The visible edits. Pixels are computed from this form, so equal forms are equal images. */
export function canonicalEdits(edits: readonly Edit[]): CanonicalEdits {
  let pixelEdits: readonly PixelEdit[] = [];
  for (const edit of edits) if (edit.kind !== "crop") pixelEdits = appendPixelEdit(pixelEdits, edit);
  return { pixelEdits, crop: joinCrops(edits) };
}

/** The part of the source that a view shows, in the source's unit square. */
export function frameOf({ edits }: View): Box {
  return canonicalEdits(edits).crop?.box ?? { x: 0, y: 0, width: 1, height: 1 };
}

/** Views with equal keys are equal images, and views that differ only in form have equal keys. */
export function viewKey(view: View): string {
  const { pixelEdits, crop } = canonicalEdits(view.edits);
  return JSON.stringify([view.source, pixelEdits, crop]);
}
