/** Formulas that were being measured when the graphics device was lost. */
import { formulasOf } from "../../session/document/own-formulas.ts";
import type { AppServices } from "../services.ts";

/**
 * Switches off the formulas of the session that are measured on demand, so that the next answer does without them.
 * Each says so by its name, and runs again when the person asks.
 */
export async function switchOffSums({ store }: AppServices): Promise<void> {
  if (store.getState().formulaSums.length === 0) return;
  const { sumsOf } = await import("../../session/signals/own/formula-signals.ts");
  const { session, runFormulas, lostFormulas } = store.getState();
  const lost = formulasOf(session.settings)
    .filter((formula) => sumsOf([formula], runFormulas).length > 0)
    .map(({ text }) => text);
  store.setState({
    runFormulas: new Set([...runFormulas].filter((text) => !lost.includes(text))),
    lostFormulas: new Set([...lostFormulas, ...lost]),
  });
}
