/** Divergences of rows of few bins, by the kernels over rows of logits: a log-probability is a logit whose softmax is itself. */
import { divergenceOnDevice, hasKernel } from "../../../../shaders/pair/divergences.ts";
import { type Outcome, success } from "../../../base/outcome.ts";
import { type BinsRequest, binsInFloat64, type MeasuredBins } from "../../../evidence/compare/bins.ts";
import type { HostRows } from "../../../math/support/pair.ts";

/** Rows of one width; what a row lacks has no probability on either side. The kernels read four logits at once. */
function rowsOf(rows: readonly Float64Array[], width: number): HostRows {
  const data = new Float32Array(rows.length * width).fill(Number.NEGATIVE_INFINITY);
  for (const [at, row] of rows.entries()) data.set(row, at * width);
  return { kind: "host", rows: rows.length, vocabulary: width, data };
}

/**
 * The divergence of each pair of rows, in WGSL if a device is given and the divergence has a kernel. Faults: outOfMemory,
 * deviceLost, unsupported, bug.
 */
export async function measureBins(
  device: GPUDevice | null,
  request: BinsRequest,
): Promise<Outcome<MeasuredBins>> {
  const { divergence, bins } = request;
  if (device === null || bins.length === 0 || !hasKernel(divergence)) return success(binsInFloat64(request));
  const width = 4 * Math.ceil(Math.max(...bins.map(({ student }) => student.length)) / 4);
  const [student, teacher] = [
    rowsOf(
      bins.map((pair) => pair.student),
      width,
    ),
    rowsOf(
      bins.map((pair) => pair.teacher),
      width,
    ),
  ];
  const values = await divergenceOnDevice(device, student, teacher, { temperature: 1, divergence });
  return values.ok ? success({ values: values.value, numbers: "wgsl" }) : values;
}
