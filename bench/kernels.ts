/** Times every kernel of the catalog on a device, over its grid of shapes and formats. */
import { kernels } from "../shaders/catalog.ts";
import type { Kernel } from "../shaders/kernel/kernel.ts";
import { LOGIT_BYTES } from "../shaders/kernel/rows.ts";
import type { Outcome } from "../src/base/outcome.ts";
import type { LogitFormat } from "../src/math/support/pair.ts";
import { logitsOn, SEED, type Shape, tokensOf } from "./data.ts";
import { formulaBenches } from "./formula-benches.ts";
import { allGroupBenches } from "./group-benches.ts";
import { recordingOn } from "./recording.ts";
import type { KernelLine } from "./report-data.ts";
import { rowBenches, rowBytes, type Sides } from "./row-benches.ts";
import { deviceTime, type Effort, type Encode } from "./timing.ts";

const FORMATS: readonly LogitFormat[] = ["f32", "f16"];

/** Shapes for every adapter: one row of a large vocabulary, the bundled model's, narrow and tall. */
const SMALL: readonly Shape[] = [
  { rows: 1, vocabulary: 151_936 },
  { rows: 64, vocabulary: 49_280 },
  { rows: 2048, vocabulary: 200 },
];
/** Shapes for hardware: 512 MB and more over both sides. */
const LARGE: readonly Shape[] = [
  { rows: 512, vocabulary: 151_936 },
  { rows: 1024, vocabulary: 151_936 },
];

/** What is to be timed and how. */
export interface Plan {
  readonly software: boolean;
  readonly effort: Effort;
  /** Only kernels whose name contains one of these. */
  readonly only: readonly string[];
  readonly say: (what: string) => void;
}

/** The kernel's own dispatches in what `run` does, as one repeat; alive until the recording is disposed of. */
export async function repeatOf(
  recording: ReturnType<typeof recordingOn>,
  kernel: Kernel,
  run: (device: GPUDevice) => Promise<Outcome<unknown>>,
): Promise<Encode> {
  const outcome = await run(recording.device);
  if (!outcome.ok) throw new Error(`${kernel.name}: ${outcome.fault.message}`);
  const own = recording.dispatches.filter(({ pass }) => kernel.passes.some(({ name }) => name === pass));
  if (own.length === 0) throw new Error(`${kernel.name} was not dispatched`);
  return (encoder) => {
    for (const { encode } of own) encode(encoder);
  };
}

async function lineOf(
  device: GPUDevice,
  { effort, say }: Plan,
  copy: number,
  bench: {
    readonly kernel: Kernel;
    run(device: GPUDevice): Promise<Outcome<unknown>>;
  } & Pick<KernelLine, "shape" | "rows" | "bytes" | "format">,
): Promise<KernelLine> {
  const { kernel, shape, rows, bytes, format } = bench;
  using recording = recordingOn(device);
  const timing = await deviceTime(device, effort, await repeatOf(recording, kernel, bench.run));
  const shareOfCopy = bytes / (timing.milliseconds / 1000) / copy;
  say(`${kernel.name}, ${shape}, ${format}: ${timing.milliseconds.toFixed(3)} ms`);
  return { kernel: kernel.name, shape, rows, format, timing, bytes, shareOfCopy };
}

/** Two sides of random logits, which the caller destroys. */
export function sidesOn(device: GPUDevice, shape: Shape, format: LogitFormat): Sides {
  return {
    student: logitsOn(device, shape, format, SEED),
    teacher: logitsOn(device, shape, format, SEED + 1),
    ids: tokensOf(shape, SEED),
  };
}

const isWanted = ({ name }: Kernel, { only }: Plan): boolean => only.some((part) => name.includes(part));

async function rowLines(device: GPUDevice, plan: Plan, copy: number, shape: Shape, format: LogitFormat) {
  const wanted = [...rowBenches, ...formulaBenches].filter(({ kernel }) => isWanted(kernel, plan));
  if (wanted.length === 0) return [];
  const sides = sidesOn(device, shape, format);
  const lines: KernelLine[] = [];
  for (const bench of wanted) {
    lines.push(
      await lineOf(device, plan, copy, {
        kernel: bench.kernel,
        shape: `${bench.oneRow ? 1 : shape.rows} × ${shape.vocabulary}`,
        rows: bench.oneRow ? 1 : shape.rows,
        format,
        bytes: rowBytes(bench, shape, format),
        run: (recorder) => bench.run(recorder, sides),
      }),
    );
  }
  sides.student.buffer.destroy();
  sides.teacher.buffer.destroy();
  return lines;
}

/** Kernels of the catalog that the bench does not know. */
export function unbenched(): readonly string[] {
  const known = new Set([...rowBenches, ...allGroupBenches].map(({ kernel }) => kernel.name));
  return kernels.map(({ name }) => name).filter((name) => !known.has(name));
}

/** One line for each kernel, shape and format. Throws where a kernel is not known or could not run. */
export async function kernelLines(
  device: GPUDevice,
  plan: Plan,
  copy: number,
): Promise<readonly KernelLine[]> {
  const unknown = unbenched();
  if (unknown.length > 0) throw new Error(`The bench does not know ${unknown.join(", ")}.`);
  const lines: KernelLine[] = [];
  for (const shape of plan.software ? SMALL : [...SMALL, ...LARGE]) {
    for (const format of FORMATS) {
      if (shape.rows * shape.vocabulary * LOGIT_BYTES[format] > device.limits.maxBufferSize) continue;
      lines.push(...(await rowLines(device, plan, copy, shape, format)));
    }
  }
  for (const bench of allGroupBenches.filter(({ kernel }) => isWanted(kernel, plan))) {
    lines.push(await lineOf(device, plan, copy, { ...bench, format: "f32" }));
  }
  return lines;
}
