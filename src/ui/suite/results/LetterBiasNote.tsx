/** Warns where always giving one letter would be a good strategy, and offers another order of the choices. */

import { useMemo } from "react";
import type { HeldSuite } from "../../../app/suite/suite-state.ts";
import { letterBias } from "../../../suite/figures/letters.ts";
import { grouped, percent } from "../../shared/format.ts";
import { useSuite, useSuiteActions } from "../suite-context.ts";

const FIRST_SEED = 1;

export function LetterBiasNote({ suite: { entries } }: { readonly suite: HeldSuite }) {
  const { setSettings } = useSuiteActions();
  const settings = useSuite((state) => state.settings);
  const running = useSuite((state) => state.run?.phase.kind === "running");
  const bias = useMemo(() => letterBias(entries), [entries]);
  if (bias === null) return null;
  const { ask } = settings;
  const { letter, accuracy, expected, items } = bias;
  const share = (count: number | null) => setSettings({ ...settings, ask: { ...ask, shuffle: count } });
  return (
    <section className="reading" aria-label="One letter is right too often">
      <p className="run-fault">
        “{letter}” is right in {percent(accuracy)} of {grouped(items)} items with choices; its expected share
        is {percent(expected)}. Always answering “{letter}” would be right that often.
      </p>
      <div className="letter-bias-keys">
        <button
          type="button"
          className="secondary"
          aria-pressed={ask.shuffle !== null}
          aria-disabled={running}
          onClick={() => !running && share(ask.shuffle === null ? FIRST_SEED : null)}
        >
          Shuffle the choices
        </button>
        <p className="hint">
          {ask.shuffle === null
            ? "Each item gets its own order of choices; the run card states the seed."
            : `Shuffled with seed ${ask.shuffle} on the next run. Choices that refer to letters or positions are not moved.`}
        </p>
      </div>
    </section>
  );
}
