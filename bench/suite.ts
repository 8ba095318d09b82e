/** The whole bench on one device: copy bandwidth, every kernel over a grid of shapes, and the baselines on one of them. */

import { baselineLines, type MakeBaseline } from "./baselines.ts";
import { SEED } from "./data.ts";
import { kernelLines } from "./kernels.ts";
import type { Card, Report } from "./report-data.ts";
import { type Effort, wallTime } from "./timing.ts";

/** What of the bench is wanted. */
export interface Wish {
  /** A few repeats instead of many: to see that it works, not how fast. */
  readonly quick: boolean;
  /** Only kernels whose name contains one of these, between commas; then no baselines. */
  readonly only: string;
}

/** On a software adapter a repeat may take a third of a second, and the whole bench should take minutes. */
const SLOW: Effort = { repeats: 20, fewestSamples: 3, mostSamples: 15, milliseconds: 1500 };
const FAST: Effort = { repeats: 20, fewestSamples: 15, mostSamples: 15, milliseconds: 0 };
const QUICK: Effort = { repeats: 2, fewestSamples: 1, mostSamples: 3, milliseconds: 10 };
/** Baselines are timed by the wall clock, which is fine enough for slow work. */
const SLOW_BASELINE: Effort = { repeats: 1, fewestSamples: 20, mostSamples: 20, milliseconds: 0 };
const QUICK_BASELINE: Effort = { ...SLOW_BASELINE, fewestSamples: 2, mostSamples: 2 };

/** Read plus written bytes per second of a copy from buffer to buffer. */
async function copyBandwidth(device: GPUDevice, bytes: number, effort: Effort): Promise<number> {
  const usage = GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
  const [from, to] = [0, 1].map(() => device.createBuffer({ size: bytes, usage })) as [GPUBuffer, GPUBuffer];
  const timing = await wallTime(device, effort, () => {
    const commands = device.createCommandEncoder();
    commands.copyBufferToBuffer(from, 0, to, 0, bytes);
    device.queue.submit([commands.finish()]);
  });
  from.destroy();
  to.destroy();
  return (2 * bytes) / (timing.milliseconds / 1000);
}

/** Everything that is wanted, with progress told by `say`. Throws where something could not run. */
export async function runSuite(
  device: GPUDevice,
  card: Omit<Card, "seed">,
  makers: readonly MakeBaseline[],
  { quick, only }: Wish,
  say: (what: string) => void,
): Promise<Report> {
  const { software } = card;
  const [kernelEffort, baselineEffort] = software ? [SLOW, SLOW_BASELINE] : [FAST, FAST];
  const effort = quick ? QUICK : kernelEffort;
  const copyBytesPerSecond = await copyBandwidth(device, software ? 64 << 20 : 512 << 20, effort);
  say(`copy ${(copyBytesPerSecond / 1e9).toFixed(1)} GB/s`);
  const kernels = await kernelLines(
    device,
    { software, effort, only: only.split(","), say },
    copyBytesPerSecond,
  );
  const baselines =
    only === "" ? await baselineLines(device, makers, quick ? QUICK_BASELINE : baselineEffort, say) : [];
  return { card: { ...card, seed: SEED }, copyBytesPerSecond, kernels, baselines };
}
