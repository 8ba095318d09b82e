/** The signal that colours the tokens, read from the answer on the screen. */
import { useMemo } from "react";
import { shownReplay } from "../../app/selectors.ts";
import type { Divergence } from "../../evidence/replay.ts";
import { shownExperiment } from "../../session/derived.ts";
import type { Session } from "../../session/session.ts";
import { signalOf } from "../../session/signals/catalog.ts";
import { parseChoice } from "../../session/signals/choice.ts";
import { type ReachingScale, scaleOf } from "../../session/signals/range.ts";
import { type Against, otherAt, type Signal, type SignalReading } from "../../session/signals/signal.ts";
import { useApp } from "../app-context.ts";
import { sideWords } from "./signal-words.ts";

export interface SignalView {
  readonly signal: Signal;
  /** The side that is actually compared: another of the same role where the chosen one is absent. */
  readonly against: Against;
  readonly other: string;
  /** The divergence that was measured; before a replay, the current setting. */
  readonly divergence: Divergence;
  readonly scale: ReachingScale;
  /** Null before an answer. */
  readonly reading: SignalReading | null;
}

/** The session's signal for one sibling. */
export function signalView(session: Session, sibling: number, formulas: readonly Signal[] = []): SignalView {
  const choice = parseChoice(session.settings.signal);
  const signal = signalOf(choice.signal, formulas);
  const experiment = shownExperiment(session);
  const replay = experiment?.replays[sibling] ?? null;
  const found = replay?.contrast.others[replay === null ? -1 : otherAt(replay, choice.against)];
  const against = found === undefined ? choice.against : { role: found.role, name: found.name ?? "" };
  const divergence = replay?.divergence ?? session.settings.divergence;
  const told = { signal, against, other: sideWords(against), divergence };
  if (experiment === null)
    return { ...told, scale: { scale: signal.scale(divergence), reach: 1 }, reading: null };
  return {
    ...told,
    scale: scaleOf(signal, experiment, against, divergence),
    reading: signal.read({ experiment, sibling }, against),
  };
}

/** Computed again only when the session or the sibling changes; an answer that streams in has no reading yet. */
export function useSignal(): SignalView {
  const session = useApp((state) => state.session);
  const sibling = useApp((state) => state.sibling);
  const answering = useApp((state) => state.run.kind === "answering");
  const formulas = useApp((state) => state.formulaSignals);
  const view = useMemo(() => signalView(session, sibling, formulas), [session, sibling, formulas]);
  return useMemo(() => (answering ? { ...view, reading: null } : view), [view, answering]);
}

/** The sides that have scored the answer on the screen. */
export function useSides(): readonly Against[] {
  const replay = useApp(shownReplay);
  return useMemo(
    () => replay?.contrast.others.map(({ role, name }) => ({ role, name: name ?? "" })) ?? [],
    [replay],
  );
}
