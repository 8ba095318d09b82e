/** Converts numbers as people write them to the form that number fields read: digits with a decimal point. */

/** Arabic and full-width points and separators, beside the usual two. */
const SEPARATOR = /[.,٫٬．，]/g;
const POINT = /[,٫．，]/g;

/**
 * The same number with a decimal point and without thousands separators. Of two kinds of separators the last one is the
 * decimal point ("1.234,5"); one kind that occurs more than once separates thousands ("1,234,567"); a single separator is
 * the decimal point ("0,5").
 */
export function plainNumber(text: string): string {
  const separators = text.match(SEPARATOR) ?? [];
  if (separators.length < 2) return text.replace(POINT, ".");
  const last = separators.at(-1) ?? "";
  const isPoint = separators.filter((each) => each === last).length === 1;
  const at = text.lastIndexOf(last);
  const whole = (isPoint ? text.slice(0, at) : text).replace(SEPARATOR, "");
  return isPoint ? `${whole}.${text.slice(at + 1)}` : whole;
}

/** Converts each comma to a point while typing: a number may be unfinished, and nothing under the caret moves. */
export function typedNumber(text: string): string {
  return text.replace(POINT, ".");
}
