/** How the bench runs formulas: what the language compiles, beside the kernels that were written by hand for the same numbers. */
import { formulaReads } from "../shaders/formula/sums.ts";
import type { Kernel } from "../shaders/kernel/kernel.ts";
import { readAlongside } from "../shaders/pair/alongside.ts";
import { divergenceKernel } from "../shaders/pair/divergence.ts";
import { readFormula } from "../src/formula/formula.ts";
import { programsOf } from "../src/formula/rows/wgsl.ts";
import { FORMULA_KL, FORMULA_SET } from "./report-data.ts";
import type { RowBench } from "./row-benches.ts";

/** A divergence alone, of which the catalog has a kernel. */
const KL = ["sum_v(p * (log p - log q))"];

/** What the kernel `divergence` leaves of both sides' distributions and of what is between them. */
const ONE_PASS_SET = [
  "sum_v(-p * log p)",
  "sum_v(-q * log q)",
  "sum_v(p * (log p - log q))",
  "sum_v(q * (log q - log p))",
  "sum_v(-p * log q)",
  "sum_v(-q * log p)",
];

function programs(texts: readonly string[]) {
  const sums = texts.flatMap((text) => {
    const found = readFormula(text);
    if (!found.ok) throw new Error(`${text}: ${found.problem.message}`);
    return found.value.sums;
  });
  return programsOf(sums).map(({ program }) => program);
}

const OWN = ["formula", "formula-merge"];

function formulaBench(name: string, texts: readonly string[], passes: readonly string[]): RowBench {
  const kernel = {
    ...divergenceKernel,
    name,
    passes: passes.map((pass) => ({ name: pass, wgsl: "", bindings: [], constants: {} })),
  } satisfies Kernel;
  const formulas = programs(texts);
  return {
    kernel,
    reads: (vocabulary) => 2 * vocabulary,
    run: (device, { student, teacher }) =>
      readAlongside(
        device,
        student,
        teacher,
        { temperature: 1, k: 0, beta: 0.5 },
        formulaReads(device, student, teacher, formulas, 1),
      ),
  };
}

/** The first beside the kernel `reverseKl`, which begins from the same first read; the second with its first read. */
export const formulaBenches: readonly RowBench[] = [
  formulaBench(FORMULA_KL, KL, OWN),
  formulaBench(FORMULA_SET, ONE_PASS_SET, [...divergenceKernel.passes.map(({ name }) => name), ...OWN]),
];
