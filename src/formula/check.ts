/** Infers what each part of a formula is: its shape, its unit and its sign; refuses what does not fit, at its place. */

import { DIVERGENCES, writtenOut } from "./divergences.ts";
import { commonUnit, type ElementwiseName, elementwise, FUNCTIONS } from "./elementwise.ts";
import {
  isOverVocabulary,
  isTaken,
  misuse,
  QUANTITIES,
  type Quantity,
  readQuantity,
  SIDE_FUNCTIONS,
  type SideFunction,
  type SideName,
  sideOf,
  suggestion,
} from "./names.ts";
import {
  ARGUMENTS,
  BESIDE,
  finest,
  misfit,
  misshapen,
  REDUCTIONS,
  type ReductionName,
} from "./reductions.ts";
import { vocabularySum } from "./sums.ts";
import {
  type Constant,
  LIMITS,
  type Node,
  type Place,
  type Problem,
  type Program,
  type Result,
} from "./syntax.ts";
import {
  type Checked,
  entryTerm,
  type Inferred,
  isEven,
  numberTerm,
  type Term,
  type VocabularySum,
} from "./term.ts";

class Checker {
  problem: Problem | null = null;
  readonly remarks: Problem[] = [];
  readonly quantities = new Map<string, Quantity>();
  readonly sums = new Map<string, VocabularySum>();
  readonly listed = new Map<string, VocabularySum>();
  overGroup = false;
  private readonly defined = new Map<string, Term>();

  private fail(place: Place, message: string): Term {
    this.problem ??= { place, message };
    return numberTerm(Number.NaN, place, false);
  }

  /** The value of a formula is at most one number per token. */
  finish(result: Term): void {
    if (this.problem === null && result.shape === "vocabulary")
      this.fail(
        result.place,
        "This is one number per vocabulary entry; expected a sum over the vocabulary, as in sum_v(p * log p).",
      );
  }

  define(name: string, place: Place, term: Term): void {
    if (isTaken(name)) this.fail(place, `“${name}” already has a meaning; expected another name.`);
    if (this.defined.has(name)) this.fail(place, `“${name}” is defined twice.`);
    this.defined.set(name, term);
  }

  private measured(place: Place, quantity: Quantity, told: Omit<Inferred, "place">): Term {
    this.quantities.set(JSON.stringify(quantity), quantity);
    return { kind: "measured", quantity, place, ...told };
  }

  private name({ name, place }: Extract<Node, { kind: "name" }>): Term {
    const defined = this.defined.get(name);
    if (defined !== undefined) return defined;
    const plain = Object.hasOwn(QUANTITIES, name) ? QUANTITIES[name] : undefined;
    if (plain !== undefined) {
      const { quantity, shape, unit, notNegative } = plain;
      return this.measured(place, quantity, { shape, unit, notNegative });
    }
    const side = sideOf({ kind: "name", name, place });
    if (side !== null) return entryTerm(side, place);
    if (isTaken(name)) return this.fail(place, `“${name}” is a function; expected “(” after it.`);
    return this.fail(place, `“${name}” is not known here.${suggestion(name, this.defined.keys())}`);
  }

  /** The K of `top_v`: a number, also a constant with a slider, to the next whole one. */
  private mostOf(node: Node): number {
    const term = this.term(node);
    const k = term.kind === "number" ? Math.round(term.value) : 0;
    if (!(k >= 1 && k <= LIMITS.top))
      this.fail(node.place, `Expected how many values count here: a number from 1 to ${LIMITS.top}.`);
    return k;
  }

  private overVocabulary(over: VocabularySum["over"], node: Extract<Node, { kind: "call" }>): Term {
    const { args, place } = node;
    const [only, first] = over === "top_v" ? [args[1], args[0]] : [args[0]];
    const misused = misuse(over, args.length);
    if (only === undefined || misused !== null) return this.fail(place, misused ?? "");
    const k = first === undefined ? 0 : this.mostOf(first);
    const argument = this.term(only);
    if (this.problem !== null) return argument;
    return this.summed(over, k, argument, only.place, place);
  }

  private summed(over: VocabularySum["over"], k: number, argument: Term, inner: Place, place: Place): Term {
    if (argument.shape !== "vocabulary")
      return this.fail(inner, misshapen(over, "vocabulary", argument.shape));
    const sum = vocabularySum(over, k, argument);
    if ("message" in sum) return this.fail(sum.place, sum.message);
    const { text, side } = sum;
    if (over === "sum_top") this.listed.set(text, sum);
    else this.sums.set(text, sum);
    if (this.sums.size > LIMITS.sums)
      return this.fail(place, `A formula has at most ${LIMITS.sums} sums over the vocabulary.`);
    const { unit, notNegative } = argument;
    const quantity = { of: over === "sum_top" ? "listed" : "sum", text, side } as const;
    return this.measured(place, quantity, { shape: "token", unit, notNegative });
  }

  /** A divergence of the catalog that is written out in the language itself. */
  private divergence(name: string, { args, place }: Extract<Node, { kind: "call" }>): Term {
    const [, , parameter] = args;
    const chosen = parameter === undefined ? null : this.term(parameter);
    if (chosen !== null && chosen.kind !== "number")
      return this.fail(chosen.place, "Expected a number here.");
    const found = writtenOut(name, args, chosen?.value ?? null, place);
    return typeof found === "string" ? this.fail(place, found) : this.term(found);
  }

  private side(node: Node): SideName | null {
    const side = sideOf(node);
    if (side === null)
      this.fail(
        node.place,
        'Expected a side here: p, q, or one by its role or view, as in r(teacher) or r("blank").',
      );
    return side;
  }

  private sides(node: Extract<Node, { kind: "call" }>, told: SideFunction): Term {
    const { args, name, place } = node;
    const wanted = told.takes === "two" ? 2 : 1;
    const last = told.column === "JSD" ? args[wanted] : undefined;
    if (args.length < wanted || args.length > wanted + (told.column === "JSD" ? 1 : 0))
      return this.fail(
        place,
        `“${name}” expects ${wanted === 1 ? "one side" : "two sides"}, as in ${told.written}.`,
      );
    if (last !== undefined && last.kind !== "number")
      return this.fail(last.place, "Expected a number here: the weight of the first side, such as 0.5.");
    const sides = args.slice(0, wanted).map((each) => this.side(each));
    const quantity = readQuantity(told, sides, last?.kind === "number" ? last.value : 0.5);
    if (typeof quantity === "string") return this.fail(place, quantity);
    const { unit, notNegative } = told;
    return this.measured(place, quantity, { shape: "token", unit, notNegative });
  }

  private apply(name: ElementwiseName, args: readonly Term[], place: Place): Term {
    const [first] = args;
    // The log-probability itself, never the logarithm of a rounded probability.
    if (name === "log" && first?.kind === "entry" && first.of === "p")
      return { ...first, of: "logP", place, unit: "nats", notNegative: false };
    const { unit, alike, notNegative } = elementwise(name);
    const units = args.map((each) => each.unit);
    const same = commonUnit(units);
    const other = alike ? units.find((each) => each !== "number" && each !== same) : undefined;
    if (other !== undefined)
      this.remarks.push({ place, message: `This puts together ${same} and ${other}.` });
    return {
      kind: "apply",
      name,
      args,
      place,
      shape: finest(args.map(({ shape }) => shape)),
      unit: unit(units, same),
      notNegative: (name === "^" && isEven(args[1])) || notNegative(args.map((each) => each.notNegative)),
    };
  }

  private reduce(name: ReductionName, node: Extract<Node, { kind: "call" }>): Term {
    const told = REDUCTIONS[name];
    const order = ARGUMENTS[told.beside];
    if (node.args.length !== order.length)
      return this.fail(node.place, `“${name}” expects ${BESIDE[told.beside]}, as in ${told.written}.`);
    const terms = node.args.map((each) => this.term(each));
    const given = (what: "value" | "share" | "right") => terms[order.indexOf(what)] ?? null;
    const [argument, share, right] = [given("value"), given("share"), given("right")];
    if (argument === null) return this.fail(node.place, `Expected ${told.written}.`);
    if (this.problem !== null) return argument;
    const problem = misfit(name, argument, share, right);
    if (problem !== null) return this.fail(problem.place, problem.message);
    this.overGroup ||= told.from === "answer";
    return {
      kind: "reduce",
      name,
      argument,
      share,
      right,
      place: node.place,
      shape: told.to,
      unit: told.unit ?? argument.unit,
      notNegative: told.notNegative || argument.notNegative,
    };
  }

  private call(node: Extract<Node, { kind: "call" }>): Term {
    const { name, args, place } = node;
    const overSides = Object.hasOwn(SIDE_FUNCTIONS, name) ? SIDE_FUNCTIONS[name] : undefined;
    if (overSides !== undefined) return this.sides(node, overSides);
    if (isOverVocabulary(name)) return this.overVocabulary(name, node);
    const named = sideOf(node);
    if (named !== null) return entryTerm(named, place);
    if (Object.hasOwn(DIVERGENCES, name)) return this.divergence(name, node);
    if (Object.hasOwn(REDUCTIONS, name)) return this.reduce(name as ReductionName, node);
    if (!Object.hasOwn(FUNCTIONS, name)) {
      const isName = this.defined.has(name) || isTaken(name);
      return this.fail(
        place,
        isName
          ? `“${name}” is not a function of numbers; expected an operator before “(”.`
          : `There is no function “${name}”.${suggestion(name, [])}`,
      );
    }
    const { arity, written } = elementwise(name as ElementwiseName);
    if (args.length !== arity)
      return this.fail(
        place,
        `“${name}” expects ${arity} value${arity === 1 ? "" : "s"}, as in ${written}; ${args.length} given.`,
      );
    return this.apply(
      name as ElementwiseName,
      args.map((each) => this.term(each)),
      place,
    );
  }

  term(node: Node): Term {
    if (this.problem !== null) return this.fail(node.place, "");
    switch (node.kind) {
      case "number":
        return numberTerm(node.value, node.place, node.value >= 0);
      case "text":
        return this.fail(node.place, "A text in quotation marks names a side; expected r(…) around it.");
      case "name":
        return this.name(node);
      case "call":
        return this.call(node);
      case "negate":
        return this.apply("negate", [this.term(node.argument)], node.place);
      case "binary":
        return this.apply(node.operator, [this.term(node.left), this.term(node.right)], node.place);
      default:
        return node satisfies never;
    }
  }
}

/** The checked program, or the first part that does not fit, with what was expected there. */
export function check(program: Program): Result<Checked> {
  const checker = new Checker();
  const definitions: { name: string; term: Term; node: Node }[] = [];
  const constants: Constant[] = [];
  for (const line of program.before) {
    const term =
      line.kind === "constant"
        ? numberTerm(line.value, line.place, line.least >= 0)
        : checker.term(line.value);
    checker.define(line.name, line.place, term);
    if (line.kind === "constant") constants.push(line);
    else definitions.push({ name: line.name, term, node: line.value });
  }
  const result = checker.term(program.result);
  checker.finish(result);
  if (checker.problem !== null) return { ok: false, problem: checker.problem };
  return {
    ok: true,
    value: {
      name: program.name,
      constants,
      definitions,
      result,
      node: program.result,
      sums: [...checker.sums.values()],
      listed: [...checker.listed.values()],
      quantities: [...checker.quantities.values()],
      overGroup: checker.overGroup,
      remarks: checker.remarks,
    },
  };
}
