/** Infers what each part of a formula is: its shape, its unit and its sign; refuses what does not fit, at its place. */
import { type ElementwiseName, elementwise, FUNCTIONS, type Unit } from "./elementwise.ts";
import {
  isTaken,
  NAMES,
  QUANTITIES,
  type Quantity,
  readQuantity,
  SIDE_FUNCTIONS,
  type SideFunction,
  type SideName,
  sideOf,
} from "./names.ts";
import { finest, misshapen, REDUCTIONS, type ReductionName, SHAPES } from "./reductions.ts";
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
import type { Checked, Inferred, Term, VocabularySum } from "./term.ts";

/** The defined names that begin alike, or all of one kind: what a person may have meant. */
function suggestion(name: string, defined: Iterable<string>): string {
  const known = [...NAMES.map((entry) => entry.name), ...defined];
  const lower = name.toLowerCase();
  const near =
    known.find((each) => each.toLowerCase() === lower) ?? known.find((each) => each.startsWith(name));
  return near === undefined ? "" : ` Did you mean “${near}”?`;
}

function isEvenPower(name: ElementwiseName, [, exponent]: readonly Term[]): boolean {
  return name === "^" && exponent?.kind === "number" && exponent.value % 2 === 0;
}

function commonUnit(units: readonly Unit[]): Unit {
  return units.find((unit) => unit !== "number") ?? "number";
}

class Checker {
  problem: Problem | null = null;
  readonly remarks: Problem[] = [];
  readonly quantities = new Map<string, Quantity>();
  readonly sums = new Map<string, VocabularySum>();
  overGroup = false;
  private readonly defined = new Map<string, Term>();

  private fail(place: Place, message: string): Term {
    this.problem ??= { place, message };
    return { kind: "number", value: Number.NaN, place, shape: "group", unit: "number", notNegative: false };
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
    if (side !== null) return this.entry(side, place);
    if (isTaken(name)) return this.fail(place, `“${name}” is a function; expected “(” after it.`);
    return this.fail(place, `“${name}” is not known here.${suggestion(name, this.defined.keys())}`);
  }

  private entry(side: SideName, place: Place): Term {
    return {
      kind: "entry",
      of: "p",
      side,
      place,
      shape: "vocabulary",
      unit: "probability",
      notNegative: true,
    };
  }

  private overVocabulary(over: VocabularySum["over"], node: Extract<Node, { kind: "call" }>): Term {
    const [only, ...more] = node.args;
    if (only === undefined || more.length > 0)
      return this.fail(node.place, `“${over}” expects one value, as in ${over}(p * log p).`);
    const argument = this.term(only);
    if (this.problem !== null) return argument;
    if (argument.shape !== "vocabulary")
      return this.fail(only.place, misshapen(over, "vocabulary", argument.shape));
    const sum = vocabularySum(over, argument);
    if ("message" in sum) return this.fail(sum.place, sum.message);
    this.sums.set(sum.text, sum);
    if (this.sums.size > LIMITS.sums)
      return this.fail(node.place, `A formula has at most ${LIMITS.sums} sums over the vocabulary.`);
    const { unit, notNegative } = argument;
    const quantity = { of: "sum", text: sum.text, side: sum.side } as const;
    return this.measured(node.place, quantity, { shape: "token", unit, notNegative });
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
      notNegative: isEvenPower(name, args) || notNegative(args.map((each) => each.notNegative)),
    };
  }

  private reduce(name: ReductionName, node: Extract<Node, { kind: "call" }>): Term {
    const told = REDUCTIONS[name];
    const wanted = told.share ? 2 : 1;
    if (node.args.length !== wanted)
      return this.fail(
        node.place,
        `“${name}” expects ${wanted === 1 ? "one value" : "a share and a value"}, as in ${told.written}.`,
      );
    const terms = node.args.map((each) => this.term(each));
    const [share = null, argument] = told.share ? [terms[0], terms[1]] : [null, terms[0]];
    if (argument === undefined) return this.fail(node.place, `Expected ${told.written}.`);
    if (this.problem !== null) return argument;
    if (share !== null && share.shape !== "group") {
      const message = `Expected one number for the whole group as the share, not ${SHAPES[share.shape]}.`;
      return this.fail(share.place, message);
    }
    if (argument.shape !== told.from)
      return this.fail(node.args.at(-1)?.place ?? node.place, misshapen(name, told.from, argument.shape));
    this.overGroup ||= told.from === "answer";
    return {
      kind: "reduce",
      name,
      argument,
      share,
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
    if (name === "sum_v" || name === "max_v") return this.overVocabulary(name, node);
    const named = sideOf(node);
    if (named !== null) return this.entry(named, place);
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
    const { place } = node;
    switch (node.kind) {
      case "number":
        return {
          kind: "number",
          value: node.value,
          place,
          shape: "group",
          unit: "number",
          notNegative: node.value >= 0,
        };
      case "text":
        return this.fail(place, "A text in quotation marks names a side; expected r(…) around it.");
      case "name":
        return this.name(node);
      case "call":
        return this.call(node);
      case "negate":
        return this.apply("negate", [this.term(node.argument)], place);
      case "binary":
        return this.apply(node.operator, [this.term(node.left), this.term(node.right)], place);
      default:
        return node satisfies never;
    }
  }
}

function constantTerm({ value, place, least }: Constant): Term {
  return { kind: "number", value, place, shape: "group", unit: "number", notNegative: least >= 0 };
}

/** The checked program, or the first part that does not fit, with what was expected there. */
export function check(program: Program): Result<Checked> {
  const checker = new Checker();
  const definitions: { name: string; term: Term; node: Node }[] = [];
  const constants: Constant[] = [];
  for (const line of program.before) {
    const term = line.kind === "constant" ? constantTerm(line) : checker.term(line.value);
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
      quantities: [...checker.quantities.values()],
      overGroup: checker.overGroup,
      remarks: checker.remarks,
    },
  };
}
