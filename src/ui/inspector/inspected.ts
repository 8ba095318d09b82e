/** Which token the inspector shows. */
import { useMemo } from "react";
import { type StripToken, stripTokens } from "../../app/selectors.ts";
import { useApp } from "../app-context.ts";

export interface Inspected {
  readonly index: number;
  /** False where nobody selected it: then it is the largest disagreement. */
  readonly chosen: boolean;
}

/** The selected token, else the one with the largest disagreement, else none. */
export function inspect(selection: number | null, tokens: readonly StripToken[]): Inspected | null {
  if (selection !== null && selection >= 0 && selection < tokens.length)
    return { index: selection, chosen: true };
  const largest = largestDisagreement(tokens);
  return largest === null ? null : { index: largest, chosen: false };
}

/** The index of the token with the largest known disagreement; the first of equal ones. */
export function largestDisagreement(tokens: readonly StripToken[]): number | null {
  let best: StripToken | null = null;
  for (const token of tokens) {
    if (token.divergence !== null && token.divergence > (best?.divergence ?? -1)) best = token;
  }
  return best?.index ?? null;
}

/** The tokens to show, computed again only when the run or the session changes. */
export function useStrip(): readonly StripToken[] {
  const run = useApp((state) => state.run);
  const session = useApp((state) => state.session);
  const sibling = useApp((state) => state.sibling);
  return useMemo(() => stripTokens({ run, session, sibling }), [run, session, sibling]);
}

export function useInspected(): Inspected | null {
  const tokens = useStrip();
  const selection = useApp((state) => state.selection);
  return inspect(selection, tokens);
}
