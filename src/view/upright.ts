/**
 * Whether a browser turns a picture upright as its header says. Browsers do so for some formats and not for others (EXIF in
 * a WebP is left alone by many), so it is read off what they decode and never assumed.
 */
import type { Size } from "../base/ids.ts";
import type { HeaderFacts } from "./header/header-facts.ts";

type Stored = Pick<HeaderFacts, "width" | "height" | "orientation">;

/** Whether the size alone tells if a picture was turned: one that lies on its side, and is no square. */
export function isSizeTelling({ width, height, orientation }: Stored): boolean {
  return orientation >= 5 && width !== height;
}

/** Whether a picture was turned, by its decoded size; null where the size does not tell. */
export function wasTurned(stored: Stored, decoded: Size): boolean | null {
  if (stored.orientation === 1) return false;
  return isSizeTelling(stored) ? decoded.width === stored.height : null;
}

/** The size of a picture after it was turned as its header says. */
export function uprightSize({ width, height, orientation }: Stored): Size {
  return orientation >= 5 ? { width: height, height: width } : { width, height };
}
