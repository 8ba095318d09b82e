/** Small parts of a session's file: ids, boxes, sizes. */
import * as v from "valibot";
import type { ImageId, ModelId, TokenId } from "../../base/ids.ts";
import { counts } from "./numbers.ts";

export const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, "not a SHA-256 in hexadecimal"));

/** An image is named by its hash. */
export const imageId = v.pipe(
  sha256,
  v.transform((id) => id as ImageId),
);

export const modelId = v.pipe(
  v.string(),
  v.minLength(1),
  v.transform((id) => id as ModelId),
);

export const tokenIds = v.pipe(
  counts,
  v.transform((ids) => ids as readonly TokenId[]),
);

export const finite = v.pipe(v.number(), v.finite());
export const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

/** In the unit square of the source image. */
export const box = v.object({ x: share, y: share, width: share, height: share });

const side = v.pipe(v.number(), v.integer(), v.minValue(1));
export const size = v.object({ width: side, height: side });

export const positive = v.pipe(finite, v.minValue(0));
export const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
export const texts = v.array(v.string());

/** Larger values cannot be meant, and would make every reader slow. */
const LONGEST_TEXT = 100_000;
export const text = v.pipe(v.string(), v.maxLength(LONGEST_TEXT));
