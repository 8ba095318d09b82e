/** Uni-OPD's order of returns: margins, shifts, greedy masks, balances and areas under the curve, per prompt. */
import { failure, type Outcome, success } from "../../src/base/outcome.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { countMistake, floatsOf, groupPass, INVOCATIONS, mistakeIn, runGroups } from "./groups.ts";
import order from "./order.wgsl?raw";

const orderPass = groupPass("order", 2, 2, order);

export const orderKernel: Kernel = {
  name: "uni-opd",
  computes: "Uni-OPD's margins, shifts, greedy masks, balances and areas under the curve",
  source: "Uni-OPD, arXiv 2605.03677; margin_shift.py, margin_mask_greedy.py, rollout_sample_balance.py",
  passes: [orderPass],
  tolerance: { absolute: 4e-6, relative: 4e-6, because: "means of float32 returns" },
};

/** An answer with tokens: its return, its judgement (null where unknown) and the random number drawn for it. */
export interface Ranked {
  readonly value: number;
  readonly correct: boolean | null;
  readonly lot: number;
}

export interface OrderOptions {
  readonly delta: number;
  readonly margin: "mean" | "extreme";
  readonly direction: "correctUp" | "incorrectDown" | "both";
  /** How many right and wrong answers a balance keeps, per prompt. */
  readonly stay: readonly { readonly correct: number; readonly incorrect: number }[];
}

/** Per prompt; lists of answers are in their order. */
export interface Order {
  readonly margin: number | null;
  readonly areaUnderCurve: number | null;
  readonly shifts: readonly number[];
  readonly unmasked: readonly boolean[];
  readonly balanced: readonly boolean[];
}

const JUDGEMENTS = new Map([
  [false, 0],
  [true, 1],
]);
const DIRECTIONS = { correctUp: 0, incorrectDown: 1, both: 2 } as const;

function packedAnswers(answers: readonly Ranked[]): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array(answers.length * 3);
  const floats = new Float32Array(words.buffer);
  for (const [i, { value, correct, lot }] of answers.entries()) {
    floats[i * 3] = value;
    words[i * 3 + 1] = correct === null ? 2 : (JUDGEMENTS.get(correct) as number);
    floats[i * 3 + 2] = lot;
  }
  return words;
}

/** What is wrong with what a balance keeps: of each prompt no more right and wrong answers than it has; or null. */
function stayMistake(prompts: readonly (readonly Ranked[])[], stay: OrderOptions["stay"]): string | null {
  const answersOf = (correct: boolean) =>
    prompts.map((prompt) => prompt.filter((answer) => answer.correct === correct).length);
  return (
    countMistake(
      stay.map(({ correct }) => correct),
      answersOf(true),
    ) ??
    countMistake(
      stay.map(({ incorrect }) => incorrect),
      answersOf(false),
    )
  );
}

/**
 * The order within every prompt. Faults: badInput (a return or a lot that is no number, a balance that keeps what is not
 * there), outOfMemory, deviceLost, bug.
 */
export async function orderOnDevice(
  device: GPUDevice,
  prompts: readonly (readonly Ranked[])[],
  options: OrderOptions,
): Promise<Outcome<readonly Order[]>> {
  const answers = prompts.flat();
  const mistake =
    stayMistake(prompts, options.stay) ??
    mistakeIn([answers.flatMap(({ value, lot }) => [value, lot]), [options.delta]]);
  if (mistake !== null) return failure("badInput", mistake);
  const words = await runGroups(device, {
    pass: orderPass,
    groups: { lengths: prompts.map((prompt) => prompt.map(() => 1)) },
    choice: (options.margin === "extreme" ? 1 : 0) + 2 * DIRECTIONS[options.direction],
    numbers: [options.delta],
    inputs: [
      packedAnswers(answers),
      Uint32Array.from(options.stay.flatMap(({ correct, incorrect }) => [correct, incorrect])),
    ],
    outputs: { results: prompts.length * 3 + answers.length, kept: answers.length },
    workgroups: Math.ceil(prompts.length / INVOCATIONS),
  });
  if (!words.ok) return words;
  const results = floatsOf(words.value.results);
  let first = 0;
  return success(
    prompts.map((prompt, g) => {
      const [from, to] = [first, first + prompt.length];
      first = to;
      const [margin, defined, area] = results.subarray(g * 3, g * 3 + 3) as unknown as [
        number,
        number,
        number,
      ];
      const kept = words.value.kept.subarray(from, to);
      return {
        margin: defined === 1 ? margin : null,
        areaUnderCurve: defined === 1 ? area : null,
        shifts: [...results.subarray(prompts.length * 3 + from, prompts.length * 3 + to)],
        unmasked: Array.from(kept, (bits) => (bits & 1) === 1),
        balanced: Array.from(kept, (bits) => (bits & 2) === 2),
      };
    }),
  );
}
