/** Runs a small kernel over groups of answers: everything fits in memory many times over, so nothing is tiled. */
import { type Outcome, success } from "../../src/base/outcome.ts";
import { type Access, joined, type Pass } from "../kernel/kernel.ts";
import { arenaOf, dispatch, guarded, readBack, wordsOf } from "../kernel/run.ts";
import groups from "./groups.wgsl?raw";

/** Invocations of a workgroup. */
export const INVOCATIONS = 64;

/** A pass over groups that binds so many inputs and outputs beside them, in this order, and is made of these files. */
export function groupPass(name: string, inputs: number, outputs: number, ...files: readonly string[]): Pass {
  const own = [...new Array<Access>(inputs).fill("read"), ...new Array<Access>(outputs).fill("write")];
  return {
    name,
    wgsl: joined(groups, ...files),
    bindings: ["uniform", "read", "read", ...own],
    constants: { invocations: INVOCATIONS },
  };
}

/** Answers of many prompts, by their numbers of tokens: `lengths[g][a]` is that of answer a to prompt g. */
export interface Groups {
  readonly lengths: readonly (readonly number[])[];
}

/** Where each list begins in one long list, and where the last one ends. */
export function startsOf(lengths: readonly number[]): Uint32Array<ArrayBuffer> {
  const starts = new Uint32Array(lengths.length + 1);
  for (const [i, length] of lengths.entries()) starts[i + 1] = (starts[i] as number) + length;
  return starts;
}

/** One dispatch over groups: what the kernel binds beyond them, and how much it writes. */
export interface GroupRun<Result extends string> {
  readonly pass: Pass;
  readonly groups: Groups;
  /** `Settings.choice` and `Settings.numbers` of groups.wgsl. */
  readonly choice?: number;
  readonly numbers: readonly number[];
  readonly inputs: readonly (Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>)[];
  /** Words of each output, in the order of the bindings. */
  readonly outputs: Readonly<Record<Result, number>>;
  readonly workgroups: number;
}

function settingsOf(
  answers: number,
  prompts: number,
  tokens: number,
  choice: number,
  numbers: readonly number[],
) {
  const bytes = new ArrayBuffer(32);
  new Uint32Array(bytes).set([answers, prompts, tokens, choice]);
  new Float32Array(bytes).set(numbers, 4);
  return bytes;
}

/** The words of every output. Faults: outOfMemory, deviceLost, bug. */
export async function runGroups<Result extends string>(
  device: GPUDevice,
  run: GroupRun<Result>,
): Promise<Outcome<Record<Result, Uint32Array>>> {
  const lengths = run.groups.lengths.flat();
  const tokenStarts = startsOf(lengths);
  const answerStarts = startsOf(run.groups.lengths.map((prompt) => prompt.length));
  const tokens = tokenStarts[lengths.length] as number;
  const names = Object.keys(run.outputs) as Result[];
  const cut = (words: Record<Result, Uint32Array>) =>
    Object.fromEntries(names.map((name) => [name, words[name].subarray(0, run.outputs[name])]));
  using arena = arenaOf(device);
  const submitted = await guarded(device, () => {
    const settings = settingsOf(
      lengths.length,
      run.groups.lengths.length,
      tokens,
      run.choice ?? 0,
      run.numbers,
    );
    const inputs = [tokenStarts, answerStarts, ...run.inputs].map((input) =>
      arena.filled(input.buffer, "upload"),
    );
    const outputs = names.map((name) => arena.buffer(run.outputs[name] * 4, "result"));
    const commands = device.createCommandEncoder();
    const encoder = commands.beginComputePass();
    const uniform = arena.filled(settings, "uniform");
    dispatch(device, encoder, run.pass, [uniform, ...inputs, ...outputs], [Math.max(1, run.workgroups), 1]);
    encoder.end();
    device.queue.submit([commands.finish()]);
    const results = Object.fromEntries(names.map((name, i) => [name, outputs[i] as GPUBuffer]));
    return readBack(device, arena, results as Record<Result, GPUBuffer>);
  });
  if (!submitted.ok) return submitted;
  const words = await wordsOf(device, submitted.value);
  return words.ok ? success(cut(words.value) as Record<Result, Uint32Array>) : words;
}

/** Whether a number is still finite as the float32 that a kernel reads. */
function fits(value: number): boolean {
  return Number.isFinite(Math.fround(value));
}

/** What is wrong with numbers that a kernel is to be given, as a sentence, or null; `may` says which are allowed. */
export function mistakeIn(
  rows: readonly (readonly number[])[],
  may: (value: number) => boolean = fits,
): string | null {
  const stray = rows.flat().find((value) => !may(value));
  return stray === undefined ? null : `${stray} is no number that a gate can weigh`;
}

/** What is wrong with counts, one for each of some limits and a whole number from 0 to it, as a sentence, or null. */
export function countMistake(counts: readonly number[], limits: readonly number[]): string | null {
  if (counts.length !== limits.length) return `${counts.length} counts for ${limits.length} lists`;
  const stray = counts.findIndex(
    (count, i) => !(Number.isInteger(count) && count >= 0 && count <= (limits[i] as number)),
  );
  return stray < 0 ? null : `${counts[stray]} of ${limits[stray]} cannot be counted`;
}

/** Words read as float32. */
export function floatsOf(words: Uint32Array): Float32Array {
  return new Float32Array(words.buffer, words.byteOffset, words.length);
}

/** Numbers of all answers or tokens, one after the other, as float32. */
export function flat(rows: readonly (readonly number[])[]): Float32Array<ArrayBuffer> {
  return Float32Array.from(rows.flat());
}
