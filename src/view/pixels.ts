/** Computes the pixels of a view, on the CPU and exactly as the training images are made. */
import { type Outcome, success } from "../base/outcome.ts";
import { seeded } from "../base/random.ts";
import { blurReach, gaussianBlur } from "../math/image/blur.ts";
import { cut, grey, type RgbImage, resize } from "../math/image/image.ts";
import { enlargedSize, type PixelWindow, pixelWindow } from "./box.ts";
import { drawOutline, outlineCorners, outlineWidth } from "./mark.ts";
import { canonicalEdits, type Degradation, type Edit, type PixelEdit, type View } from "./view.ts";

/** 8-bit RGB, upright, without padding. */
export type Pixels = RgbImage;

/** The grey of a blank image, as in the evaluation of the bundled models. */
const blankGrey = 128;

/** VA-OPD's degraded view: bilinear down to `keep` of each side, then nearest neighbour back to the original size. */
function downsample(image: Pixels, keep: number): Pixels {
  const shrink = (side: number): number => Math.max(1, Math.floor(side * keep));
  const small = resize(image, shrink(image.width), shrink(image.height), "bilinear");
  return resize(small, image.width, image.height, "nearest");
}

/** Makes each patch black with probability `share`, row by row from the upper left corner; patches at the edges are clipped. */
function mask(image: Pixels, { share, patch, seed }: Extract<Degradation, { kind: "mask" }>): Pixels {
  const random = seeded(seed);
  const data = image.data.slice();
  for (let top = 0; top < image.height; top += patch) {
    for (let left = 0; left < image.width; left += patch) {
      if (random.next() >= share) continue;
      const right = Math.min(image.width, left + patch);
      for (let y = top; y < Math.min(image.height, top + patch); y++)
        data.fill(0, (y * image.width + left) * 3, (y * image.width + right) * 3);
    }
  }
  return { ...image, data };
}

function degrade(image: Pixels, by: Degradation): Pixels {
  switch (by.kind) {
    case "downsample":
      return downsample(image, by.keep);
    case "blur":
      return gaussianBlur(image, by.radius);
    case "grey":
      return grey(image);
    case "mask":
      return mask(image, by);
    case "blank":
      return { ...image, data: new Uint8Array(image.data.length).fill(blankGrey) };
    default:
      return by satisfies never;
  }
}

/** `image` with the window replaced by `other`, a part (starting at `corner`) of an image of the same size. */
function within(
  image: Pixels,
  other: Pixels,
  window: PixelWindow,
  corner: { readonly x: number; readonly y: number } = { x: 0, y: 0 },
): Pixels {
  const data = image.data.slice();
  for (let y = window.y; y < window.y + window.height; y++) {
    const from = ((y - corner.y) * other.width + window.x - corner.x) * 3;
    data.set(other.data.subarray(from, from + window.width * 3), (y * image.width + window.x) * 3);
  }
  return { ...image, data };
}

/** The window with a margin, inside the image. */
function grown(window: PixelWindow, room: number, { width, height }: Pixels): PixelWindow {
  const [x, y] = [Math.max(0, window.x - room), Math.max(0, window.y - room)];
  const right = Math.min(width, window.x + window.width + room);
  const bottom = Math.min(height, window.y + window.height + room);
  return { x, y, width: right - x, height: bottom - y };
}

/** Blurs only the part that affects the window, since a map erases a hundred cells of one image. */
function degradeWithin(image: Pixels, by: Degradation, window: PixelWindow): Pixels {
  if (by.kind !== "blur") return within(image, degrade(image, by), window);
  const part = grown(window, blurReach(by.radius), image);
  return within(image, degrade(cut(image, part), by), window, part);
}

/** Bicubic, as in V-Zero's released code; each side has at least one pixel. */
function shrink(image: Pixels, by: number): Pixels {
  const side = (length: number): number => Math.max(1, Math.floor(length / by));
  return resize(image, side(image.width), side(image.height), "bicubic");
}

/** Everything outside the window grey. */
function isolate(image: Pixels, window: PixelWindow): Pixels {
  return within(degrade(image, { kind: "blank" }), image, window);
}

/**
 * How the model that reads the view resizes a full image before it cuts tiles, at its own longest edge or at the one given.
 * Faults: badInput where it cannot be resized like that, unsupported where the model's own way is not known.
 */
export type ResizeAsRead = (image: Pixels, longestEdge: number | undefined) => Outcome<Pixels>;

function applyPixelEdit(image: Pixels, edit: PixelEdit, resizeAsRead: ResizeAsRead): Outcome<Pixels> {
  switch (edit.kind) {
    case "resized":
      return resizeAsRead(image, edit.longestEdge);
    default:
      return success(changePixels(image, edit));
  }
}

function changePixels(image: Pixels, edit: Exclude<PixelEdit, { kind: "resized" }>): Pixels {
  switch (edit.kind) {
    case "isolated":
      return isolate(image, pixelWindow(edit.box, image));
    case "mark":
      return drawOutline(image, outlineCorners(edit.box, image), outlineWidth(image));
    case "shrink":
      return shrink(image, edit.by);
    case "degrade":
      return edit.within === undefined
        ? degrade(image, edit.by)
        : degradeWithin(image, edit.by, pixelWindow(edit.within, image));
    default:
      return edit satisfies never;
  }
}

function applyCrop(image: Pixels, crop: Extract<Edit, { kind: "crop" }>): Pixels {
  const part = cut(image, pixelWindow(crop.box, image));
  const { width, height } = crop.size ?? enlargedSize(part, crop.scale);
  return resize(part, width, height, "lanczos");
}

/** The image of `view`. Without edits, or with none that can be seen, the source itself. Faults: those of `resizeAsRead`. */
export function applyView(view: View, source: Pixels, resizeAsRead: ResizeAsRead): Outcome<Pixels> {
  const { pixelEdits, crop } = canonicalEdits(view.edits);
  let edited = source;
  for (const edit of pixelEdits) {
    const next = applyPixelEdit(edited, edit, resizeAsRead);
    if (!next.ok) return next;
    edited = next.value;
  }
  return success(crop === null ? edited : applyCrop(edited, crop));
}
