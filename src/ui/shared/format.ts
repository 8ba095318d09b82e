/** How numbers and tokens are written on the page. */

/** U+2212, as wide as a digit and a plus. */
const MINUS = "−";

/** A number with a fixed number of decimals and a true minus sign; null is written as a dash. */
export function decimal(value: number | null, decimals: number): string {
  if (value === null || Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : `${MINUS}∞`;
  const text = Math.abs(value).toFixed(decimals);
  return value < 0 && Number(text) !== 0 ? `${MINUS}${text}` : text;
}

const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** A number too small for its decimals as a power of ten, such as "3 · 10⁻⁷"; others as `decimal` writes them. */
export function smallDecimal(value: number, decimals: number): string {
  const size = Math.abs(value);
  if (size === 0 || size >= 0.5 * 10 ** -decimals || !Number.isFinite(value)) return decimal(value, decimals);
  const [digit = "", power = ""] = size.toExponential(0).split("e-");
  const raised = [...power].map((each) => RAISED[Number(each)] ?? "").join("");
  return `${value < 0 ? MINUS : ""}${digit} · 10⁻${raised}`;
}

/** The probability for a log-probability, to three decimals; values that would wrongly round to 0 or 1 are marked. */
export function probability(logProb: number): string {
  const value = Math.exp(logProb);
  if (value > 0 && value < 0.0005) return "<0.001";
  if (value < 1 && value >= 0.9995) return ">0.999";
  return value.toFixed(3);
}

export function megabytes(bytes: number): string {
  return bytes < 1_000_000
    ? `${Math.max(1, Math.round(bytes / 1000))} kB`
    : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** Gigabytes with one decimal; below one, whole megabytes. */
export function gigabytes(bytes: number): string {
  return bytes < 1_000_000_000
    ? `${Math.round(bytes / 1_000_000)} MB`
    : `${(bytes / 1_000_000_000).toFixed(1)} GB`;
}

/** A duration to at most two figures: "28 s", "4 min", "2 h". */
export function duration(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  return seconds < 90 * 60 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}

/** A whole number with its thousands apart: "49,280". The browser's own way loads its data of all languages, which takes 50 ms. */
export function grouped(whole: number): string {
  return String(whole).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

export function mebibytes(bytes: number): string {
  return `${grouped(Math.round(bytes / 1_048_576))} MiB`;
}

/** "1 token", "2 tokens". */
export function count(amount: number, one: string): string {
  return `${grouped(amount)} ${one}${amount === 1 ? "" : "s"}`;
}

/** A piece of a token's text; `mark` stands for an invisible character. */
export interface Glyph {
  readonly text: string;
  readonly mark: boolean;
}

const MARKS: Readonly<Record<string, string>> = { " ": "·", "\n": "↵", "\t": "→", "\r": "←" };

/** Spaces, control and formatting characters, which are invisible. */
const UNSEEN = /^[\p{Z}\p{Cc}\p{Cf}]$/u;
const UNSEEN_OR_SEEN = /[\p{Z}\p{Cc}\p{Cf}]|[^\p{Z}\p{Cc}\p{Cf}]+/gu;

/** A control token such as "<end_of_utterance>", which adds nothing to the text. */
const CONTROL = /^<\|?\w+\|?>$/;

export function isControl(text: string): boolean {
  return CONTROL.test(text);
}

const controlName = (text: string): string => (/end|eos|^<\/s>$/i.test(text) ? "end" : text);

/** A token's text with visible white space; one that is only the start of a character is shown as an ellipsis. */
export function glyphs(text: string): readonly Glyph[] {
  if (text === "") return [{ text: "…", mark: true }];
  if (isControl(text)) return [{ text: controlName(text), mark: true }];
  const pieces = text.match(UNSEEN_OR_SEEN) ?? [];
  return pieces.map((piece) => {
    const code = piece.codePointAt(0) ?? 0;
    if (!UNSEEN.test(piece)) return { text: piece, mark: false };
    return { text: MARKS[piece] ?? `x${code.toString(16).padStart(2, "0")}`, mark: true };
  });
}

/** A token's text for a screen reader. */
export function spoken(text: string): string {
  if (text === "") return "part of a character";
  if (isControl(text)) return controlName(text) === "end" ? "end of the answer" : text;
  const words = text.replaceAll("\n", " line break ").replaceAll("\t", " tab ").trim();
  return words === "" ? "space" : words;
}

/** One token's contribution to the text: nothing for a control token, and no invisible characters. */
export function visibleText(text: string): string {
  return isControl(text) ? "" : text.replace(/(?![\n\t])[\p{Cc}\p{Cf}]/gu, "");
}

/** The text of the tokens together, without the space before the first word. */
export function sentence(texts: readonly string[]): string {
  return texts.map(visibleText).join("").trimStart();
}

/** A share in whole percent: "46 %". */
export function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}

/** A small share with as many digits as it needs. */
export function finePercent(share: number): string {
  return `${Number((100 * share).toPrecision(2))} %`;
}

/** A difference of shares in percentage points, with its sign. */
export function points(difference: number, decimals = 0): string {
  const value = (100 * difference).toFixed(decimals);
  if (Number(value) === 0) return value.replace("-", "");
  return difference > 0 ? `+${value}` : `−${value.slice(1)}`;
}

/** A share as a CSS length. */
export function cssPercent(share: number): string {
  return `${100 * share}%`;
}
