/** Reads the text of a formula: constants and definitions line by line, then its value. Never throws. */
import { lex, type Word } from "./lex.ts";
import { isPrefix } from "./names.ts";
import {
  BINDING,
  type Constant,
  type Definition,
  LIMITS,
  type Node,
  OPERATORS,
  type Operator,
  type Place,
  type Problem,
  type Program,
  type Result,
  SIGN,
} from "./syntax.ts";

const COMPARISON = 1;

const isOperator = (text: string): text is Operator => (OPERATORS as readonly string[]).includes(text);

/** `name = number in least..most`, or `name = expression`, whose last one is the formula's value. */
type Line = Constant | Definition | { readonly kind: "value"; readonly value: Node };

class Parser {
  /** The first problem; every later word is then skipped. */
  problem: Problem | null = null;
  nodes = 0;
  private at = 0;
  private depth = 0;
  private readonly words: readonly Word[];
  private readonly last: Place;

  constructor(words: readonly Word[], length: number) {
    this.words = words;
    this.last = { from: length, to: length };
  }

  private get word(): Word {
    return this.words[this.at] ?? { kind: "end", text: "", place: this.last };
  }

  private get done(): boolean {
    return this.at >= this.words.length;
  }

  fail(place: Place, message: string): Node {
    this.problem ??= { place, message };
    this.at = this.words.length;
    return { kind: "number", value: Number.NaN, place };
  }

  private isSymbol(text: string): boolean {
    return this.word.kind === "symbol" && this.word.text === text;
  }

  private isLineEnd(): boolean {
    return this.word.kind === "end";
  }

  /** Within parentheses, and where an operand must follow, a line may go on. */
  private skipLineEnds(): void {
    while (!this.done && this.word.kind === "end" && this.word.text === "\n") this.at++;
  }

  private node(node: Node): Node {
    this.nodes++;
    if (this.nodes <= LIMITS.nodes) return node;
    return this.fail(node.place, `A formula has at most ${LIMITS.nodes} parts; this is the next one.`);
  }

  private expectSymbol(text: string, why: string): Place {
    const { place } = this.word;
    if (this.isSymbol(text)) this.at++;
    else this.fail(place, `Expected “${text}” ${why}${this.found()}.`);
    return place;
  }

  private found(): string {
    const { kind, text } = this.word;
    return kind === "end" ? ", but the line ends" : `, not “${text}”`;
  }

  private args(name: string): readonly Node[] {
    const list: Node[] = [];
    do {
      this.at++;
      list.push(this.expression(0));
      this.skipLineEnds();
    } while (this.isSymbol(","));
    this.expectSymbol(")", `after what “${name}” is given`);
    return list;
  }

  private named({ text: name, place }: Word): Node {
    this.at++;
    if (this.isSymbol("(")) {
      const args = this.args(name);
      const to = this.words[this.at - 1]?.place.to ?? place.to;
      return this.node({ kind: "call", name, args, place: { from: place.from, to } });
    }
    const follows = !this.done && this.word.kind !== "symbol" && this.word.kind !== "end";
    if (follows && isPrefix(name)) {
      const argument = this.expression(SIGN);
      return this.node({
        kind: "call",
        name,
        args: [argument],
        place: { from: place.from, to: argument.place.to },
      });
    }
    return this.node({ kind: "name", name, place });
  }

  private group(from: number): Node {
    this.at++;
    const inner = this.expression(0);
    this.skipLineEnds();
    const { to } = this.expectSymbol(")", "at the end of the parenthesis");
    return { ...inner, place: { from, to } };
  }

  private operand(): Node {
    this.skipLineEnds();
    const { word } = this;
    const { from } = word.place;
    if (word.kind === "number") {
      this.at++;
      return this.node({ kind: "number", value: Number(word.text), place: word.place });
    }
    if (word.kind === "text") {
      this.at++;
      return this.node({ kind: "text", value: word.text, place: word.place });
    }
    if (word.kind === "name") return this.named(word);
    if (this.isSymbol("(")) return this.group(from);
    if (this.isSymbol("-")) {
      this.at++;
      const argument = this.expression(SIGN);
      return this.node({ kind: "negate", argument, place: { from, to: argument.place.to } });
    }
    return this.fail(word.place, `Expected a number, a name or “(”${this.found()}.`);
  }

  /** The operator that comes next and binds more strongly than `least`; null where there is none. */
  private operatorAbove(least: number): Operator | null {
    const { text } = this.word;
    if (this.done || this.word.kind !== "symbol" || !isOperator(text)) return null;
    return BINDING[text] > least ? text : null;
  }

  private expression(least: number): Node {
    this.depth++;
    if (this.depth > LIMITS.depth)
      return this.fail(this.word.place, `A formula has at most ${LIMITS.depth} levels of parentheses.`);
    let left = this.operand();
    for (let operator = this.operatorAbove(least); operator !== null; operator = this.operatorAbove(least)) {
      const binding = BINDING[operator];
      this.at++;
      const right = this.expression(operator === "^" ? SIGN : binding);
      const place = { from: left.place.from, to: right.place.to };
      left = this.node({ kind: "binary", operator, left, right, place });
      const next = this.operatorAbove(0);
      if (binding === COMPARISON && next !== null && BINDING[next] === COMPARISON)
        this.fail(this.word.place, "A comparison compares two values; put the first one in parentheses.");
    }
    this.depth--;
    return left;
  }

  /** A number with an optional sign, as constants have it; null where none is written. */
  private signed(): { readonly value: number; readonly place: Place } | null {
    const negative = this.isSymbol("-");
    const first = this.word.place;
    const word = negative ? this.words[this.at + 1] : this.word;
    if (word?.kind !== "number") return null;
    this.at += negative ? 2 : 1;
    return {
      value: negative ? -Number(word.text) : Number(word.text),
      place: { from: first.from, to: word.place.to },
    };
  }

  private bound(): number {
    const { place } = this.word;
    const number = this.signed();
    if (number === null) this.fail(place, "Expected a number as a bound of the slider, as in “in 0..1”.");
    return number?.value ?? Number.NaN;
  }

  /** The constant on this line; null where the line is none, and nothing is read. */
  private constant({ text: name, place }: Word): Constant | null {
    const start = this.at;
    const value = this.signed();
    if (value === null || this.word.kind !== "name" || this.word.text !== "in") {
      this.at = start;
      return null;
    }
    this.at++;
    const from = this.word.place;
    const least = this.bound();
    this.expectSymbol("..", "between the bounds of the slider");
    const most = this.bound();
    if (this.problem === null && !(least < most && value.value >= least && value.value <= most))
      this.fail(
        { from: value.place.from, to: this.words[this.at - 1]?.place.to ?? from.to },
        "The bounds of a slider must be in order, and its value between them.",
      );
    return { kind: "constant", name, place, value: value.value, valuePlace: value.place, least, most };
  }

  private line(): Line {
    const { word } = this;
    const next = this.words[this.at + 1];
    if (word.kind !== "name" || next?.kind !== "symbol" || next.text !== "=")
      return { kind: "value", value: this.expression(0) };
    this.at += 2;
    const constant = this.constant(word);
    if (constant !== null) return constant;
    return { kind: "definition", name: word.text, place: word.place, value: this.expression(0) };
  }

  lines(): readonly Line[] {
    const lines: Line[] = [];
    while (!this.done) {
      if (this.isLineEnd()) {
        this.at++;
        continue;
      }
      lines.push(this.line());
      if (!this.done && !this.isLineEnd())
        this.fail(this.word.place, `Expected an operator or the end of the line${this.found()}.`);
    }
    return lines;
  }
}

/** The lines before the last one, which must all be named. */
function arranged(lines: readonly Line[], parser: Parser, length: number): Program | null {
  const last = lines.at(-1);
  const whole = { from: 0, to: length };
  if (last === undefined || last.kind === "constant") {
    parser.fail(last?.place ?? whole, "Expected a value: the last line of a formula is what it computes.");
    return null;
  }
  const before: (Constant | Definition)[] = [];
  for (const line of lines.slice(0, -1)) {
    if (line.kind === "value") {
      parser.fail(line.value.place, "Only the last line is the value; expected “name = …” here.");
      return null;
    }
    before.push(line);
  }
  const name = last.kind === "definition" ? last.name : null;
  return { before, name, result: last.value, nodes: parser.nodes };
}

/** The program of a text, or the first problem in it with its place and what was expected there. */
export function parse(text: string): Result<Program> {
  if (text.length > LIMITS.characters) {
    const place = { from: LIMITS.characters, to: text.length };
    const message = `A formula has at most ${LIMITS.characters} characters; this one has ${text.length}.`;
    return { ok: false, problem: { place, message } };
  }
  const { words, problem } = lex(text);
  if (problem !== null) return { ok: false, problem };
  const parser = new Parser(
    words.filter(({ kind }) => kind !== "comment"),
    text.length,
  );
  const lines = parser.lines();
  const program = parser.problem === null ? arranged(lines, parser, text.length) : null;
  if (parser.problem !== null) return { ok: false, problem: parser.problem };
  return program === null
    ? { ok: false, problem: { place: { from: 0, to: text.length }, message: "Expected a formula." } }
    : { ok: true, value: program };
}
