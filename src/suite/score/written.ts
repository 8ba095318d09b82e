/** Normalises texts: widths, digits and signs of other scripts, marks of Markdown and TeX. */

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const DIGIT = /\p{Nd}/u;

/** The value of a decimal digit of any script: digits are encoded in rows of ten, zero first (Unicode, chapter 4.6). */
function digitValue(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let first = code;
  while (DIGIT.test(String.fromCodePoint(first - 1))) first--;
  return String((code - first) % 10);
}

/**
 * Full-width letters as plain ones, digits of other scripts as 0 to 9, any minus as "-", typographic apostrophes as "'",
 * without invisible marks of direction. Superscripts remain exponents: "5²" is not 52.
 */
export function uniform(text: string): string {
  return text
    .replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/g, (digit) => `^${SUPERSCRIPTS.indexOf(digit)}`)
    .normalize("NFKC")
    .replace(/(?![0-9])\p{Nd}/gu, digitValue)
    .replaceAll("٫", ".")
    .replaceAll("٬", ",")
    .replaceAll("٪", "%")
    .replace(/[−‒–](?=\d)/g, "-")
    .replace(/[‘’ʼ]/g, "'")
    .replace(/[\u00AD\u200B-\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/g, "");
}

/** Without emphasis of Markdown, and without TeX around words: `**B**`, `\text{B}`, `$B$`. */
export function unmarked(text: string): string {
  return text
    .replace(/\\(?:text|textbf|mathrm|mathbf|mbox)\s*\{([^{}]*)\}/g, "$1")
    .replace(/\*\*|__|`/g, "")
    .replace(/(?<![\p{L}\p{N}])[*_]([^*_\n]+)[*_](?![\p{L}\p{N}])/gu, "$1")
    .replace(/\$([^$\n]+)\$/g, "$1")
    .replace(/\\\(([^\n]*?)\\\)/g, "$1");
}
