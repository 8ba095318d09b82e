/** Numbers as people write them, brought to the form that number fields read: digits with a point before the decimals. */

/** Arabic's and the full-width point and separators, beside the usual two. */
const SEPARATOR = /[.,٫٬．，]/g;
const POINT = /[,٫．，]/g;

/**
 * The same number with a point before its decimals and no separator of thousands. Of two kinds of separators the last one
 * is the point ("1.234,5"); one kind that stands more than once separates thousands ("1,234,567"); a single separator is
 * the point ("0,5").
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

/** What is being typed, each comma as a point: a number may be unfinished, and nothing under the caret moves. */
export function typedNumber(text: string): string {
  return text.replace(POINT, ".");
}
