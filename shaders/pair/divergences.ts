/**
 * The kernel of every divergence of the catalog (src/math/divergences): its WGSL lies in shaders/divergences under its id. A
 * divergence without one has float64 alone.
 */
import { failure, type Outcome, success } from "../../src/base/outcome.ts";
import { type ChosenDivergence, chosenDivergence, divergences } from "../../src/math/divergences/catalog.ts";
import type { DivergenceDefinition, DivergenceKind } from "../../src/math/divergences/definition.ts";
import { comparisonMistake } from "../../src/math/support/support-rows.ts";
import plainBinGradients from "../gradient/plain-bin-gradients.wgsl?raw";
import { bufferMistake, mergeGroups, type Rows, WORD_BYTES } from "../kernel/encode.ts";
import four from "../kernel/four.wgsl?raw";
import { joined, type Kernel, MERGE_INVOCATIONS, type Pass, type RowPass } from "../kernel/kernel.ts";
import numbers from "../kernel/numbers.wgsl?raw";
import reduce from "../kernel/reduce.wgsl?raw";
import { dispatch } from "../kernel/run.ts";
import { mostGroups } from "../kernel/task.ts";
import merge from "../support/merge.wgsl?raw";
import normalisers from "../support/normalisers.wgsl?raw";
import termsFile from "../support/terms.wgsl?raw";
import termsState from "../support/terms-state.wgsl?raw";
import tokenBins from "../support/token-bins.wgsl?raw";
import { encodeRead, readAlongside } from "./alongside.ts";
import { divergenceKernel } from "./divergence.ts";
import mixtureLogs from "./mixture-logs.wgsl?raw";

const files = import.meta.glob<string>("../divergences/*.wgsl", {
  query: "?raw",
  import: "default",
  eager: true,
});

/** The WGSL of a divergence, its constants first; undefined for one that has none. */
function fileOf({ id, kernel }: DivergenceDefinition): string | undefined {
  const file = files[`../divergences/${kernel.shared?.file ?? id}.wgsl`];
  const constants = Object.entries(kernel.shared?.constants ?? {});
  const told = constants.map(([name, value]) => `const ${name}: f32 = ${value.toFixed(1)};`);
  return file === undefined ? undefined : joined(...told, file);
}

/** Whether the chosen divergence has a kernel. */
export function hasKernel(chosen: DivergenceKind): boolean {
  return fileOf(chosenDivergence(chosen).definition) !== undefined;
}

/** What every program about a divergence begins with: bins, and the functions of the divergence over them. */
export function divergenceWgsl(definition: DivergenceDefinition): string {
  const own = fileOf(definition);
  if (own === undefined) throw new RangeError(`${definition.id} has no file in shaders/divergences`);
  return joined(
    four,
    mixtureLogs,
    own,
    ...(own.includes("fn bin_gradients_of(") ? [] : [plainBinGradients]),
    termsState,
  );
}

/** Words of a State, as terms-state.wgsl lays them out. */
export const TERM_WORDS = 7;

/** The passes that gather a divergence's sums over all tokens, once `divergence` has left the normalisers. */
export function termsPasses(definition: DivergenceDefinition): {
  readonly terms: RowPass;
  readonly merge: Pass;
} {
  const own = divergenceWgsl(definition);
  return {
    terms: {
      name: "terms",
      variant: definition.id,
      sides: 2,
      wgsl: joined(numbers, normalisers, own, tokenBins, reduce, termsFile),
      bindings: ["uniform", "read", "read", "read", "write"],
      constants: {},
    },
    merge: {
      name: "terms-merge",
      variant: definition.id,
      wgsl: joined(numbers, own, merge),
      bindings: ["uniform", "read", "write"],
      constants: { invocations: MERGE_INVOCATIONS },
    },
  };
}

/** One kernel a divergence: its second read of both sides. */
export const divergenceKernels: readonly Kernel[] = divergences
  .filter((definition) => fileOf(definition) !== undefined)
  .map((definition) => {
    const passes = termsPasses(definition);
    return {
      name: definition.id,
      computes: `${definition.title}, per pair of rows, full vocabulary`,
      source: definition.source,
      passes: [passes.terms, passes.merge],
      tolerance: divergenceKernel.tolerance,
    };
  });

/** A log-probability below this stands for none (NOTHING of four.wgsl). */
const NOTHING = -1e36;

/** An orphan as a kernel left it. */
export function orphanFrom(logProb: number): number {
  return logProb < NOTHING ? -Infinity : logProb;
}

/** The value of row `row` of the States that the kernel left. */
export function valueFrom(
  words: Uint32Array,
  row: number,
  { definition, parameter }: ChosenDivergence,
): number {
  const [value, , top, sum, , student, teacher] = new Float32Array(
    words.buffer,
    words.byteOffset + row * TERM_WORDS * WORD_BYTES,
    TERM_WORDS,
  ) as unknown as readonly [number, number, number, number, number, number, number];
  const orphans = { student: orphanFrom(student), teacher: orphanFrom(teacher) };
  const sums = { value, logSum: top + Math.log(sum), orphans, whole: true };
  return definition.kernel.finished(sums, parameter);
}

export interface DivergenceOptions {
  readonly temperature: number;
  readonly divergence: DivergenceKind;
}

/**
 * A divergence of every pair of rows over all tokens. Faults: badInput (shapes, options, a row without a softmax),
 * outOfMemory, deviceLost, unsupported, bug.
 */
export async function divergenceOnDevice(
  device: GPUDevice,
  student: Rows,
  teacher: Rows,
  options: DivergenceOptions,
): Promise<Outcome<readonly number[]>> {
  const mistake =
    comparisonMistake(student, teacher, { ...options, k: 0 }) ??
    bufferMistake(student) ??
    bufferMistake(teacher);
  if (mistake !== null) return failure("badInput", mistake);
  const { rows } = student;
  if (rows === 0) return success([]);
  const { temperature } = options;
  const chosen = chosenDivergence(options.divergence);
  const { parameter } = chosen;
  const { terms, merge: joining } = termsPasses(chosen.definition);
  const settings = { temperature, k: 0, beta: parameter, parameter };
  const words = await readAlongside(device, student, teacher, settings, (arena, tileRows) => {
    const states = arena.buffer(rows * TERM_WORDS * WORD_BYTES, "result");
    const partials = arena.buffer(mostGroups(tileRows) * TERM_WORDS * WORD_BYTES, "work");
    return {
      results: { states },
      encode(tile, { task, pairs }) {
        encodeRead(device, terms, tile, [student, teacher], [task, pairs, partials]);
        dispatch(device, tile.encoder, joining, [task, partials, states], mergeGroups(tile.rows));
      },
    };
  });
  if (!words.ok) return words;
  const { states = new Uint32Array() } = words.value;
  return success(Array.from({ length: rows }, (_, row) => valueFrom(states, row, chosen)));
}
