/** Whether sampled answers agree, and on which answer. */
import { equivalent } from "../score/answer.ts";
import { reaches, type Thresholds } from "./thresholds.ts";

export interface Consensus {
  /** Groups of equivalent answers, the largest first, ties in order of appearance; each in the order of sampling. */
  readonly groups: readonly (readonly string[])[];
  /** The largest group in the words that most of it uses; null where it is too small. */
  readonly answer: string | null;
}

function mostUsed(answers: readonly string[]): string {
  const count = (answer: string): number => answers.filter((other) => other === answer).length;
  return answers.reduce((best, answer) => (count(answer) > count(best) ? answer : best), answers[0] ?? "");
}

/**
 * Groups answers by equivalence of text or number. The paper has a language model group them; here no model is
 * asked, so paraphrases count as different and the rule is stricter. Empty answers agree with nothing.
 */
export function consensusOf(answers: readonly string[], thresholds: Thresholds): Consensus {
  const groups: string[][] = [];
  for (const answer of answers) {
    const group = groups.find(([first = ""]) => equivalent(answer, first));
    if (group === undefined) groups.push([answer]);
    else group.push(answer);
  }
  groups.sort((a, b) => b.length - a.length);
  const [largest = []] = groups;
  const agreed =
    equivalent(largest[0] ?? "", largest[0] ?? "") &&
    reaches(largest.length, thresholds.agreeingBound, thresholds.agreeing);
  return { groups, answer: agreed ? mostUsed(largest) : null };
}
