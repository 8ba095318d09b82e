/** Further reads of both sides that begin from what the first one, `divergence`, found of each pair of rows. */
import { failure, type Outcome, success } from "../../src/base/outcome.ts";
import { rowMistake, type SideName } from "../../src/math/support/pair.ts";
import { forSides, mergeGroups, type Rows, taskOf, WORD_BYTES } from "../kernel/encode.ts";
import type { RowPass } from "../kernel/kernel.ts";
import { type Arena, dispatch } from "../kernel/run.ts";
import { mostGroups } from "../kernel/task.ts";
import { measured, type Tile } from "../kernel/tiles.ts";
import { divergenceMergePass, divergencePass, PAIR_WORDS, pairFrom } from "./divergence.ts";

/** What a further read binds: the uniform of the tile, and the States that `divergence` left, one for each pair of rows. */
export interface FirstRead {
  readonly task: GPUBuffer;
  readonly pairs: GPUBuffer;
}

/** Sets up further reads once; they are encoded behind the first read of each tile. */
export type Alongside = (
  arena: Arena,
  tileRows: number,
) => {
  readonly results: Readonly<Record<string, GPUBuffer>>;
  encode(tile: Tile<SideName>, first: FirstRead): void;
};

/** The kernels' inputs besides the logits and the shape. */
export type ReadSettings = Omit<Parameters<typeof taskOf>[2], "vocabulary">;

/** Encodes a pass over both sides; `buffers` are the uniform of the tile and what is bound behind the logits. */
export function encodeRead(
  device: GPUDevice,
  pass: RowPass,
  tile: Tile<SideName>,
  [student, teacher]: readonly [Rows, Rows],
  [task, ...buffers]: readonly [GPUBuffer, ...GPUBuffer[]],
): void {
  const { encoder, windows } = tile;
  const bound = forSides(device, pass, tile, [
    [student, windows.student],
    [teacher, windows.teacher],
  ]);
  const all = [task, windows.student.binding, windows.teacher.binding, ...buffers];
  dispatch(device, encoder, bound, all, [tile.chunks, tile.rows]);
}

/** What is wrong with a row of either side, as `divergence` found it; null where all have a softmax. */
export function pairsMistake(pairs: Uint32Array, rows: number, temperature: number): string | null {
  for (let row = 0; row < rows; row++) {
    const pair = pairFrom(pairs, row, temperature);
    for (const side of ["student", "teacher"] as const) {
      const { defect } = pair[side];
      if (defect !== null) return rowMistake(side, row, defect);
    }
  }
  return null;
}

/**
 * The words of further reads, by the names of their results, after a first read that serves them alone. There is at least one
 * row. Faults: badInput (a row without a softmax), outOfMemory, deviceLost, unsupported, bug.
 */
export async function readAlongside(
  device: GPUDevice,
  student: Rows,
  teacher: Rows,
  settings: ReadSettings,
  alongside: Alongside,
): Promise<Outcome<Readonly<Record<string, Uint32Array>>>> {
  const { rows, vocabulary } = student;
  const words = await measured(device, { student, teacher }, (arena, tileRows) => {
    const pairs = arena.buffer(rows * PAIR_WORDS * WORD_BYTES, "result");
    const partials = arena.buffer(mostGroups(tileRows) * PAIR_WORDS * WORD_BYTES, "work");
    const ids = arena.filled(new ArrayBuffer(rows * WORD_BYTES), "upload");
    const further = alongside(arena, tileRows);
    const results: Readonly<Record<string, GPUBuffer>> = { ...further.results, pairs };
    return {
      results,
      encode(tile) {
        const { encoder, windows } = tile;
        const task = taskOf(tile, [windows.student, windows.teacher], { ...settings, vocabulary });
        encodeRead(device, divergencePass, tile, [student, teacher], [task, ids, partials]);
        dispatch(device, encoder, divergenceMergePass, [task, partials, pairs], mergeGroups(tile.rows));
        further.encode(tile, { task, pairs });
      },
    };
  });
  if (!words.ok) return words;
  const { pairs = new Uint32Array() } = words.value;
  const mistake = pairsMistake(pairs, rows, settings.temperature);
  return mistake === null ? success(words.value) : failure("badInput", mistake);
}
