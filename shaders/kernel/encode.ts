/** How the kernels over rows of logits are put into a tile's pass, shared by every measurement that needs them. */
import { type DeviceRows, effectiveK, type HostRows } from "../../src/math/support/pair.ts";
import loadF16 from "../loaders/load-f16.wgsl?raw";
import loadF32 from "../loaders/load-f32.wgsl?raw";
import loadHalfQuads from "../loaders/load-half-quads.wgsl?raw";
import loadQuads from "../loaders/load-quads.wgsl?raw";
import student from "../loaders/student.wgsl?raw";
import studentHalfQuads from "../loaders/student-half-quads.wgsl?raw";
import studentQuads from "../loaders/student-quads.wgsl?raw";
import teacher from "../loaders/teacher.wgsl?raw";
import teacherHalfQuads from "../loaders/teacher-half-quads.wgsl?raw";
import teacherQuads from "../loaders/teacher-quads.wgsl?raw";
import {
  candidateRoom,
  narrowRoom,
  stretchesOf,
  topKMergePass,
  topKNarrowPass,
  topKPass,
} from "../rows/top-k.ts";
import { joined, MERGE_INVOCATIONS, type Pass, type RowPass } from "./kernel.ts";
import { formatOf, LOGIT_BYTES, type Window } from "./rows.ts";
import { type Arena, dispatch, type Purpose } from "./run.ts";
import { invocationsOf, packedTask, type Split, widthOf } from "./task.ts";
import type { Tile } from "./tiles.ts";

export type Rows = HostRows | DeviceRows;

export const WORD_BYTES = 4;

/** What is wrong with a buffer that is said to hold rows, or null. */
export function bufferMistake(side: Rows): string | null {
  if (side.kind === "host") return null;
  const logit = LOGIT_BYTES[formatOf(side)];
  const bytes = side.rows * side.vocabulary * logit;
  if (side.offset % logit !== 0)
    return `logits start at byte ${side.offset}, inside a number of ${logit} bytes`;
  return side.buffer.size >= side.offset + bytes
    ? null
    : `a buffer of ${side.buffer.size} bytes cannot hold ${bytes} bytes of logits from byte ${side.offset} on`;
}

/** How a window's logits are loaded: one at a time, or four at once where rows are aligned; float32 or float16. */
type Loader = "f32" | "quads" | "f16" | "half-quads";

const LOADERS: Readonly<Record<Loader, readonly [student: string, teacher: string, load: string]>> = {
  f32: [student, teacher, loadF32],
  quads: [studentQuads, teacherQuads, loadQuads],
  f16: [student, teacher, loadF16],
  "half-quads": [studentHalfQuads, teacherHalfQuads, loadHalfQuads],
};

function loaderOf(rows: Rows, window: Pick<Window, "start">): Loader {
  const aligned = rows.vocabulary % 4 === 0 && window.start % 4 === 0;
  if (formatOf(rows) === "f16") return aligned ? "half-quads" : "f16";
  return aligned ? "quads" : "f32";
}

/** A pass over rows with the loaders of the sides that it binds, and as many invocations as their split wants. */
export function forSides(
  device: GPUDevice,
  pass: RowPass,
  split: Split,
  sides: readonly (readonly [rows: Rows, window: Pick<Window, "start">])[],
  constants: Readonly<Record<string, number>> = {},
): Pass {
  const loaders = sides.slice(0, pass.sides).map(([rows, window]) => loaderOf(rows, window));
  const wgsl = loaders.map((loader, side) => {
    const [ofStudent, ofTeacher, load] = LOADERS[loader];
    // One loader serves both sides: the teacher's is the student's with the other name.
    return side === 0 ? joined(ofStudent, load) : joined(ofTeacher, load.replaceAll("student", "teacher"));
  });
  return {
    name: pass.name,
    variant: [...loaders, pass.variant ?? ""].join(" "),
    wgsl: joined(...wgsl, pass.wgsl),
    bindings: pass.bindings,
    constants: { invocations: invocationsOf(widthOf(device), split), ...pass.constants, ...constants },
  };
}

/** The kernels' inputs besides the logits. */
export interface Settings {
  readonly vocabulary: number;
  readonly temperature: number;
  readonly k: number;
  readonly beta: number;
  /** See `Task`. */
  readonly parameter?: number;
}

/** Workgroups of a merging pass, whose invocations own a row each. */
export function mergeGroups(rows: number): readonly [number, number] {
  return [Math.ceil(rows / MERGE_INVOCATIONS), 1];
}

/** The uniform of a tile for one side, or for two. */
export function taskOf(tile: Tile<string>, windows: readonly Window[], settings: Settings): GPUBuffer {
  const packed = packedTask({
    ...tile,
    ...settings,
    k: effectiveK(settings.k, settings.vocabulary),
    studentStart: windows[0]?.start ?? 0,
    teacherStart: windows[1]?.start ?? 0,
  });
  return tile.arena.filled(packed, "uniform");
}

/** Lists of K largest logits, one after the other. */
interface Lists {
  readonly ids: GPUBuffer;
  readonly bits: GPUBuffer;
}

/** Where the largest logits of every row go. */
export interface TopBuffers extends Lists {
  /** Room for the lists of so many stretches, the same for each tile that needs no more. */
  forStretches(count: number): Lists;
}

export function topBuffers(arena: Arena, rows: number, k: number): TopBuffers {
  const lists = (count: number, purpose: Purpose): Lists => {
    const bytes = count * k * WORD_BYTES;
    return { ids: arena.buffer(bytes, purpose), bits: arena.buffer(bytes, purpose) };
  };
  let room = 0;
  let found: Lists | null = null;
  return {
    ...lists(rows, "result"),
    forStretches(count) {
      if (found === null || room < count) {
        room = count;
        found = lists(count, "work");
      }
      return found;
    },
  };
}

/** Selects the largest logits of one side of a tile; nothing where none were asked for. */
export function encodeTopK(
  device: GPUDevice,
  tile: Tile<string>,
  [rows, window]: readonly [rows: Rows, window: Window],
  settings: Settings,
  top: TopBuffers,
  constants: Readonly<Record<string, number>> = {},
): void {
  if (settings.k === 0) return;
  const { vocabulary } = settings;
  const k = effectiveK(settings.k, vocabulary);
  const side = [rows, window] as const;
  const room = narrowRoom(k, vocabulary);
  const chunks = stretchesOf(device, tile.rows, vocabulary, k);
  const select = (
    pass: RowPass,
    [from, at]: readonly [Rows, Window],
    split: Pick<Tile<string>, "chunks" | "firstRow">,
    sizes: Readonly<Record<string, number>>,
    buffers: readonly GPUBuffer[],
  ) => {
    // This kernel's stretches differ from the chunks of the others.
    const own = { ...tile, ...split, quadsPerChunk: Math.ceil(from.vocabulary / 4 / split.chunks) };
    const task = taskOf(own, [at], { ...settings, vocabulary: from.vocabulary });
    const bound = forSides(device, pass, own, [[from, at]], { ...sizes, ...constants });
    dispatch(device, tile.encoder, bound, [task, at.binding, ...buffers], [split.chunks, tile.rows]);
  };
  const whole = { chunks: 1, firstRow: tile.firstRow };
  if (room !== null) {
    select(topKNarrowPass, side, whole, { capacity: room }, [top.ids, top.bits]);
  } else if (chunks === 1) {
    select(topKPass, side, whole, candidateRoom(k), [top.ids, top.bits]);
  } else {
    const lists = top.forStretches(chunks * tile.rows);
    select(topKPass, side, { chunks, firstRow: 0 }, candidateRoom(k), [lists.ids, lists.bits]);
    const listed: Rows = {
      kind: "device",
      rows: tile.rows,
      vocabulary: chunks * k,
      buffer: lists.bits,
      offset: 0,
    };
    const listWindow = { binding: { buffer: lists.bits }, start: 0 };
    select(topKMergePass, [listed, listWindow], whole, candidateRoom(k), [lists.ids, top.ids, top.bits]);
  }
}
