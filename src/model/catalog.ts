/** The model families that Fovea knows: one line each, here and nowhere else. */
import { encoderDecoder } from "./families/encoder-decoder/family.ts";
import { idefics3 } from "./families/idefics3/family.ts";

export const families = {
  idefics3,
  "encoder-decoder": encoderDecoder,
} as const;
