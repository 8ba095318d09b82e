/** English number words as digits, and texts without articles: a setting of the scorer, off by default. */

const ONES =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(
    " ",
  );
const TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");

function wordValue(word: string): number | null {
  const one = ONES.indexOf(word);
  if (one >= 0) return one;
  const ten = TENS.indexOf(word);
  return ten >= 0 ? 20 + 10 * ten : null;
}

const WORD = [...ONES, ...TENS, "hundred", "thousand"].join("|");
const NUMBER_WORDS = new RegExp(String.raw`\b(?:${WORD})(?:(?:[\s-]+|\s+and\s+)(?:${WORD}))*\b`, "gi");

/** "two hundred and five" as "205". Words that do not form one number, such as "one two", remain. */
function digitsOf(words: string): string {
  let [total, group, last] = [0, 0, Number.POSITIVE_INFINITY];
  for (const word of words.toLowerCase().split(/[\s-]+/)) {
    const value = wordValue(word);
    if (word === "and") continue;
    if (word === "hundred") group = Math.max(1, group) * 100;
    else if (word === "thousand") [total, group] = [total + Math.max(1, group) * 1000, 0];
    else if (value !== null && (last >= 100 || (last >= 20 && last % 10 === 0 && value < 10))) group += value;
    else return words;
    last = value ?? 100;
  }
  return String(total + group);
}

/** Number words as digits, then without "a", "an" and "the". */
export function withoutNumberWords(text: string): string {
  return text
    .replace(/\b(?:a|an|the)\s+(?=\S)/gi, "")
    .replace(NUMBER_WORDS, digitsOf)
    .trim();
}
