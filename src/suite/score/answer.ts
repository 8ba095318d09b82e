/** Extracts the answer from a generated text, and compares answers (Zooming without Zooming, §5 and appendix 9.2). */
import { withoutNumberWords } from "./number-words.ts";
import { statementsIn } from "./statement.ts";
import { uniform, unmarked } from "./written.ts";

/**
 * The answer within a longer text: the last statement, by tags, `\boxed` or words such as "Answer:", else the last three
 * lines. Vision-OPD's code takes the whole text in the latter case; this follows Zooming without Zooming.
 */
export function extractAnswer(text: string): string {
  const stated = statementsIn(text).findLast(({ form }) => form !== "judged");
  if (stated !== undefined) return stated.content.trim();
  return text.trim().split("\n").slice(-3).join("\n").trim();
}

const QUOTES = `"'“”„‟«»‹›「」『』`;
const AROUND = new RegExp(`^[${QUOTES}](.*)[${QUOTES}]$`, "u");

/** Lower case, one space between words, no final punctuation of any script, no quotation marks around. */
function plain(answer: string): string {
  const text = unmarked(uniform(answer)).toLowerCase().replace(/\s+/g, " ").trim();
  return text
    .replace(/[.!?,;:…。、！？؟،۔।\s]+$/u, "")
    .replace(AROUND, "$1")
    .replace(/[.!?,;:…。、！？؟،۔।\s]+$/u, "")
    .trim();
}

interface Quantity {
  readonly value: number;
  readonly unit: string;
}

/** Numbers with separated thousands, also in the Indian grouping (two digits and then three); they do not start with zero. */
const SEPARATED = /^(?:[1-9]\d{0,2}(?:([,' ])\d{3})(?:\1\d{3})*|[1-9]\d?(?:,\d{2})+,\d{3})(?:\.\d+)?$/;
const NUMBER = /^([+-]?)\s?((?:\d[\d,' ]*)?\.?\d+|\d[\d,' ]*\.?)((?:e[+-]?\d+)?)\s?(%|[^\d\s.,'+-]{0,12})$/;

/** The number and unit of an answer that consists of a number; null for any other answer. */
function quantityOf(answer: string): Quantity | null {
  const spelt = answer.replace(/\s*\bper\s?cent$/, "%");
  const [, sign, digits, exponent, unit] = NUMBER.exec(spelt) ?? [];
  if (sign === undefined || digits === undefined || exponent === undefined || unit === undefined) return null;
  const joined = SEPARATED.test(digits) ? digits.replace(/[,' ]/g, "") : digits;
  if (!/^(?:\d+\.?\d*|\.\d+)$/.test(joined)) return null;
  return { value: Number(`${sign}${joined}${exponent}`), unit };
}

/**
 * Whether two answers are the same text but for case, spaces and final punctuation, or the same number of the same unit,
 * with a space between or not. With `numberWords` "the seven cups" and "7 cups" are the same as well.
 */
export function equivalent(answer: string, gold: string, numberWords = false): boolean {
  const loosen = (text: string): string => (numberWords ? withoutNumberWords(plain(text)) : plain(text));
  const [said, wanted] = [loosen(answer), loosen(gold)];
  if (wanted === "") return false;
  if (said === wanted) return true;
  const [number, right] = [quantityOf(said), quantityOf(wanted)];
  return number !== null && number.value === right?.value && number.unit === right.unit;
}

/**
 * Reward of an answer between 0 and 1: 1 where it is equivalent, else by the distance of its number (appendix 9.2):
 * `max(0, 1 - |ŷ - y| / |y|)`, or `exp(-|ŷ - y|)` where y is 0. In the released code the part for numbers is commented out;
 * this follows the paper. Texts that would need a judge get 0.
 * @internal only tests call it
 */
export function nearness(answer: string, gold: string): number {
  if (equivalent(answer, gold)) return 1;
  const [said, wanted] = [quantityOf(plain(answer)), quantityOf(plain(gold))];
  if (said === null || wanted === null) return 0;
  const distance = Math.abs(said.value - wanted.value);
  return wanted.value === 0 ? Math.exp(-distance) : Math.max(0, 1 - distance / Math.abs(wanted.value));
}
