/** What becomes of the tokens outside a top-K support, as options. */
import type { Rest } from "../../math/support/support.ts";

export const RESTS: readonly { readonly value: Rest; readonly name: string }[] = [
  { value: "tail", name: "one bin, exact (Vision-OPD)" },
  { value: "flooredTail", name: "one bin, at least 10⁻⁷ (its code)" },
  { value: "renormalise", name: "left out, K renormalised (OPSD)" },
  { value: "drop", name: "left out, partial sum (verl)" },
];
