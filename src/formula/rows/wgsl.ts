/** Sums of a formula over the vocabulary in WGSL: the terms of one entry, for shaders/formula/sums.wgsl. */

import type { ElementwiseName } from "../elementwise.ts";
import type { VocabularySum } from "../sums.ts";
import type { Term } from "../term.ts";

/** The function of shaders/formula/values.wgsl that computes each. */
const FUNCTIONS: Readonly<Record<ElementwiseName, string>> = {
  "+": "v_add",
  "-": "v_sub",
  "*": "v_mul",
  "/": "v_div",
  "^": "v_pow",
  "<": "v_less",
  "<=": "v_at_most",
  ">": "v_greater",
  ">=": "v_at_least",
  "==": "v_equal",
  "!=": "v_unequal",
  negate: "v_neg",
  exp: "v_exp",
  expm1: "v_expm1",
  log: "v_log",
  log1p: "v_log1p",
  sqrt: "v_sqrt",
  abs: "v_abs",
  sign: "v_sign",
  relu: "v_relu",
  ceil: "v_ceil",
  floor: "v_floor",
  sg: "v_sg",
  min: "v_min",
  max: "v_max",
  clip: "v_clip",
  finite: "v_finite",
  if: "v_if",
};

/** A number above this is infinite in float32, as values.wgsl has it. */
const LARGEST = 1e30;

function number(value: number): string {
  if (Math.abs(value) <= LARGEST) return `f32(${value})`;
  return value > 0 ? "HUGE" : "-HUGE";
}

function expression(term: Term): string {
  switch (term.kind) {
    case "number":
      return number(term.value);
    case "entry": {
      const side = term.side.kind === "student" ? "p" : "q";
      return term.of === "p" ? side : `log_${side}`;
    }
    case "apply":
      return `${FUNCTIONS[term.name]}(${term.args.map(expression).join(", ")})`;
    case "measured":
    case "reduce":
      return "UNDEFINED";
    default:
      return term satisfies never;
  }
}

/** How many sums there are, which of them are maxima, and their terms at one entry. */
export function termsWgsl(sums: readonly VocabularySum[]): string {
  const maxima = sums.reduce((mask, { over }, at) => mask + (over === "max_v" ? 2 ** at : 0), 0);
  return `const SUMS: u32 = ${sums.length}u;
const MAXIMA: u32 = ${maxima}u;
fn terms_of(p: f32, q: f32, log_p: f32, log_q: f32) -> array<f32, SUMS> {
  return array<f32, SUMS>(${sums.map(({ argument }) => expression(argument)).join(",\n    ")});
}
`;
}
