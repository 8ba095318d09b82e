/** Gate weights of a group of replayed answers: in WGSL if it computes the metrics, checked against the float64 reference. */
import { type Advantages, advantagesOnDevice } from "../../../../shaders/gates/advantage.ts";
import { orderKernel, orderOnDevice } from "../../../../shaders/gates/order.ts";
import {
  coefficientsOnDevice,
  vaOpdKernel,
  vaOpdOnDevice,
  vZeroKernel,
  vZeroOnDevice,
} from "../../../../shaders/gates/weights.ts";
import type { Kernel } from "../../../../shaders/kernel/kernel.ts";
import { type Outcome, success } from "../../../base/outcome.ts";
import type { Role } from "../../../evidence/views/showing.ts";
import { type GateSettings, LARGEST_GAP, type Member, type Weights } from "../../../gate/gate.ts";
import type { GateResult, WeightsRequest } from "../../../gate/group.ts";
import { computeWeights } from "../../../gate/group.ts";
import {
  answerWeights,
  tokenAdvantages,
  type UniOpdSettings,
  uniOpd,
} from "../../../gate/uni-opd/uni-opd.ts";
import { coefficients, type VZeroSettings, vZero } from "../../../gate/v-zero.ts";
import { highCount, type VaOpdSettings, vaOpd } from "../../../gate/va-opd.ts";

type Figures = Pick<Weights, "perAnswer" | "perToken">;

/** The log-probabilities of one role, one list per answer; the reference has already refused a group in which one is missing. */
function logProbsOf(group: readonly Member[], role: "student" | Role): readonly (readonly number[])[] {
  return group.map(({ logProbs }) => logProbs[role] ?? []);
}

const lengthsOf = (rows: readonly (readonly number[])[]) => rows.map((row) => row.length);

/** Splits numbers of all tokens, answer after answer, into one list per answer. */
function cut(flat: ArrayLike<number>, lengths: readonly number[]): readonly (readonly number[])[] {
  let start = 0;
  return lengths.map((length) => {
    const row = Array.from({ length }, (_, t) => flat[start + t] as number);
    start += length;
    return row;
  });
}

async function gapsOf(
  device: GPUDevice,
  group: readonly Member[],
  [after, before]: readonly ["student" | Role, "student" | Role],
  gamma: number,
): Promise<Outcome<Advantages & { readonly lengths: readonly number[] }>> {
  const rows = logProbsOf(group, after);
  const options = { gamma, largest: LARGEST_GAP };
  const found = await advantagesOnDevice(device, rows, logProbsOf(group, before), options);
  return found.ok ? success({ ...found.value, lengths: lengthsOf(rows) }) : found;
}

async function vZeroFigures(
  device: GPUDevice,
  group: readonly Member[],
  settings: VZeroSettings,
): Promise<Outcome<Figures>> {
  const gaps = await gapsOf(device, group, ["positive", "negative"], settings.gamma);
  if (!gaps.ok) return gaps;
  const { lengths, scores } = gaps.value;
  const weights = await vZeroOnDevice(device, { lengths: [lengths] }, [scores], settings);
  if (!weights.ok) return weights;
  const perAnswer = [...weights.value];
  return success({ perAnswer, perToken: coefficients(perAnswer, lengths, settings.mean) });
}

async function vaOpdFigures(
  device: GPUDevice,
  group: readonly Member[],
  { tau, lambda, fraction }: VaOpdSettings,
): Promise<Outcome<Figures>> {
  const gaps = await gapsOf(device, group, ["teacher", "degraded"], 0);
  if (!gaps.ok) return gaps;
  const { lengths, gains } = gaps.value;
  const weights = await vaOpdOnDevice(device, { lengths: [lengths] }, [gains], tau);
  if (!weights.ok) return weights;
  const perGain = cut(gaps.value.gaps, lengths).map((row) => row.map((gap) => Math.max(0, gap)));
  const counts = lengths.map((length) => highCount(length, fraction));
  const within = await coefficientsOnDevice(device, perGain, counts, lambda);
  if (!within.ok) return within;
  const perAnswer = [...weights.value];
  const perToken = cut(within.value, lengths).map((row, k) => row.map((c) => c * (perAnswer[k] as number)));
  return success({ perAnswer, perToken });
}

async function uniOpdFigures(
  device: GPUDevice,
  group: readonly Member[],
  settings: UniOpdSettings,
): Promise<Outcome<Figures>> {
  const gaps = await gapsOf(device, group, ["teacher", "student"], 1);
  if (!gaps.ok) return gaps;
  const { lengths, returns } = gaps.value;
  const there = [...lengths.keys()].filter((answer) => (lengths[answer] as number) > 0);
  const ranked = there.map((answer) => ({
    value: returns[answer] as number,
    correct: group[answer]?.correct ?? null,
    lot: 0,
  }));
  const judged = (kind: boolean) => ranked.filter(({ correct }) => correct === kind).length;
  const stay = [{ correct: judged(true), incorrect: judged(false) }];
  const ordered = await orderOnDevice(device, [ranked], { ...settings, stay });
  if (!ordered.ok) return ordered;
  const order = ordered.value[0];
  const shifting = settings.remedy === "shift";
  const shifts = lengths.map((_, answer) => (shifting ? (order?.shifts[there.indexOf(answer)] ?? 0) : 0));
  const kept = lengths.map((_, answer) => shifting || (order?.unmasked[there.indexOf(answer)] ?? true));
  const perAnswer = answerWeights(kept, lengths);
  return success({ perAnswer, perToken: tokenAdvantages(cut(gaps.value.gaps, lengths), perAnswer, shifts) });
}

/** The largest distance, as a multiple of the kernel's tolerance. */
function deviationOf(found: Figures, reference: Figures, { tolerance }: Kernel): number {
  const expected = [...reference.perAnswer, ...reference.perToken.flat()];
  const actual = [...found.perAnswer, ...found.perToken.flat()];
  return expected.reduce((worst, wanted, i) => {
    const allowed = tolerance.absolute + tolerance.relative * Math.abs(wanted);
    return Math.max(worst, Math.abs((actual[i] as number) - wanted) / allowed);
  }, 0);
}

/** How a gate's weights are computed on a device. */
interface GateKernel {
  readonly kernel: Kernel;
  onDevice(device: GPUDevice, group: readonly Member[], settings: GateSettings): Promise<Outcome<Figures>>;
}

/** The reference has already checked that the settings are of the gate's kind. */
function kernelOf<Settings>(
  kernel: Kernel,
  figures: (device: GPUDevice, group: readonly Member[], settings: Settings) => Promise<Outcome<Figures>>,
): GateKernel {
  return { kernel, onDevice: (device, group, settings) => figures(device, group, settings as Settings) };
}

/** The gates that have a kernel, by id; the weights of the others are computed only in float64. */
const kernels: Readonly<Partial<Record<string, GateKernel>>> = {
  [vZero.id]: kernelOf<VZeroSettings>(vZeroKernel, vZeroFigures),
  [vaOpd.id]: kernelOf<VaOpdSettings>(vaOpdKernel, vaOpdFigures),
  [uniOpd.id]: kernelOf<UniOpdSettings>(orderKernel, uniOpdFigures),
};

/**
 * The weights that a gate gives a group of answers, in WGSL if a device is given and the gate has a kernel. Faults:
 * badInput (log-probabilities that are missing or invalid, settings that contradict each other), outOfMemory, deviceLost,
 * bug.
 */
export async function computeGroupWeights(
  device: GPUDevice | null,
  request: WeightsRequest,
): Promise<Outcome<GateResult>> {
  const { group: _, ...choice } = request;
  const reference = computeWeights(request);
  if (!reference.ok) return reference;
  const known = kernels[request.gate];
  if (device === null || known === undefined)
    return success({ ...choice, weights: reference.value, numbers: "cpu", deviation: null });
  const { kernel } = known;
  const found = await known.onDevice(device, request.group, request.settings);
  if (!found.ok) return found;
  const deviation = deviationOf(found.value, reference.value, kernel);
  return success({ ...choice, weights: { ...reference.value, ...found.value }, numbers: "wgsl", deviation });
}
