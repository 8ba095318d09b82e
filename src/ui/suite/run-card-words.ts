/** The run card in lines, as it stands below every figure and export. */

import { keyReadingWords } from "../../suite/open/answer-key.ts";
import type { ResultsHeader } from "../../suite/results/result.ts";
import { count } from "../format.ts";

/** What was asked of which model on what: enough to make the numbers again. */
export function cardLines(header: ResultsHeader, items: number): readonly string[] {
  const { suite, model, choices, card, shuffle, key, numberWords } = header;
  const asked = [
    ...(shuffle === undefined ? [] : [`Choices shuffled from seed ${shuffle}`]),
    ...(key === undefined ? [] : [`key is ${keyReadingWords(key)}`]),
    ...(numberWords === true ? ["number words count, articles do not"] : []),
  ];
  return [
    `${model.title} · ${suite.title}, ${count(items, "item")} of ${suite.items} · choices by ${choices}`,
    ...(asked.length === 0 ? [] : [asked.join(" · ")]),
    `Model on ${card.modelBackend}, numbers in ${card.numbersBackend} · ${card.adapter}`,
    `Weights ${card.weightsSha256.slice(0, 12)} · build ${card.build} · ${card.runtime}`,
  ];
}
