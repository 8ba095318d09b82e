/** Tables of separated values, read and written by Papa Parse: which separator, on which line a record begins, and quotes. */
import Papa from "papaparse";

export interface CsvRecord {
  /** The line on which it begins, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface CsvTable {
  readonly records: readonly CsvRecord[];
  /** What could not be read as cells: everything after a quote that is never closed. */
  readonly broken: readonly { readonly line: number; readonly reason: string }[];
}

const DELIMITERS = [",", "\t", ";"] as const;

/** A first line by which spreadsheets name the delimiter: `sep=;`. */
const SEPARATOR_LINE = /^sep=([^\r\n])(?:\r\n|\r|\n)/i;

/** The delimiter that splits the first line into most cells; text in quotes is ignored. */
function delimiterOf(text: string): string {
  const first = text.slice(0, text.search(/[\r\n]|$/)).replace(/"[^"]*"/g, "");
  const counts = DELIMITERS.map((delimiter) => first.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ",";
}

function countOf(text: string, wanted: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf(wanted, from); at >= 0 && at < to; at = text.indexOf(wanted, at + 1)) count++;
  return count;
}

type LineEnd = "\r\n" | "\n" | "\r";

/** How the lines end; where they end in several ways, the part that all have in common. */
function lineEndOf(text: string): LineEnd {
  const ends = countOf(text, "\n", 0, text.length);
  if (ends === 0) return text.includes("\r") ? "\r" : "\n";
  return countOf(text, "\r\n", 0, text.length) === ends ? "\r\n" : "\n";
}

interface Reading {
  readonly delimiter: string;
  readonly newline: LineEnd;
  /** Null where quotes are ordinary characters. */
  readonly quote: string | null;
  /** The line on which the text begins. */
  readonly from: number;
}

const NO_QUOTE = "\0";

interface Raw extends CsvTable {
  readonly misquoted: boolean;
}

function parse(text: string, { delimiter, newline, quote, from }: Reading): Raw {
  const records: CsvRecord[] = [];
  const broken: CsvTable["broken"][number][] = [];
  const lineMark = newline === "\r" ? "\r" : "\n";
  let [line, start, misquoted] = [from, 0, false];
  Papa.parse<string[]>(text, {
    delimiter,
    newline,
    quoteChar: quote ?? NO_QUOTE,
    escapeChar: quote ?? NO_QUOTE,
    step({ data, errors, meta }) {
      const cells = data.map((cell) => cell);
      const last = cells.length - 1;
      // A line that ends differently from the first one.
      if (newline === "\n" && text.slice(meta.cursor - 2, meta.cursor) === "\r\n")
        cells[last] = cells[last]?.replace(/\r$/, "") ?? "";
      const fault = errors.find(({ type }) => type === "Quotes");
      if (fault !== undefined) {
        misquoted = true;
        broken.push({ line, reason: `A quote on line ${line} is never closed; what follows was not read.` });
      } else if (cells.length > 1 || cells[0] !== "") records.push({ line, cells });
      line += countOf(text, lineMark, start, meta.cursor);
      start = meta.cursor;
    },
  });
  return { records, broken, misquoted };
}

/** A cell that was read without regard to quotes, without a pair that encloses it. */
function unquoted(cell: string): string {
  return /^"(?:[^"]|"")*"$/.test(cell) ? cell.slice(1, -1).replaceAll('""', '"') : cell;
}

/**
 * The records of a text, empty lines left out. A cell in quotes may hold delimiters, line ends and doubled quotes. In a
 * table separated by tabs, a quote that begins a cell and encloses nothing is an ordinary character.
 */
export function parseCsv(source: string): CsvTable {
  const whole = source.replace(/^\uFEFF/, "");
  const [separatorLine = "", separator] = SEPARATOR_LINE.exec(whole) ?? [];
  const text = whole.slice(separatorLine.length);
  const delimiter = separator ?? delimiterOf(text);
  const from = separatorLine === "" ? 1 : 2;
  const reading = { delimiter, newline: lineEndOf(text), quote: '"', from };
  const quoted = parse(text, reading);
  if (!quoted.misquoted) return quoted;
  if (reading.newline !== "\r" && text.includes("\r\n")) {
    const even = parse(text.replaceAll("\r\n", "\n"), { ...reading, newline: "\n" });
    if (!even.misquoted) return even;
  }
  if (delimiter !== "\t") return quoted;
  const { records, broken } = parse(text, { ...reading, quote: null });
  return { records: records.map(({ line, cells }) => ({ line, cells: cells.map(unquoted) })), broken };
}

/** Whether a cell must be quoted, whichever delimiter a reader takes. */
const needsQuotes = (cell: string): boolean => /[",\r\n;\t]|^\s|\s$/.test(cell);

/** Cells as one line, without its end. */
export function csvLine(cells: readonly string[]): string {
  const line = Papa.unparse([[...cells]], { quotes: cells.map(needsQuotes) });
  return line === "" ? '""' : line;
}
