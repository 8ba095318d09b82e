/**
 * Whether a browser applies the orientation in an image's header. Browsers do so for some formats and not for others (many
 * ignore EXIF in WebP), so it is determined from what they decode and never assumed.
 */
import type { Size } from "../base/ids.ts";
import type { HeaderFacts } from "./header/byte-reader.ts";

type Stored = Pick<HeaderFacts, "width" | "height" | "orientation">;

/** Whether the size shows if an image was rotated: it must be on its side and not square. */
export function isSizeTelling({ width, height, orientation }: Stored): boolean {
  return orientation >= 5 && width !== height;
}

/** Whether an image was rotated, by its decoded size; null if the size is not conclusive. */
export function wasTurned(stored: Stored, decoded: Size): boolean | null {
  if (stored.orientation === 1) return false;
  return isSizeTelling(stored) ? decoded.width === stored.height : null;
}

/** The size of an image after the orientation in its header is applied. */
export function uprightSize({ width, height, orientation }: Stored): Size {
  return orientation >= 5 ? { width: height, height: width } : { width, height };
}
