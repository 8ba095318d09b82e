/**
 * The size to which a model's processor resized an image before a box was given in its pixels: stated, or by the rule
 * of Qwen2-VL and Qwen2.5-VL (`smart_resize` of their `image_processing_qwen2_vl.py`).
 */
import type { Size } from "../../../base/ids.ts";

export type ResizeRule =
  | { readonly kind: "size"; readonly width: number; readonly height: number }
  | { readonly kind: "limits"; readonly minPixels: number; readonly maxPixels: number };

/** Patches of 14 pixels, merged two by two. */
const FACTOR = 28;

/** Limits of the published `preprocessor_config.json` of Qwen2-VL and Qwen2.5-VL. */
export const QWEN_LIMITS: ResizeRule = { kind: "limits", minPixels: 3136, maxPixels: 12845056 };

/** Python's `round`: halves go to the even neighbour. */
function roundEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** The size of an image after resizing by the rule, in pixels. */
export function resizedSize({ width, height }: Size, rule: ResizeRule): Size {
  if (rule.kind === "size") return { width: rule.width, height: rule.height };
  const { minPixels, maxPixels } = rule;
  const sides = [height, width].map((side) => roundEven(side / FACTOR) * FACTOR);
  const [tall = 0, wide = 0] = sides;
  if (tall * wide > maxPixels) {
    const beta = Math.sqrt((height * width) / maxPixels);
    const least = (side: number): number => Math.max(FACTOR, Math.floor(side / beta / FACTOR) * FACTOR);
    return { width: least(width), height: least(height) };
  }
  if (tall * wide < minPixels) {
    const beta = Math.sqrt(minPixels / (height * width));
    const most = (side: number): number => Math.ceil((side * beta) / FACTOR) * FACTOR;
    return { width: most(width), height: most(height) };
  }
  return { width: wide, height: tall };
}
