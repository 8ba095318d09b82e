/** The run card in lines, as shown below every figure and export. */

import { formulaLines } from "../../../session/exports/run-card.ts";
import { interpretationWords, parseInterpretation } from "../../../suite/open/boxes/box-interpretation.ts";
import { keyInterpretationWords } from "../../../suite/open/choices/answer-key.ts";
import { printColumns } from "../../../suite/open/columns/columns.ts";
import type { ResultsHeader } from "../../../suite/results/result.ts";
import { count } from "../../shared/format.ts";

/** How the suite was interpreted, where that did not follow from the file. */
function readingLines({ key, boxes, columns }: ResultsHeader): readonly string[] {
  const reading = boxes === undefined ? null : parseInterpretation(boxes);
  return [
    ...(key === undefined ? [] : [`key is ${keyInterpretationWords(key)}`]),
    ...(reading?.ok === true ? [`boxes are ${interpretationWords(reading.value)}`] : []),
    ...(columns === undefined ? [] : [`columns ${printColumns(columns)}`]),
  ];
}

/** What was asked of which model, and how: enough to reproduce the numbers. */
export function cardLines(header: ResultsHeader, items: number): readonly string[] {
  const { suite, model, choices, card, shuffle, numberWords, longestEdge, formula } = header;
  const asked = [
    ...(shuffle === undefined ? [] : [`Choices shuffled from seed ${shuffle}`]),
    ...readingLines(header),
    ...(longestEdge === undefined ? [] : [`full images of at most ${longestEdge} pixels`]),
    ...(numberWords === true ? ["number words count, articles do not"] : []),
  ];
  return [
    `${model.title} · ${suite.title}, ${count(items, "item")} of ${suite.items} · choices by ${choices}`,
    ...(asked.length === 0 ? [] : [asked.join(" · ")]),
    ...formulaLines(formula === undefined ? [] : [formula]).map(({ name, value }) => `${name}: ${value}`),
    `Model on ${card.modelBackend}, metrics in ${card.numbersBackend} · ${card.adapter}`,
    `Weights ${card.weightsSha256.slice(0, 12)} · build ${card.build} · ${card.runtime}`,
  ];
}
