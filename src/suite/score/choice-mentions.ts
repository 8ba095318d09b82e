/** Texts of choices within a sentence: as whole words, the longest first, and not where they are denied. */
import { isDenied } from "./negation.ts";
import { uniform, unmarked } from "./written.ts";

export interface ChoiceMention {
  readonly index: number;
  readonly from: number;
  readonly to: number;
  readonly denied: boolean;
}

/** A letter, digit or mark of a script that puts spaces between words. */
const W = String.raw`(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}])[\p{L}\p{N}\p{M}]`;

function patternOf(choice: string): RegExp | null {
  const text = unmarked(uniform(choice))
    .trim()
    .replace(/[.!?,;:。！？؟،۔।]+$/u, "");
  if (text === "") return null;
  const words = text.split(/\s+/).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const begin = /^\d/.test(text) ? String.raw`(?<!\d[.,]|[-+])` : "";
  const end = /\d$/.test(text) ? String.raw`(?![.,]\d|\s?%)` : "";
  // One letter is a word only as it is written; in any case it may be an article.
  const flags = /^\p{L}$/u.test(text) ? "gu" : "giu";
  return new RegExp(
    String.raw`(?<!${W})(?<![\p{L}\p{N}][-'])${begin}${words.join(String.raw`\s+`)}(?!${W})(?![-'][\p{L}\p{N}])${end}`,
    flags,
  );
}

/** Every place where a choice's text stands in `sentence`, none within a longer one's. */
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
