/** Computes numbers from rows of logits, in WGSL or in the float64 reference, wherever the logits are stored. */

import { divergenceOnDevice, hasKernel } from "../../../../shaders/pair/divergences.ts";
import { comparePairsOnDevice, scoreRowsOnDevice } from "../../../../shaders/pair/pair.ts";
import { sampleOnDevice } from "../../../../shaders/rows/sample.ts";
import { supportRowsOnDevice } from "../../../../shaders/support/support.ts";
import { failure, type Outcome, success } from "../../../base/outcome.ts";
import type { LayerAttention } from "../../../math/attention/attention-sweep.ts";
import { divergenceMistake } from "../../../math/divergences/catalog.ts";
import type { Loss } from "../../../math/loss/divergence-gradient.ts";
import { type Cut, type Sampled, type SampleRequest, sampleRows } from "../../../math/rows/sample.ts";
import {
  comparePairs,
  type DeviceRows,
  type HostRows,
  type PairNumbers,
  type PairOptions,
  type RowNumbers,
  type ScoreOptions,
  scoreRows,
} from "../../../math/support/pair.ts";
import { divergenceRows, supportRows } from "../../../math/support/support-rows.ts";
import type { Rows } from "../../../model/adapter.ts";
import type { AttendRequest } from "../attention/attention-maps.ts";
import { unreliable } from "../device/guard.ts";
import { readRows } from "../device/read-back.ts";
import type { NumbersBackend } from "../protocol.ts";
import type { SumColumns } from "./formula-sums.ts";
import type { GradientEntries } from "./gradient.ts";

export interface Measure {
  /** One side: log-probability and rank of the given ids, entropy, and the `k` most likely tokens at every row. */
  score(rows: Rows, ids: Uint32Array, options: ScoreOptions): Promise<Outcome<RowNumbers>>;
  /** Student against teacher over the full vocabulary. */
  compare(
    student: Rows,
    teacher: Rows,
    ids: Uint32Array,
    options: PairOptions,
  ): Promise<Outcome<PairNumbers>>;
  /**
   * A divergence at every row, over all tokens or over the most likely tokens of one side; null where it is undefined.
   * A divergence without a kernel is computed in float64.
   */
  diverge(student: Rows, teacher: Rows, loss: Loss): Promise<Outcome<readonly (number | null)[]>>;
  /** The same with sums of formulas over the vocabulary, by their texts; one that this version cannot read is left out. */
  compareWithSums(
    student: Rows,
    teacher: Rows,
    ids: Uint32Array,
    options: PairOptions,
    texts: readonly string[],
  ): Promise<Outcome<{ readonly numbers: PairNumbers; readonly sums: SumColumns }>>;
  /** The largest entries in magnitude of the gradient at one row of each side; null where none is finite. */
  gradient(
    student: Rows,
    teacher: Rows,
    loss: Loss,
    entries: number,
  ): Promise<Outcome<GradientEntries | null>>;
  /** Tokens sampled from rows. If the rows are on the GPU, 28 bytes per sample are read back. */
  sample(rows: Rows, requests: readonly SampleRequest[], cut: Cut): Promise<Outcome<readonly Sampled[]>>;
  /** Relative attention, layer by layer, and its coverage by a box. */
  attend(request: AttendRequest): Promise<Outcome<readonly LayerAttention[]>>;
  /** The box's coverage of one layer's relative attention at every position that emits a token; null without mass. */
  attendTokens(request: AttendRequest): Promise<Outcome<readonly (number | null)[]>>;
  /** The logits in ordinary memory, float32 [count, vocabulary]. */
  read(rows: Rows): Promise<Outcome<Float32Array>>;
}

function placed(rows: Rows, vocabulary: number): HostRows | DeviceRows {
  const { logits, count, first } = rows;
  const start = first * vocabulary;
  if (logits.place === "device") {
    const offset = start * Float32Array.BYTES_PER_ELEMENT;
    return { kind: "device", rows: count, vocabulary, buffer: logits.buffer, offset };
  }
  const data = (logits.data as Float32Array).subarray(start, start + count * vocabulary);
  return { kind: "host", rows: count, vocabulary, data };
}

/** The float64 reference refuses rows without a softmax (NaN, +Infinity, all masked) with a RangeError. */
function refusable<T>(compute: () => T): Outcome<T> {
  try {
    return success(compute());
  } catch (thrown) {
    if (thrown instanceof RangeError) return unreliable(thrown.message);
    throw thrown;
  }
}

/** Settings and shapes have been checked before, so a kernel can only refuse the logits. */
function trusted<T>(outcome: Outcome<T>): Outcome<T> {
  return outcome.ok || outcome.fault.kind !== "badInput" ? outcome : unreliable(outcome.fault.message);
}

async function divergeOnDevice(
  device: GPUDevice,
  student: HostRows | DeviceRows,
  teacher: HostRows | DeviceRows,
  { divergence, temperature, support }: Loss,
): Promise<Outcome<readonly (number | null)[]>> {
  if (support.kind === "full")
    return divergenceOnDevice(device, student, teacher, { temperature, divergence });
  const reduced = await supportRowsOnDevice(device, student, teacher, {
    ...support,
    temperature,
    divergence,
  });
  return reduced.ok ? success(reduced.value.divergence) : reduced;
}

function divergeOnHost(
  student: HostRows,
  teacher: HostRows,
  { divergence, temperature, support }: Loss,
): readonly (number | null)[] {
  return support.kind === "full"
    ? divergenceRows(student, teacher, { temperature, divergence })
    : supportRows(student, teacher, { ...support, temperature, divergence }).divergence;
}

/** Logits in ordinary memory, wherever they are. */
function hostReaders(device: GPUDevice | null, vocabulary: number) {
  const onHost = async (rows: Rows): Promise<Outcome<HostRows>> => {
    const at = placed(rows, vocabulary);
    if (at.kind === "host") return success(at);
    if (device === null) return failure("bug", "The logits are on a GPU that is not open.");
    return readRows(device, at);
  };
  const onHosts = async (
    student: Rows,
    teacher: Rows,
  ): Promise<Outcome<{ left: HostRows; right: HostRows }>> => {
    const left = await onHost(student);
    if (!left.ok) return left;
    const right = await onHost(teacher);
    return right.ok ? success({ left: left.value, right: right.value }) : right;
  };
  return { onHost, onHosts };
}

/** Attention by the kernels where there is a device for them, else in float64. */
function attentionOf(
  wgsl: GPUDevice | null,
  device: GPUDevice | null,
): Pick<Measure, "attend" | "attendTokens"> {
  const maps = () => import("../attention/attention-maps.ts");
  return {
    async attend(request) {
      const { attendOnDevice, attendOnHost } = await maps();
      return trusted(await (wgsl !== null ? attendOnDevice(wgsl, request) : attendOnHost(device, request)));
    },
    async attendTokens(request) {
      const { attendTokensOnDevice, attendTokensOnHost } = await maps();
      return trusted(
        await (wgsl !== null ? attendTokensOnDevice(wgsl, request) : attendTokensOnHost(device, request)),
      );
    },
  };
}

export function createMeasure(
  backend: NumbersBackend,
  device: GPUDevice | null,
  vocabulary: number,
): Measure {
  const { onHost, onHosts } = hostReaders(device, vocabulary);
  const wgsl = backend === "wgsl" ? device : null;
  return {
    async score(rows, ids, options) {
      if (wgsl !== null)
        return trusted(await scoreRowsOnDevice(wgsl, placed(rows, vocabulary), ids, options));
      const host = await onHost(rows);
      return host.ok ? refusable(() => scoreRows(host.value, ids, options)) : host;
    },
    async compare(student, teacher, ids, options) {
      if (wgsl !== null) {
        const [left, right] = [placed(student, vocabulary), placed(teacher, vocabulary)];
        return trusted(await comparePairsOnDevice(wgsl, left, right, ids, options));
      }
      const both = await onHosts(student, teacher);
      if (!both.ok) return both;
      const { left, right } = both.value;
      return refusable(() => comparePairs(left, right, ids, options));
    },
    async diverge(student, teacher, loss) {
      const mistake = divergenceMistake(loss.divergence);
      if (mistake !== null) return failure("badInput", mistake, "Choose another divergence.");
      if (wgsl !== null && hasKernel(loss.divergence))
        return trusted(
          await divergeOnDevice(wgsl, placed(student, vocabulary), placed(teacher, vocabulary), loss),
        );
      const both = await onHosts(student, teacher);
      return both.ok ? refusable(() => divergeOnHost(both.value.left, both.value.right, loss)) : both;
    },
    async compareWithSums(student, teacher, ids, options, texts) {
      const { compareWithSums, sumsOnHost } = await import("./formula-sums.ts");
      if (wgsl !== null) {
        const [left, right] = [placed(student, vocabulary), placed(teacher, vocabulary)];
        const read = async (at: HostRows | DeviceRows) =>
          at.kind === "host" ? success(at) : readRows(wgsl, at);
        return trusted(await compareWithSums([wgsl, left, right], ids, options, texts, read));
      }
      const both = await onHosts(student, teacher);
      if (!both.ok) return both;
      const { left, right } = both.value;
      return refusable(() => ({
        numbers: comparePairs(left, right, ids, options),
        sums: sumsOnHost(left, right, texts, options.temperature),
      }));
    },
    async gradient(student, teacher, loss, entries) {
      const { lossGradientOnDevice, lossGradientOnHost } = await import("./gradient.ts");
      if (wgsl !== null && hasKernel(loss.divergence)) {
        const [left, right] = [placed(student, vocabulary), placed(teacher, vocabulary)];
        return trusted(await lossGradientOnDevice(wgsl, left, right, loss, entries));
      }
      const both = await onHosts(student, teacher);
      return both.ok ? lossGradientOnHost(both.value.left, both.value.right, loss, entries) : both;
    },
    async sample(rows, requests, cut) {
      const at = placed(rows, vocabulary);
      // Rows in memory are processed faster there than on a GPU, because of the transfers.
      if (wgsl !== null && at.kind === "device")
        return trusted(await sampleOnDevice(wgsl, at, requests, cut));
      const host = await onHost(rows);
      return host.ok ? refusable(() => sampleRows(host.value, requests, cut)) : host;
    },
    ...attentionOf(wgsl, device),
    async read(rows) {
      const host = await onHost(rows);
      return host.ok ? success(host.value.data) : host;
    },
  };
}
