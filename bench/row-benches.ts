/** How the bench runs each kernel over rows of logits. */

import { gradientKernel, gradientOnDevice } from "../shaders/gradient/gradient.ts";
import { reducedGradientKernel, reducedGradientOnDevice } from "../shaders/gradient/reduced-gradient.ts";
import type { Kernel } from "../shaders/kernel/kernel.ts";
import { LOGIT_BYTES } from "../shaders/kernel/rows.ts";
import { agreementKernel } from "../shaders/pair/agreement.ts";
import { divergenceKernel } from "../shaders/pair/divergence.ts";
import { divergenceKernels, divergenceOnDevice } from "../shaders/pair/divergences.ts";
import { estimatorsKernel } from "../shaders/pair/estimators.ts";
import { mixtureKernel } from "../shaders/pair/mixture.ts";
import { comparePairsOnDevice, scoreRowsOnDevice } from "../shaders/pair/pair.ts";
import { sampleKernel, sampleOnDevice } from "../shaders/rows/sample.ts";
import { scoreKernel } from "../shaders/rows/score.ts";
import { topKKernel } from "../shaders/rows/top-k.ts";
import { supportKernel, supportRowsOnDevice } from "../shaders/support/support.ts";
import type { Outcome } from "../src/base/outcome.ts";
import type { Cut } from "../src/math/rows/sample.ts";
import type { DeviceRows, LogitFormat } from "../src/math/support/pair.ts";
import type { Shape } from "./data.ts";

/** The K of every support and every list of largest logits that is timed. */
const K = 100;

/** Two sides on the device, and a token a row. */
export interface Sides {
  readonly student: DeviceRows;
  readonly teacher: DeviceRows;
  readonly ids: Uint32Array;
}

export interface RowBench {
  readonly kernel: Kernel;
  /** Whether it works on one row whatever the shape. */
  readonly oneRow?: true;
  /** What it cannot do without reading, in numbers a row. */
  reads(vocabulary: number): number;
  /** Any measurement that runs the kernel; its other kernels are left out of the timing. */
  run(device: GPUDevice, sides: Sides): Promise<Outcome<unknown>>;
}

const oneSide = (vocabulary: number) => vocabulary;
const bothSides = (vocabulary: number) => 2 * vocabulary;

const score = { temperature: 1, k: 0 };
const pair = { ...score, beta: 0.5 };
const JSD = { kind: "jsd", beta: 0.5 } as const;
const support = { temperature: 1, k: K, divergence: JSD, from: "student" } as const;

export const rowBenches: readonly RowBench[] = [
  {
    kernel: scoreKernel,
    reads: oneSide,
    run: (device, { student, ids }) => scoreRowsOnDevice(device, student, ids, score),
  },
  {
    kernel: divergenceKernel,
    reads: bothSides,
    run: (device, { student, teacher, ids }) => comparePairsOnDevice(device, student, teacher, ids, pair),
  },
  {
    kernel: mixtureKernel,
    reads: bothSides,
    run: (device, { student, teacher, ids }) => comparePairsOnDevice(device, student, teacher, ids, pair),
  },
  ...divergenceKernels.map(
    (kernel): RowBench => ({
      kernel,
      reads: bothSides,
      run: (device, { student, teacher }) =>
        divergenceOnDevice(device, student, teacher, { temperature: 1, divergence: { kind: kernel.name } }),
    }),
  ),
  {
    kernel: topKKernel,
    reads: oneSide,
    run: (device, { student, ids }) => scoreRowsOnDevice(device, student, ids, { ...score, k: K }),
  },
  {
    kernel: supportKernel,
    reads: bothSides,
    run: (device, { student, teacher }) =>
      supportRowsOnDevice(device, student, teacher, { ...support, rest: "tail" }),
  },
  {
    kernel: gradientKernel,
    reads: bothSides,
    oneRow: true,
    run: (device, { student, teacher }) =>
      gradientOnDevice(device, student, teacher, 0, {
        temperature: 1,
        loss: { kind: "divergence", divergence: JSD },
        entries: "all",
      }),
  },
  {
    kernel: reducedGradientKernel,
    reads: bothSides,
    oneRow: true,
    run: (device, { student, teacher }) =>
      reducedGradientOnDevice(device, student, teacher, 0, {
        ...support,
        rest: "tail",
        entries: "all",
      }),
  },
  {
    kernel: agreementKernel,
    // Both lists of ids, and the teacher's logits of the student's.
    reads: (vocabulary) => 3 * Math.min(K, vocabulary),
    run: (device, { student, teacher, ids }) =>
      comparePairsOnDevice(device, student, teacher, ids, { ...pair, k: K }),
  },
  {
    kernel: estimatorsKernel,
    // Both sides' largest logit, sum and the token's logit.
    reads: () => 6,
    run: (device, { student, teacher, ids }) => comparePairsOnDevice(device, student, teacher, ids, pair),
  },
  sampleBench("sample", { temperature: 1, topP: 0.9, topK: 50 }),
  sampleBench("sample, uncut", { temperature: 1, topP: 1, topK: 0 }),
];

function sampleBench(name: string, cut: Cut): RowBench {
  return {
    kernel: { ...sampleKernel, name },
    reads: oneSide,
    run(device, { student }) {
      const requests = Array.from({ length: student.rows }, (_, row) => ({ row, salt: row }));
      return sampleOnDevice(device, student, requests, cut);
    },
  };
}

/** What a kernel over rows cannot do without reading, in bytes. */
export function rowBytes(bench: RowBench, { rows, vocabulary }: Shape, format: LogitFormat): number {
  return (bench.oneRow ? 1 : rows) * bench.reads(vocabulary) * LOGIT_BYTES[format];
}
