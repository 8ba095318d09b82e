/** A divergence over the bins of a reduced support, from what `kept` and `tail` left of both sides. */
import type { ChosenDivergence } from "../../src/math/divergences/catalog.ts";
import type { DivergenceDefinition } from "../../src/math/divergences/definition.ts";
import type { Rest } from "../../src/math/support/support.ts";
import { joined, type Pass } from "../kernel/kernel.ts";
import numbers from "../kernel/numbers.wgsl?raw";
import reduce from "../kernel/reduce.wgsl?raw";
import { divergenceWgsl, orphanFrom } from "../pair/divergences.ts";
import bins from "./bins.wgsl?raw";
import normalisers from "./normalisers.wgsl?raw";
import supportBins from "./support-bins.wgsl?raw";

/** Words of a row, as bins.wgsl lays them out. */
export const BIN_WORDS = 16;

/** `rest` of four.wgsl. */
export const REST_CODES = {
  tail: 0,
  flooredTail: 1,
  renormalise: 2,
  drop: 3,
} as const satisfies Record<Rest, number>;

export function binsPass(definition: DivergenceDefinition): Pass {
  return {
    name: "bins",
    variant: definition.id,
    wgsl: joined(numbers, normalisers, divergenceWgsl(definition), supportBins, reduce, bins),
    bindings: ["uniform", "read", "read", "read", "read", "read", "write"],
    constants: {},
  };
}

/** The divergence of row `row`, infinite where the definition says so of bins that only one side has; may be below 0. */
export function binsValue(
  words: Uint32Array,
  row: number,
  { definition, parameter }: ChosenDivergence,
  rest: Rest,
): number {
  const floats = new Float32Array(words.buffer, words.byteOffset + row * BIN_WORDS * 4, BIN_WORDS);
  const [value, , logSum, , student, teacher] = floats as unknown as readonly [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const orphans = { student: orphanFrom(student), teacher: orphanFrom(teacher) };
  const whole = rest === "tail" || rest === "renormalise";
  return definition.kernel.finished({ value, logSum, orphans, whole }, parameter);
}
