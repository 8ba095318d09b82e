/** Edits at random and what is shown of them, for the tests of views. */
import fc from "fast-check";
import type { ImageId } from "../base/ids.ts";
import { success } from "../base/outcome.ts";
import { resize } from "../math/image/image.ts";
import type { Box } from "./box.ts";
import { applyView, type Pixels, type ResizeAsRead } from "./pixels.ts";
import { type Degradation, type Edit, type View, viewKey } from "./view.ts";

export const source = "0".repeat(64) as ImageId;
export const whole: Box = { x: 0, y: 0, width: 1, height: 1 };

/** Noise, so that no two places look alike. */
export function noise(width: number, height: number): Pixels {
  return {
    width,
    height,
    data: Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 2654435761) >>> 13),
  };
}

const fraction = fc.integer({ min: 0, max: 40 }).map((n) => n / 40);
export const boxes = fc
  .tuple(fraction, fraction, fraction, fraction)
  .map(([a, b, c, d]): Box => ({ x: a * 0.9, y: b * 0.9, width: 0.05 + c * 0.5, height: 0.05 + d * 0.5 }));
export const degradations: fc.Arbitrary<Degradation> = fc.oneof(
  fc.record({ kind: fc.constant("downsample" as const), keep: fc.constantFrom(0.1, 0.5, 1) }),
  fc.record({ kind: fc.constant("blur" as const), radius: fc.constantFrom(0, 1.5) }),
  fc.constantFrom({ kind: "grey" as const }, { kind: "blank" as const }),
);
export const edits: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({ kind: fc.constant("crop" as const), box: boxes, scale: fc.constantFrom(1, 2) }),
  fc.record({ kind: fc.constant("mark" as const), box: boxes }),
  fc.record({ kind: fc.constant("shrink" as const), by: fc.constantFrom(1, 2, 3) }),
  fc.constantFrom<Edit>({ kind: "resized" }, { kind: "resized", longestEdge: 20 }),
  fc.record({ kind: fc.constant("isolated" as const), box: boxes }),
  fc.record({ kind: fc.constant("degrade" as const), by: degradations }),
  fc.record({ kind: fc.constant("degrade" as const), by: degradations, within: boxes }),
);
export const picture = noise(31, 23);
export const large = noise(80, 72);
/** A model that keeps 32 pixels of the longest edge, or as many as it is told. */
const resizeAsRead: ResizeAsRead = (image, longestEdge = 32) => {
  const by = longestEdge / Math.max(image.width, image.height);
  return success(resize(image, Math.round(image.width * by), Math.round(image.height * by), "lanczos"));
};

export function shownAs(view: View, image: Pixels): Pixels {
  const made = applyView(view, image, resizeAsRead);
  if (!made.ok) throw new Error(made.fault.message);
  return made.value;
}

export const show = (...list: Edit[]): Pixels => shownAs({ source, edits: list }, picture);
export const key = (...list: Edit[]): string => viewKey({ source, edits: list });
export const crop = (box: Box, scale = 1): Edit => ({ kind: "crop", box, scale });
