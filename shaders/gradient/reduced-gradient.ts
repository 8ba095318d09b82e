/** The gradient of a divergence on a reduced support with respect to the student's logits, for one row. */
import { failure, type Outcome, success } from "../../src/base/outcome.ts";
import { chosenDivergence, divergences } from "../../src/math/divergences/catalog.ts";
import type { DivergenceDefinition } from "../../src/math/divergences/definition.ts";
import { effectiveK, rowMistake, type SideName } from "../../src/math/support/pair.ts";
import type { SupportOptions } from "../../src/math/support/support-rows.ts";
import { forSides, type Rows, taskOf } from "../kernel/encode.ts";
import { joined, type Kernel, type RowPass } from "../kernel/kernel.ts";
import numbers from "../kernel/numbers.wgsl?raw";
import { type Arena, dispatch } from "../kernel/run.ts";
import { type Measurement, measured } from "../kernel/tiles.ts";
import { pairFrom } from "../pair/divergence.ts";
import { divergenceWgsl } from "../pair/divergences.ts";
import { binsValue } from "../support/bins.ts";
import membership from "../support/membership.wgsl?raw";
import normalisers from "../support/normalisers.wgsl?raw";
import { supportRequestMistake } from "../support/support.ts";
import supportBins from "../support/support-bins.wgsl?raw";
import { encodeSupport, supportBuffers, supportConstants, TAIL_WORDS } from "../support/support-passes.ts";
import {
  type Entries,
  encodeEntries,
  GRADIENT_INVOCATIONS,
  type Gradient,
  gradientBuffers,
  gradientFrom,
  gradientGroups,
  gradientMistake,
  rowAt,
} from "./gradient-entries.ts";
import reducedGradient from "./reduced-gradient.wgsl?raw";

function reducedGradientPass(definition: DivergenceDefinition): RowPass {
  return {
    name: "reduced-gradient",
    variant: definition.id,
    sides: 2,
    wgsl: joined(numbers, normalisers, membership, divergenceWgsl(definition), supportBins, reducedGradient),
    bindings: ["uniform", "read", "read", "read", "read", "read", "read", "write"],
    constants: { invocations: GRADIENT_INVOCATIONS },
  };
}

export const reducedGradientKernel: Kernel = {
  name: "reduced-gradient",
  computes: "gradient of each divergence on a reduced support with respect to the student's logits",
  source: "softmax Jacobian; Vision-OPD §3.2, arXiv 2605.18740; add_tail; OPSD; verl forward_kl_topk",
  passes: divergences.map(reducedGradientPass),
  // The absolute part is per nat of the divergence where that is more than one, and per unit of temperature.
  tolerance: {
    absolute: 4e-6,
    relative: 2e-5,
    because: "a probability times sums of bin gradients that are as large as the divergence, in float32",
  },
};

export interface ReducedGradientOptions extends SupportOptions {
  readonly entries: Entries;
}

/** The passes that leave the gradients of all rows of a tile, each times its weight, in `gradient` [rows, vocabulary]. */
export function encodeReduced(
  device: GPUDevice,
  arena: Arena,
  tileRows: number,
  sides: Readonly<Record<SideName, Rows>>,
  weights: Float32Array<ArrayBuffer>,
  options: SupportOptions,
  gradient: GPUBuffer,
): Measurement<SideName, "pairs" | "bins" | "keptSums"> {
  const { rows, vocabulary } = sides.student;
  const { definition, parameter } = chosenDivergence(options.divergence);
  const support = supportBuffers(arena, rows, tileRows, effectiveK(options.k, vocabulary));
  const { pairs, top, bins, keptSums } = support;
  const shares = arena.filled(weights.buffer, "upload");
  const { support_from_teacher, rest } = supportConstants(options);
  return {
    results: { pairs, bins, keptSums },
    encode(tile) {
      encodeSupport(device, tile, sides, options, support);
      const { windows, encoder } = tile;
      const each = [
        [sides.student, windows.student],
        [sides.teacher, windows.teacher],
      ] as const;
      const settings = { ...options, vocabulary, beta: parameter, parameter };
      const task = taskOf(tile, [windows.student, windows.teacher], settings);
      const both = [task, windows.student.binding, windows.teacher.binding];
      const constants = { support_from_teacher, rest };
      const pass = forSides(device, reducedGradientPass(definition), tile, each, constants);
      const bound = [...both, pairs, top.ids, bins, shares, gradient];
      dispatch(device, encoder, pass, bound, gradientGroups(vocabulary, tile.rows));
    },
  };
}

/** A gradient of nothing but zeros, its largest entries by their ids. */
function zeros(vocabulary: number, entries: Entries): Gradient {
  const ids = Uint32Array.from(
    { length: entries === "all" ? vocabulary : effectiveK(entries, vocabulary) },
    (_, id) => id,
  );
  return { ids, values: new Float32Array(ids.length) };
}

/**
 * The gradient of one row, or null where the divergence is infinite or undefined. Faults: badInput (shapes, options, a
 * row without a softmax), outOfMemory, deviceLost, unsupported, bug.
 */
export async function reducedGradientOnDevice(
  device: GPUDevice,
  student: Rows,
  teacher: Rows,
  row: number,
  { entries, ...options }: ReducedGradientOptions,
): Promise<Outcome<Gradient | null>> {
  const mistake = supportRequestMistake(student, teacher, options) ?? gradientMistake(student, row, entries);
  if (mistake !== null) return failure("badInput", mistake);
  const sides = { student: rowAt(student, row), teacher: rowAt(teacher, row) };
  const { vocabulary } = student;
  const chosen = chosenDivergence(options.divergence);
  const words = await measured(device, sides, (arena, tileRows) => {
    const found = gradientBuffers(arena, vocabulary, entries);
    const weights = Float32Array.of(1);
    const { results, encode } = encodeReduced(
      device,
      arena,
      tileRows,
      sides,
      weights,
      options,
      found.gradient,
    );
    return {
      results: { ...results, ...found.results },
      encode(tile) {
        encode(tile);
        encodeEntries(device, tile, entries, { ...options, vocabulary, beta: 0 }, found);
      },
    };
  });
  if (!words.ok) return words;
  const pair = pairFrom(words.value.pairs, 0, options.temperature);
  for (const side of ["student", "teacher"] as const) {
    const { defect } = pair[side];
    if (defect !== null) return failure("badInput", rowMistake(side, row, defect));
  }
  // The sum of each side's support; 0 where all of it is masked.
  const sums = new Float32Array(words.value.keptSums.buffer, words.value.keptSums.byteOffset, TAIL_WORDS);
  const undefinedRow = options.rest === "renormalise" && (sums[1] === 0 || sums[3] === 0);
  const value = binsValue(words.value.bins, 0, chosen, options.rest);
  if (undefinedRow || value === Infinity) return success(null);
  // A partial sum below 0 is held at 0.
  if (options.rest === "drop" && value < 0) return success(zeros(vocabulary, entries));
  return success(gradientFrom(words.value, vocabulary, entries));
}
