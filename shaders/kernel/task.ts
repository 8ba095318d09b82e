/** The uniform of every kernel over rows of logits (`Task` of numbers.wgsl), and how rows are shared out. */

/** Enough workgroups to fill a large GPU; more rows than that need no splitting. */
const WANTED_GROUPS = 512;
/** Below this many logits a workgroup has too little to do. */
const LEAST_CHUNK = 4096;

/** How one dispatch splits its rows: `chunks` workgroups to a row, `quadsPerChunk` groups of four logits each. */
export interface Split {
  readonly chunks: number;
  readonly quadsPerChunk: number;
}

/** Few rows are split so that the whole GPU works on them; many rows are not. */
export function splitOf(rows: number, vocabulary: number): Split {
  const quads = Math.ceil(vocabulary / 4);
  const wanted = Math.min(Math.ceil(WANTED_GROUPS / rows), Math.ceil(vocabulary / LEAST_CHUNK));
  const quadsPerChunk = Math.ceil(quads / Math.max(1, wanted));
  return { chunks: Math.ceil(quads / quadsPerChunk), quadsPerChunk };
}

/** Workgroups that keep all of an adapter busy; a software one is a few threads. */
export function fillingGroups(device: GPUDevice): number {
  return widthOf(device) > SOFTWARE_WIDTH ? WANTED_GROUPS : 16;
}

/** Quads that an invocation should have before another invocation is worth its share of the merging. */
const WANTED_QUADS = 8;

const SOFTWARE_WIDTH = 8;

const widths = new WeakMap<GPUDevice, number>();

/**
 * The most invocations of a workgroup that work on one row: 128 on hardware. A software adapter runs them one after the
 * other and pays for every barrier: there 8 measured 4 to 7 times as fast (SwiftShader in Chromium 156, November 2026).
 */
export function widthOf(device: GPUDevice): number {
  // Browsers that do not yet describe their adapter have no software adapter.
  const software = "adapterInfo" in device && device.adapterInfo.isFallbackAdapter;
  return widths.get(device) ?? (software ? SOFTWARE_WIDTH : 128);
}

/**
 * Sets that width, 8 or 32 or 128, for tests and measurements of the other kind of adapter.
 * @internal only tests call it
 */
export function setWidth(device: GPUDevice, width: number): void {
  widths.set(device, width);
}

/** Invocations of a workgroup for this split: 8, 32 or 128 (few, since each is a program to compile), fewer for narrow rows. */
export function invocationsOf(width: number, { quadsPerChunk }: Split): number {
  let invocations = 8;
  while (invocations < width && invocations * WANTED_QUADS < quadsPerChunk) invocations *= 4;
  return invocations;
}

/** The most workgroups, hence partial results, that a tile of up to `rows` rows has. */
export function mostGroups(rows: number): number {
  return WANTED_GROUPS + rows;
}

export interface Task extends Split {
  readonly rows: number;
  readonly vocabulary: number;
  readonly firstRow: number;
  readonly studentStart: number;
  readonly teacherStart: number;
  readonly k: number;
  readonly temperature: number;
  readonly beta: number;
  /** What a divergence depends on, where it is told one. */
  readonly parameter?: number;
}

/** The smallest share that a kernel may be told: the largest float32 below 1 is this far from it. */
const LEAST_SHARE = 2 ** -24;

/**
 * A beta that leaves both sides a share in float32 too. One rounded to 0 or 1 would make the logarithm of a mixture
 * infinite; holding it moves no divergence by more than its kernel's tolerance.
 */
function heldBeta(beta: number): number {
  return Math.min(1 - LEAST_SHARE, Math.max(LEAST_SHARE, beta));
}

/** The bytes of `task`, in the order of the struct, padded to its alignment. */
export function packedTask(task: Task): ArrayBuffer {
  const bytes = new ArrayBuffer(48);
  new Uint32Array(bytes).set([
    task.rows,
    task.vocabulary,
    task.firstRow,
    task.chunks,
    task.quadsPerChunk,
    task.studentStart,
    task.teacherStart,
    task.k,
  ]);
  new Float32Array(bytes).set([1 / task.temperature, heldBeta(task.beta), task.parameter ?? 0], 8);
  return bytes;
}
