/** The first line of new results: which model is asked, how its suite was interpreted, and the device. */
import type { ModelFacts } from "../../../engine/port.ts";
import type { RunCard } from "../../../evidence/rollout.ts";
import { interpretationName } from "../../../suite/open/boxes/box-interpretation.ts";
import type { ResultsHeader } from "../../../suite/results/result.ts";
import { comparesTexts, hasChoices } from "../../../suite/run/settings-that-count.ts";
import type { HeldSuite, RunSettings } from "../suite-state.ts";

/** What was interpreted or chosen for a suite; empty where nothing was ambiguous. */
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
    format: "fovea-results",
    schema: 1,
    suite: { title, items: entries.length },
    model: { id, title: name },
    ...{
      choices: ask.choices,
      looks: [...ask.conditions],
      samples: { ...ask.samples },
      signals: ask.signals,
    },
    ...(ask.longestEdge === null ? {} : { longestEdge: ask.longestEdge }),
    ...(ask.formula === undefined || !ask.signals ? {} : { formula: { ...ask.formula } }),
    ...(ask.shuffle === null || !hasChoices(entries) ? {} : { shuffle: ask.shuffle }),
    ...readSo(opened),
    ...(ask.numberWords && comparesTexts(entries, ask) ? { numberWords: true } : {}),
    part: { ...part, dimensions: part.dimensions === null ? null : [...part.dimensions] },
    card,
  };
}

/** The settings under which results were made, for a run that goes on or asks the same again. */
export function settingsOf(header: ResultsHeader): RunSettings {
  const { part, looks, choices, samples, signals, formula } = header;
  const { shuffle = null, numberWords = false, longestEdge = null } = header;
  const asked = { conditions: looks, choices, samples, signals, shuffle, numberWords, longestEdge };
  return { part, ask: formula === undefined ? asked : { ...asked, formula } };
}
