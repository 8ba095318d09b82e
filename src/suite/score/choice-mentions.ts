/** Mentions of choices by their texts within a sentence: as whole words, the longest first, with whether they are negated. */
import { isDenied } from "./negation.ts";
import { uniform, unmarked } from "./written.ts";

export interface ChoiceMention {
  readonly index: number;
  readonly from: number;
  readonly to: number;
  readonly denied: boolean;
}

/** A letter, digit or mark of a script that separates words by spaces. */
const W = String.raw`(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}])[\p{L}\p{N}\p{M}]`;

function patternOf(choice: string): RegExp | null {
  const text = unmarked(uniform(choice))
    .trim()
    .replace(/[.!?,;:。！？؟،۔।]+$/u, "");
  if (text === "") return null;
  const words = text.split(/\s+/).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const begin = /^\d/.test(text) ? String.raw`(?<!\d[.,]|[-+])` : "";
  const end = /\d$/.test(text) ? String.raw`(?![.,]\d|\s?%)` : "";
  // A single letter must match in case, since in the other case it may be an article.
  const flags = /^\p{L}$/u.test(text) ? "gu" : "giu";
  return new RegExp(
    String.raw`(?<!${W})(?<![\p{L}\p{N}][-'])${begin}${words.join(String.raw`\s+`)}(?!${W})(?![-'][\p{L}\p{N}])${end}`,
    flags,
  );
}

/** Every occurrence of a choice's text in `sentence`, except inside the text of a longer one. */
export function choiceMentions(sentence: string, choices: readonly string[]): readonly ChoiceMention[] {
  const longest = choices
    .map((choice, index) => ({ index, length: choice.length, pattern: patternOf(choice) }))
    .sort((one, other) => other.length - one.length);
  const said: ChoiceMention[] = [];
  for (const { index, pattern } of longest) {
    for (const found of pattern === null ? [] : sentence.matchAll(pattern)) {
      const [from, to] = [found.index, found.index + found[0].length];
      if (said.some((other) => from < other.to && other.from < to)) continue;
      said.push({ index, from, to, denied: isDenied(sentence, from, to) });
    }
  }
  return said;
}
