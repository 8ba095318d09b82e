/** Ours and every baseline on the same logits, from logits on the device to results on the device, by one clock. */
import { divergenceKernel } from "../shaders/pair/divergence.ts";
import { comparePairsOnDevice } from "../shaders/pair/pair.ts";
import type { PairNumbers } from "../src/math/support/pair.ts";
import type { Baseline, OnePassSet } from "./baselines/baseline.ts";
import type { Shape } from "./data.ts";
import { repeatOf, sidesOn } from "./kernels.ts";
import { recordingOn } from "./recording.ts";
import type { BaselineLine } from "./report-data.ts";
import type { Sides } from "./row-benches.ts";
import { type Effort, submitted, wallTime } from "./timing.ts";

/** A baseline to be set up on the logits of the baselines' shape. */
export type MakeBaseline = (sides: Sides) => Baseline | Promise<Baseline>;

/** SmolVLM's vocabulary, an answer of 64 tokens. */
export const BASELINES: Shape = { rows: 64, vocabulary: 49_280 };

function setFrom({ student, teacher, forwardKl, reverseKl }: PairNumbers): OnePassSet {
  const single = (values: ArrayLike<number>) => Float32Array.from(values);
  const sum = (a: Float64Array, b: Float64Array) =>
    Float32Array.from(a, (value, row) => value + (b[row] as number));
  return {
    studentLogSumExp: single(student.logSumExp),
    teacherLogSumExp: single(teacher.logSumExp),
    studentEntropy: single(student.entropy),
    teacherEntropy: single(teacher.entropy),
    forwardKl: single(forwardKl),
    reverseKl: single(reverseKl),
    crossEntropyStudentTeacher: sum(student.entropy, reverseKl),
    crossEntropyTeacherStudent: sum(teacher.entropy, forwardKl),
    studentLogProb: single(student.logProb),
    teacherLogProb: single(teacher.logProb),
    studentRank: single(student.rank),
    teacherRank: single(teacher.rank),
  };
}

function largestDifference(ours: OnePassSet, theirs: OnePassSet): number {
  let largest = 0;
  for (const [name, values] of Object.entries(ours) as [keyof OnePassSet, Float32Array][]) {
    if (theirs[name]?.length !== values.length) throw new Error(`the baseline gave no ${name}`);
    for (const [row, value] of values.entries()) {
      largest = Math.max(largest, Math.abs(value - (theirs[name][row] as number)) / (1 + Math.abs(value)));
    }
  }
  return largest;
}

export async function baselineLines(
  device: GPUDevice,
  makers: readonly MakeBaseline[],
  effort: Effort,
  say: (what: string) => void,
): Promise<readonly BaselineLine[]> {
  const sides = sidesOn(device, BASELINES, "f32");
  const { student, teacher, ids } = sides;
  const compare = (on: GPUDevice) =>
    comparePairsOnDevice(on, student, teacher, ids, { temperature: 1, beta: 0.5, k: 0 });
  const numbers = await compare(device);
  if (!numbers.ok) throw new Error(numbers.fault.message);
  using recording = recordingOn(device);
  const encode = await repeatOf(recording, divergenceKernel, compare);
  const ours = await wallTime(device, effort, () => submitted(device, encode, 1));
  const lines: BaselineLine[] = [{ name: "Fovea, one pass", timing: ours, timesOurs: 1, difference: 0 }];
  for (const make of makers) {
    const baseline = await make(sides);
    const timing = await wallTime(device, effort, () => baseline.run());
    const difference = largestDifference(setFrom(numbers.value), await baseline.read());
    lines.push({
      name: baseline.name,
      timing,
      timesOurs: timing.milliseconds / ours.milliseconds,
      difference,
    });
    say(`${baseline.name}: ${timing.milliseconds.toFixed(1)} ms, ours ${ours.milliseconds.toFixed(1)} ms`);
    await baseline.close();
  }
  student.buffer.destroy();
  teacher.buffer.destroy();
  return lines;
}
