/** Infers what each part of a formula is: its shape, its unit and its sign; refuses what does not fit, at its place. */
import { type ElementwiseName, elementwise, FUNCTIONS, type Unit } from "./elementwise.ts";
import {
  isTaken,
  NAMES,
  QUANTITIES,
  type Quantity,
  SIDE_FUNCTIONS,
  type SideFunction,
  type SideName,
} from "./names.ts";
import { REDUCTIONS, type ReductionName, type Shape } from "./reductions.ts";
import { readQuantity, sideOf } from "./sides.ts";
import type { Constant, Node, Place, Problem, Program, Result } from "./syntax.ts";

interface Inferred {
  readonly place: Place;
  readonly shape: Shape;
  readonly unit: Unit;
  /** Whether it can never be below 0. */
  readonly notNegative: boolean;
}

export type Term = Inferred &
  (
    | { readonly kind: "number"; readonly value: number }
    | { readonly kind: "measured"; readonly quantity: Quantity }
    | { readonly kind: "apply"; readonly name: ElementwiseName; readonly args: readonly Term[] }
    | {
        readonly kind: "reduce";
        readonly name: ReductionName;
        readonly argument: Term;
        /** The share of a quantile; null elsewhere. */
        readonly share: Term | null;
      }
  );

export interface Checked {
  readonly name: string | null;
  readonly constants: readonly Constant[];
  readonly definitions: readonly { readonly name: string; readonly term: Term; readonly node: Node }[];
  readonly result: Term;
  readonly node: Node;
  /** Each measured quantity, once. */
  readonly quantities: readonly Quantity[];
  /** Whether a value depends on the other answers of the group. */
  readonly overGroup: boolean;
  /** Sums of different units and the like: allowed, but rarely meant. */
  readonly remarks: readonly Problem[];
}

const ORDER: readonly Shape[] = ["group", "answer", "token"];

const SHAPES: Readonly<Record<Shape, string>> = {
  group: "one number for the whole group",
  answer: "one number per answer",
  token: "one number per token",
};

const finest = (shapes: readonly Shape[]): Shape =>
  shapes.reduce<Shape>(
    (found, shape) => (ORDER.indexOf(shape) > ORDER.indexOf(found) ? shape : found),
    "group",
  );

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

function misshapen(name: string, wanted: Shape, found: Shape): string {
  const hint =
    wanted === "answer" && found === "token"
      ? " Take mean_t of it first: siblings have different lengths."
      : "";
  return `“${name}” expects ${SHAPES[wanted]}, and this is ${SHAPES[found]}.${hint}`;
}

function commonUnit(units: readonly Unit[]): Unit {
  return units.find((unit) => unit !== "number") ?? "number";
}

class Checker {
  problem: Problem | null = null;
  readonly remarks: Problem[] = [];
  readonly quantities = new Map<string, Quantity>();
  overGroup = false;
  private readonly defined = new Map<string, Term>();

  private fail(place: Place, message: string): Term {
    this.problem ??= { place, message };
    return { kind: "number", value: Number.NaN, place, shape: "group", unit: "number", notNegative: false };
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
    if (name === "p" || name === "q" || name === "r")
      return this.fail(
        place,
        `“${name}” is a whole distribution; expected a number from it, as in H(${name}) or KL(p, q).`,
      );
    if (isTaken(name)) return this.fail(place, `“${name}” is a function; expected “(” after it.`);
    return this.fail(place, `“${name}” is not known here.${suggestion(name, this.defined.keys())}`);
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
  if (checker.problem !== null) return { ok: false, problem: checker.problem };
  return {
    ok: true,
    value: {
      name: program.name,
      constants,
      definitions,
      result,
      node: program.result,
      quantities: [...checker.quantities.values()],
      overGroup: checker.overGroup,
      remarks: checker.remarks,
    },
  };
}
