/**
 * The `wgsl` route to src/math/support/support-rows.ts: the choosing side's K largest logits, the other side's logits of the same
 * tokens, on both sides what lies outside, and a divergence over those few bins.
 */
import { failure, type Outcome, success } from "../../src/base/outcome.ts";
import { chosenDivergence } from "../../src/math/divergences/catalog.ts";
import { effectiveK, rowMistake, type SideName } from "../../src/math/support/pair.ts";
import type { KeptRow } from "../../src/math/support/support.ts";
import {
  type SupportNumbers,
  type SupportOptions,
  supportMistake,
  supportSide,
} from "../../src/math/support/support-rows.ts";
import { bufferMistake, type Rows, WORD_BYTES } from "../kernel/encode.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { measured } from "../kernel/tiles.ts";
import { pairFrom } from "../pair/divergence.ts";
import { logProbOf, type SideNumbers } from "../rows/score.ts";
import { binsValue } from "./bins.ts";
import { encodeSupport, supportBuffers, supportPasses, TAIL_WORDS } from "./support-passes.ts";

export const supportKernel: Kernel = {
  name: "support",
  computes: "both sides on the K tokens that one side finds most likely, the rest, and a divergence on them",
  source: "Vision-OPD §3.2, arXiv 2605.18740; SDPO; OPSD; verl forward_kl_topk",
  passes: supportPasses,
  // The tolerance of log-probabilities; that of divergences is as over the full vocabulary (divergence.ts).
  tolerance: {
    absolute: 4e-6,
    relative: 4e-6,
    because: "log-probabilities carry the score's error, tails a sum's",
  },
};

type Result = "pairs" | "tails" | "ids" | "bits" | "otherBits" | "bins";
type Words = Readonly<Record<Result, Uint32Array>>;

/** One side of one row; `tail` is that side's two words of the tail's State. */
function keptFrom(
  logits: Float32Array,
  side: SideNumbers,
  tail: Float32Array,
  whole: boolean,
  temperature: number,
): KeptRow {
  const [top, sum] = tail as unknown as readonly [number, number];
  return {
    kept: Float64Array.from(logits, (logit) => logProbOf(logit, side, temperature)),
    logTail: whole ? null : (top - side.top) / temperature + Math.log(sum) - side.logSum,
  };
}

/** Whether a side gives the support any probability; without it, nothing can be renormalised. */
function hasMass({ kept }: KeptRow): boolean {
  return kept.some((logProb) => logProb !== -Infinity);
}

/** Reads what the kernels left. Fault: badInput, for a row without a softmax. */
function supportFrom(
  words: Words,
  { rows, vocabulary }: Rows,
  options: SupportOptions,
): Outcome<SupportNumbers> {
  const k = effectiveK(options.k, vocabulary);
  const floats = (part: Uint32Array, from: number, count: number) =>
    new Float32Array(part.buffer, part.byteOffset + from * WORD_BYTES, count);
  const kept: Record<SideName, KeptRow[]> = { student: [], teacher: [] };
  const chosen = chosenDivergence(options.divergence);
  const divergence: (number | null)[] = [];
  for (let row = 0; row < rows; row++) {
    const pair = pairFrom(words.pairs, row, options.temperature);
    for (const [place, side] of (["student", "teacher"] as const).entries()) {
      const { defect } = pair[side];
      if (defect !== null) return failure("badInput", rowMistake(side, row, defect));
      const logits = floats(side === options.from ? words.bits : words.otherBits, row * k, k);
      const tails = floats(words.tails, row * TAIL_WORDS + 2 * place, 2);
      kept[side].push(keptFrom(logits, pair[side], tails, k === vocabulary, options.temperature));
    }
    const both = [kept.student[row], kept.teacher[row]] as readonly KeptRow[];
    const defined = options.rest !== "renormalise" || both.every(hasMass);
    const value = defined ? binsValue(words.bins, row, chosen, options.rest) : null;
    divergence.push(value !== null && options.rest === "drop" ? Math.max(0, value) : value);
  }
  return success({
    support: words.ids.slice(0, rows * k),
    student: supportSide(kept.student),
    teacher: supportSide(kept.teacher),
    divergence,
  });
}

/** What is wrong with a request for a support, as a sentence, or null. */
export function supportRequestMistake(student: Rows, teacher: Rows, options: SupportOptions): string | null {
  return supportMistake(student, teacher, options) ?? bufferMistake(student) ?? bufferMistake(teacher);
}

/**
 * Both sides on the support of one of them, which needs `options.k` to be at least 1, and their divergence. Faults:
 * badInput (shapes, options, a row without a softmax), outOfMemory, deviceLost, unsupported, bug.
 */
export async function supportRowsOnDevice(
  device: GPUDevice,
  student: Rows,
  teacher: Rows,
  options: SupportOptions,
): Promise<Outcome<SupportNumbers>> {
  const mistake = supportRequestMistake(student, teacher, options);
  if (mistake !== null) return failure("badInput", mistake);
  const none = new Uint32Array(0);
  const { rows, vocabulary } = student;
  if (rows === 0) {
    const words = { pairs: none, tails: none, ids: none, bits: none, otherBits: none, bins: none };
    return supportFrom(words, student, options);
  }
  const sides = { student, teacher };
  const words = await measured(device, sides, (arena, tileRows) => {
    const buffers = supportBuffers(arena, rows, tileRows, effectiveK(options.k, vocabulary));
    const { pairs, tails, top, otherBits, bins } = buffers;
    return {
      results: { pairs, tails, ids: top.ids, bits: top.bits, otherBits, bins },
      encode: (tile) => encodeSupport(device, tile, sides, options, buffers),
    };
  });
  return words.ok ? supportFrom(words.value, student, options) : words;
}
