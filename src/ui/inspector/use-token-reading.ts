/** The second computation of a token's numbers, kept while the inspector shows that token. */
import { useEffect, useRef, useState } from "react";
import type { Fault, Outcome } from "../../base/outcome.ts";
import type { Replay } from "../../evidence/replay.ts";
import type { TokenInspection } from "../../evidence/token-inspection.ts";
import { useActions } from "../app-context.ts";

export type ReadingState =
  | { readonly kind: "none" }
  | { readonly kind: "reading" }
  | { readonly kind: "read"; readonly reading: TokenInspection }
  | { readonly kind: "failed"; readonly fault: Fault };

const NONE: ReadingState = { kind: "none" };

function stateOf(outcome: Outcome<TokenInspection | null>): ReadingState {
  if (!outcome.ok) return { kind: "failed", fault: outcome.fault };
  return outcome.value === null ? NONE : { kind: "read", reading: outcome.value };
}

/** The reading of a token of that replay, and a function to request it; another token or replay cancels it. */
export function useTokenReading(
  replay: Replay,
  token: number,
  other: number,
): readonly [ReadingState, () => void] {
  const actions = useActions();
  const [state, setState] = useState<ReadingState>(NONE);
  /** Counts what was asked for: only the last shows what it comes to. */
  const asked = useRef(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the reading belongs to this token of this replay.
  useEffect(() => {
    setState(NONE);
    return () => {
      asked.current++;
      void actions.token.stopReading();
    };
  }, [replay, token, other]);

  const read = () => {
    asked.current++;
    const turn = asked.current;
    setState({ kind: "reading" });
    void actions.token.read(token, other).then((outcome) => {
      if (turn === asked.current) setState(stateOf(outcome));
    });
  };
  return [state, read];
}
