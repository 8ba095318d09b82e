/** How the bench runs the kernels that work on attention, on groups of answers and on tensors of weights; all float32. */
import { attentionKernel, attentionOnDevice } from "../shaders/attention/attention.ts";
import { advantageKernel, advantagesOnDevice } from "../shaders/gates/advantage.ts";
import { orderKernel, orderOnDevice } from "../shaders/gates/order.ts";
import {
  coefficientsOnDevice,
  vaOpdKernel,
  vaOpdOnDevice,
  vZeroKernel,
  vZeroOnDevice,
} from "../shaders/gates/weights.ts";
import type { Kernel } from "../shaders/kernel/kernel.ts";
import { adamWKernel, adamWOnDevice } from "../shaders/optimizer/adamw.ts";
import { blendKernel, blendOnDevice } from "../shaders/optimizer/blend.ts";
import { normKernel, normOnDevice } from "../shaders/optimizer/norm.ts";
import type { DeviceNumbers } from "../shaders/optimizer/tensors.ts";
import type { Outcome } from "../src/base/outcome.ts";
import { seeded } from "../src/base/random.ts";
import { SUM } from "../src/math/optimization/blend.ts";

const FLOAT = Float32Array.BYTES_PER_ELEMENT;

/** One kernel at one size. */
export interface GroupBench {
  readonly kernel: Kernel;
  readonly shape: string;
  /** What the time is shared among: answers, maps, or tensors. */
  readonly rows: number;
  /** What it cannot do without reading. */
  readonly bytes: number;
  run(device: GPUDevice): Promise<Outcome<unknown>>;
}

interface GroupShape {
  readonly prompts: number;
  readonly answers: number;
  readonly tokens: number;
}

/** A batch as in the papers, and one large enough to fill a device. */
const GROUPS: readonly GroupShape[] = [
  { prompts: 8, answers: 8, tokens: 64 },
  { prompts: 256, answers: 16, tokens: 128 },
];

interface AttentionShape {
  readonly heads: number;
  readonly side: number;
}

/** A picture of 27 x 27 tokens under the heads of a small model, one of 64 x 64 under those of a large one. */
const ATTENTION: readonly AttentionShape[] = [
  { heads: 9, side: 27 },
  { heads: 32, side: 64 },
];

function groupBenches({ prompts, answers, tokens }: GroupShape): readonly GroupBench[] {
  const random = seeded(1);
  const count = prompts * answers;
  const shape = `${prompts} prompts × ${answers} answers × ${tokens} tokens`;
  const perAnswer = Array.from({ length: prompts }, () => Array.from({ length: answers }, random.normal));
  const perToken = (sign: number) =>
    Array.from({ length: count }, () => Array.from({ length: tokens }, () => sign * random.next()));
  const [before, after] = [perToken(-1), perToken(-1)];
  const where = { lengths: perAnswer.map((prompt) => prompt.map(() => tokens)) };
  const ranked = perAnswer.map((prompt) =>
    prompt.map((value, i) => ({ value, correct: i % 2 === 0, lot: random.next() })),
  );
  const stay = perAnswer.map(() => ({ correct: answers / 4, incorrect: answers / 4 }));
  const base = { shape, rows: count };
  return [
    {
      ...base,
      kernel: advantageKernel,
      bytes: 2 * count * tokens * FLOAT,
      run: (device) => advantagesOnDevice(device, after, before, { gamma: 0.5, largest: 20 }),
    },
    {
      ...base,
      kernel: vZeroKernel,
      bytes: count * FLOAT,
      run: (device) => vZeroOnDevice(device, where, perAnswer, { alpha: 1, least: 0.5, most: 2 }),
    },
    {
      ...base,
      kernel: vaOpdKernel,
      bytes: count * (1 + tokens) * FLOAT,
      async run(device) {
        const weights = await vaOpdOnDevice(device, where, perAnswer, 1);
        if (!weights.ok) return weights;
        const high = Array.from({ length: count }, () => Math.ceil(tokens / 5));
        return coefficientsOnDevice(device, after, high, 0.5);
      },
    },
    {
      ...base,
      kernel: orderKernel,
      bytes: count * 3 * FLOAT,
      run: (device) => orderOnDevice(device, ranked, { delta: 1, margin: "mean", direction: "both", stay }),
    },
  ];
}

function attentionBench({ heads, side }: AttentionShape): GroupBench {
  const cells = side * side;
  return {
    kernel: attentionKernel,
    shape: `${heads} heads × ${side} × ${side} cells, two prompts`,
    rows: 1,
    bytes: 2 * heads * cells * FLOAT,
    async run(device) {
      const random = seeded(1);
      const [question, generic] = [0, 1].map(() => {
        const buffer = device.createBuffer({
          size: heads * cells * FLOAT,
          usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST,
        });
        device.queue.writeBuffer(buffer, 0, Float32Array.from({ length: heads * cells }, random.next));
        return { buffer, heads, queries: 1, keys: cells, layer: 0, query: 0, firstKey: 0 };
      }) as [Parameters<typeof attentionOnDevice>[1], Parameters<typeof attentionOnDevice>[2]];
      const box = { x: 0.3, y: 0.3, width: 0.2, height: 0.2 };
      return attentionOnDevice(device, question, generic, {
        rows: side,
        columns: side,
        box,
        rule: "overlap",
      });
    },
  };
}

/** The largest map of the bundled models' decoders, and one as large as a small language model's. */
const TENSORS: readonly number[] = [192 * 512, 576 * 1536];

/** What is trained, with its gradient and moments. */
function trainedOn(device: GPUDevice, length: number) {
  const random = seeded(1);
  return ["weights", "gradient", "first", "second"].map(() => {
    const buffer = device.createBuffer({
      size: length * FLOAT,
      usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST,
    });
    device.queue.writeBuffer(buffer, 0, Float32Array.from({ length }, random.next));
    return { buffer, length };
  }) as [weights: DeviceNumbers, gradient: DeviceNumbers, first: DeviceNumbers, second: DeviceNumbers];
}

function tensorBenches(length: number): readonly GroupBench[] {
  const base = { shape: `a tensor of ${length} numbers`, rows: 1 };
  const settings = { rate: 1e-4, beta1: 0.9, beta2: 0.98, epsilon: 1e-8, weightDecay: 0 };
  return [
    {
      ...base,
      kernel: blendKernel,
      bytes: 2 * length * FLOAT,
      async run(device) {
        const [into, other] = trainedOn(device, length);
        return blendOnDevice(device, [{ into, other }], SUM);
      },
    },
    {
      ...base,
      kernel: normKernel,
      bytes: length * FLOAT,
      run: (device) => normOnDevice(device, [trainedOn(device, length)[1]]),
    },
    {
      ...base,
      kernel: adamWKernel,
      bytes: 4 * length * FLOAT,
      async run(device) {
        const [weights, gradient, first, second] = trainedOn(device, length);
        const tensors = [{ weights, gradient, first, second }];
        return adamWOnDevice(device, tensors, { norm: 1, scale: 1 }, settings, 1);
      },
    },
  ];
}

export const allGroupBenches: readonly GroupBench[] = [
  ...ATTENTION.map(attentionBench),
  ...GROUPS.flatMap(groupBenches),
  ...TENSORS.flatMap(tensorBenches),
];
