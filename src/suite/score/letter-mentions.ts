/** The letters that a text mentions, alone or joined, and how much they look like an answer. */
import { LETTERS } from "./letter.ts";
import { isDenied } from "./negation.ts";

export interface LetterMention {
  /** Indices of the choices, in order, each once. */
  readonly indices: readonly number[];
  /** Joined by "or" or a slash. */
  readonly either: boolean;
  /**
   * 3: in brackets or after "option". 2: before punctuation or at an end. 1: a single capital. 0: most likely the article
   * "A".
   */
  readonly strength: 0 | 1 | 2 | 3;
  readonly from: number;
  readonly to: number;
}

/** Letters of words, except those of scripts next to which Latin letters are written without a space. */
const W = String.raw`[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{N}\p{M}_]`;
const BEFORE = String.raw`(?<!${W}|'|${W}[-.]|\\)`;
const AFTER = String.raw`(?!${W}|'\p{L}|-${W}|\.[A-Za-z]\.|\.\d)`;
const OPEN = String.raw`[(\[{<"“「『【]\s?`;
const CLOSE = String.raw`\s?[)\]}>"”」』】]`;
const JOIN = String.raw`(?:,?\s*(?:\bor\b|\band\b|&|\+|\/|和|与|或者?|または|と|및|또는|(?<=\s)أو(?=\s)|(?<=\s)و)\s*(?:(?:maybe|perhaps|possibly|also|both)\s+)?(?:(?:option|choice|letter)\s+)?|[,、،]\s*(?=[^\p{L}\p{N}]?[A-Za-z]\b\s*(?:[,、،)\]]|\band\b|\bor\b|[.!]|$)))`;

/** Before one of these, "A" is not an article and "I" not a pronoun. */
const VERB = String.raw`(?:is|was|and|or|as|because|since|but|would|should|seems|looks|appears|not|over|instead)\b`;

function patternFor(count: number): RegExp {
  const last = LETTERS[count - 1] ?? "A";
  const upper = `[A-${last}]`;
  const any = `[A-${last}a-${last.toLowerCase()}]`;
  const one = `(?:${OPEN}${any}${CLOSE}|${BEFORE}${upper}${AFTER})`;
  const named = String.raw`(?<![\p{L}])(?:[Oo]ptions?|[Cc]hoices?|[Ll]etters?|选项|選項|選択肢|الخيار)\s*(?:${OPEN})?${any}(?:${CLOSE})?${AFTER}`;
  return new RegExp(`(?:${named}|${one})(?:\\s*${JOIN}\\s*${one})*`, "gu");
}

const indexOf = (letter: string): number => LETTERS.indexOf(letter.toUpperCase());

function strengthOf(text: string, mention: string, to: number): LetterMention["strength"] {
  if (/^[^\p{L}]/u.test(mention) || /^\p{L}{2}/u.test(mention)) return 3;
  const rest = text.slice(to, to + 80);
  if (/^[.):,;!?、。，」』]|^[\s"”'）]*$|^\s*\n/u.test(rest)) return 2;
  const single = mention.length === 1 && "AI".includes(mention);
  return single && new RegExp(String.raw`^\s+(?!${VERB})\p{L}`, "u").test(rest) ? 0 : 1;
}

/** Every mention of letters among the first `count` that is not negated. The pronoun "I" does not count. */
export function letterMentions(text: string, count: number): readonly LetterMention[] {
  if (count === 0) return [];
  return [...text.matchAll(patternFor(count))].flatMap((found): readonly LetterMention[] => {
    const [mention] = found;
    const [from, to] = [found.index, found.index + mention.length];
    if (isDenied(text, from, to)) return [];
    const strength = strengthOf(text, mention, to);
    if (strength === 0 && mention === "I") return [];
    const bare = mention.replace(/^(?:options?|choices?|letters?|选项|選項|選択肢|الخيار)/i, "");
    const joiners = /\b(?:and|or|maybe|perhaps|possibly|also|both|options?|choices?|letters?)\b/gi;
    const letters = bare.replace(joiners, " ").match(/[A-Za-z]/g) ?? [];
    const indices = [...new Set(letters.map(indexOf))].sort((a, b) => a - b);
    return [{ indices, either: /\bor\b|\/|或|または|또는|أو/i.test(bare), strength, from, to }];
  });
}

const lettersAt = (indices: readonly number[], from: number, length: number): LetterMention => ({
  indices,
  either: false,
  strength: 2,
  from,
  to: from + length,
});

/** The letters that a text consists of or begins with, as in "B", "b.", "(B) red", "B: red", "A, C" or, where several may be named, "AC". */
export function leadingLetters(text: string, count: number, several: boolean): LetterMention | null {
  const lead =
    /^[\s:="'“「『【-]*(?:(?:probably|likely|definitely|clearly|either|both)\s+)?/iu.exec(text)?.[0] ?? "";
  const rest = text.slice(lead.length);
  const last = LETTERS[count - 1] ?? "A";
  const lower = new RegExp(
    String.raw`^([a-${last.toLowerCase()}])(?=[\s"'”」』】]*[.。!?,]?[\s"'”」』】]*(?:$|\n)|[.)\]:]\s|\)|,\s)`,
    "u",
  ).exec(rest)?.[1];
  const listed = several ? /^[a-z](?:\s*,\s*[a-z])+(?=[.\s]*$)/.exec(rest)?.[0] : undefined;
  if (listed !== undefined) {
    const named = listed.split(/\s*,\s*/).map(indexOf);
    if (named.every((index) => index < count))
      return lettersAt(
        [...new Set(named)].sort((a, b) => a - b),
        lead.length,
        listed.length,
      );
  }
  const together = several ? (/^[A-Z]{2,26}(?![\p{L}\p{N}])/u.exec(rest)?.[0] ?? "") : "";
  const indices = [...new Set([...together].map(indexOf))].sort((a, b) => a - b);
  const offered = indices.every((index) => index < count) && indices.length === together.length;
  if (together !== "" && offered) return lettersAt(indices, lead.length, together.length);
  if (lower !== undefined) return lettersAt([indexOf(lower)], lead.length, 1);
  return (
    letterMentions(text, count).find(({ from, strength }) => from <= lead.length && strength > 0) ?? null
  );
}
