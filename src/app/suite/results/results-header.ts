/** The first line of new results: what is asked of which model, how its suite was read, and on what it runs. */
import type { ModelFacts } from "../../../engine/port.ts";
import type { RunCard } from "../../../evidence/rollout.ts";
import { interpretationName } from "../../../suite/open/boxes/box-interpretation.ts";
import type { ResultsHeader } from "../../../suite/results/result.ts";
import { comparesTexts, hasChoices } from "../../../suite/run/settings-that-count.ts";
import type { HeldSuite, RunSettings } from "../suite-state.ts";

/** What had to be read of a suite, or was said of it; nothing where all of it was known. */
function readSo(opened: HeldSuite["opened"]): Pick<ResultsHeader, "key" | "boxes" | "columns"> {
  if (opened === null) return {};
  const { keyInterpretation: keyReading, boxInterpretation: reading, columns } = opened;
  return {
    ...(keyReading === null ? {} : { key: keyReading }),
    ...(reading === null ? {} : { boxes: interpretationName(reading) }),
    ...(columns === null ? {} : { columns: { ...columns } }),
  };
}

export function headerOf(
  { title, entries, opened }: Pick<HeldSuite, "title" | "entries" | "opened">,
  { id, title: name }: Pick<ModelFacts, "id" | "title">,
  { ask, part }: RunSettings,
  card: RunCard,
): ResultsHeader {
  return {
    ...{ format: "fovea-results", schema: 1, suite: { title, items: entries.length } },
    model: { id, title: name },
    ...{
      choices: ask.choices,
      looks: [...ask.conditions],
      samples: { ...ask.samples },
      signals: ask.signals,
    },
    ...(ask.shuffle === null || !hasChoices(entries) ? {} : { shuffle: ask.shuffle }),
    ...readSo(opened),
    ...(ask.numberWords && comparesTexts(entries, ask) ? { numberWords: true } : {}),
    part: { ...part, dimensions: part.dimensions === null ? null : [...part.dimensions] },
    card,
  };
}
