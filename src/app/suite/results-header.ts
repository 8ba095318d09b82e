/** The first line of new results: what is asked of which model, and on what it runs. */
import type { ModelFacts } from "../../engine/port.ts";
import type { RunCard } from "../../evidence/rollout.ts";
import type { KeyReading } from "../../suite/open/answer-key.ts";
import type { ResultsHeader } from "../../suite/results/result.ts";
import type { HeldSuite, RunSettings } from "./suite-state.ts";

export function headerOf(
  {
    title,
    entries,
    keyReading,
  }: Pick<HeldSuite, "title" | "entries"> & { readonly keyReading: KeyReading | null },
  { id, title: name }: ModelFacts,
  { ask, part }: RunSettings,
  card: RunCard,
): ResultsHeader {
  return {
    ...{ format: "fovea-results", schema: 1, suite: { title, items: entries.length } },
    model: { id, title: name },
    ...{ choices: ask.choices, looks: [...ask.looks], samples: { ...ask.samples }, signals: ask.signals },
    ...(ask.shuffle === null ? {} : { shuffle: ask.shuffle }),
    ...(keyReading === null ? {} : { key: keyReading }),
    ...(ask.numberWords ? { numberWords: true } : {}),
    part: { ...part, dimensions: part.dimensions === null ? null : [...part.dimensions] },
    card,
  };
}
