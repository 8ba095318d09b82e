/**
 * Lists and records as Python and NumPy print them, which is how they stand in the cells of many tables:
 * `['red', "it's"]`, `['red' 'blue']`, `{'A': 'red'}`, `array(['red'], dtype=object)`.
 */

/** Stands for a text that was not printed by Python. */
export const NOT_PRINTED = Symbol("not printed by Python");

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f" };
const WORDS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["None", null],
  ["nan", null],
  ["NaN", null],
  ["null", null],
  ["True", true],
  ["False", false],
  ["true", true],
  ["false", false],
]);

/** Thrown and caught within this file where the text continues as no printed value does. */
class Unprintable extends Error {}

/** A parser; every method moves its position past what it has read. */
class Printed {
  private at = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  whole(): unknown {
    const value = this.value();
    this.space();
    if (this.at < this.text.length) throw new Unprintable();
    return value;
  }

  private space(): void {
    while (/\s/.test(this.text[this.at] ?? "")) this.at++;
  }

  /** What a sticky pattern matches here; the position moves past it. */
  private take(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? null;
    if (found !== null) this.at += found.length;
    return found;
  }

  private value(): unknown {
    this.space();
    if (this.take(/array\(/y) !== null) return this.array();
    this.take(/[bru](?=['"])/y);
    const open = this.text[this.at] ?? "";
    if (open === "'" || open === '"') return this.quoted(open);
    if (open === "[" || open === "(") return this.list(open === "[" ? "]" : ")");
    if (open === "{") return this.record();
    const number = this.take(/[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?(?![\w.])/iy);
    if (number !== null) return Number(number);
    const word = this.take(/[A-Za-z]+/y) ?? "";
    if (!WORDS.has(word)) throw new Unprintable();
    return WORDS.get(word);
  }

  private array(): unknown {
    const value = this.value();
    if (this.take(/\s*(?:,\s*dtype=[^)]*)?\)/y) === null) throw new Unprintable();
    return value;
  }

  private list(close: string): readonly unknown[] {
    const items: unknown[] = [];
    this.at++;
    for (;;) {
      this.take(/[\s,]+/y);
      if (this.text[this.at] === close) {
        this.at++;
        return items;
      }
      items.push(this.value());
    }
  }

  private record(): Readonly<Record<string, unknown>> {
    const entries: [string, unknown][] = [];
    this.at++;
    for (;;) {
      this.take(/[\s,]+/y);
      if (this.text[this.at] === "}") {
        this.at++;
        return Object.fromEntries(entries);
      }
      const name = this.value();
      if (this.take(/\s*:/y) === null) throw new Unprintable();
      entries.push([String(name), this.value()]);
    }
  }

  private quoted(quote: string): string {
    let said = "";
    for (this.at++; this.at < this.text.length; this.at++) {
      const character = this.text[this.at] ?? "";
      if (character === quote) {
        this.at++;
        return said;
      }
      said += character === "\\" ? this.escaped() : character;
    }
    throw new Unprintable();
  }

  /** What the escape sequence here stands for; the position is left on its last character. */
  private escaped(): string {
    this.at++;
    const kind = this.text[this.at] ?? "";
    const digits = { x: 2, u: 4, U: 8 }[kind];
    if (digits === undefined) return ESCAPES[kind] ?? kind;
    const code = Number.parseInt(this.text.slice(this.at + 1, this.at + 1 + digits), 16);
    if (!(code <= 0x10ffff)) throw new Unprintable();
    this.at += digits;
    return String.fromCodePoint(code);
  }
}

/** The value that was printed, or `NOT_PRINTED`. Texts without a comma between are items of their own, as NumPy means them. */
export function readPrinted(text: string): unknown {
  try {
    return new Printed(text).whole();
  } catch (thrown) {
    if (thrown instanceof Unprintable) return NOT_PRINTED;
    throw thrown;
  }
}

/** A list or record that is written into a cell, as JSON or as Python prints it; `NOT_PRINTED` where it is neither. */
export function readWritten(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const printed = readPrinted(text);
    if (printed !== NOT_PRINTED) return printed;
    const bare = /^\[([^'"[\]{}()]*)\]$/.exec(text.trim())?.[1];
    return bare === undefined ? NOT_PRINTED : bare.split(",").map((part) => part.trim());
  }
}
