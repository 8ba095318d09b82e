/** Baseline (a): read the logits back and compute in plain TypeScript, one thread, one pass over each row for the maximum and one for the sums. */
import type { DeviceRows } from "../../src/math/support/pair.ts";
import type { Sides } from "../row-benches.ts";
import type { Baseline, OnePassSet } from "./baseline.ts";

async function download(device: GPUDevice, side: DeviceRows): Promise<Float32Array> {
  const bytes = side.rows * side.vocabulary * 4;
  const target = device.createBuffer({
    size: bytes,
    usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
  });
  const commands = device.createCommandEncoder();
  commands.copyBufferToBuffer(side.buffer, side.offset, target, 0, bytes);
  device.queue.submit([commands.finish()]);
  await target.mapAsync(GPUMapMode.READ);
  const logits = new Float32Array(target.getMappedRange().slice(0));
  target.destroy();
  return logits;
}

function maximumOf(row: Float32Array): number {
  let largest = -Infinity;
  for (const logit of row) if (logit > largest) largest = logit;
  return largest;
}

function rankOf(row: Float32Array, own: number): number {
  let larger = 0;
  for (const logit of row) if (logit > own) larger += 1;
  return larger + 1;
}

/** Sums over one pair of rows: of exp, exp * x and exp times the other side's x, each side relative to its maximum. */
function sumsOf(p: Float32Array, q: Float32Array, topP: number, topQ: number) {
  let [sumP, ownP, crossP, sumQ, ownQ, crossQ] = [0, 0, 0, 0, 0, 0];
  for (let v = 0; v < p.length; v++) {
    const [x, y] = [(p[v] as number) - topP, (q[v] as number) - topQ];
    const [a, b] = [Math.exp(x), Math.exp(y)];
    sumP += a;
    ownP += a * x;
    crossP += a * y;
    sumQ += b;
    ownQ += b * y;
    crossQ += b * x;
  }
  return { sumP, ownP: ownP / sumP, crossP: crossP / sumP, sumQ, ownQ: ownQ / sumQ, crossQ: crossQ / sumQ };
}

export function plainBaseline(device: GPUDevice, { student, teacher, ids }: Sides): Baseline {
  const { rows, vocabulary } = student;
  const empty = () => new Float32Array(rows);
  const set: OnePassSet = {
    studentLogSumExp: empty(),
    teacherLogSumExp: empty(),
    studentEntropy: empty(),
    teacherEntropy: empty(),
    forwardKl: empty(),
    reverseKl: empty(),
    crossEntropyStudentTeacher: empty(),
    crossEntropyTeacherStudent: empty(),
    studentLogProb: empty(),
    teacherLogProb: empty(),
    studentRank: empty(),
    teacherRank: empty(),
  };
  const measureRow = (p: Float32Array, q: Float32Array, row: number) => {
    const [topP, topQ] = [maximumOf(p), maximumOf(q)];
    const { sumP, ownP, crossP, sumQ, ownQ, crossQ } = sumsOf(p, q, topP, topQ);
    const [logP, logQ] = [Math.log(sumP), Math.log(sumQ)];
    const [tokenP, tokenQ] = [p[ids[row] as number] as number, q[ids[row] as number] as number];
    set.studentLogSumExp[row] = topP + logP;
    set.teacherLogSumExp[row] = topQ + logQ;
    set.studentEntropy[row] = logP - ownP;
    set.teacherEntropy[row] = logQ - ownQ;
    set.crossEntropyStudentTeacher[row] = logQ - crossP;
    set.crossEntropyTeacherStudent[row] = logP - crossQ;
    set.reverseKl[row] = ownP - crossP - logP + logQ;
    set.forwardKl[row] = ownQ - crossQ - logQ + logP;
    set.studentLogProb[row] = tokenP - topP - logP;
    set.teacherLogProb[row] = tokenQ - topQ - logQ;
    set.studentRank[row] = rankOf(p, tokenP);
    set.teacherRank[row] = rankOf(q, tokenQ);
  };
  return {
    name: "read back and plain TypeScript",
    async run() {
      const [zs, zt] = [await download(device, student), await download(device, teacher)];
      for (let row = 0; row < rows; row++) {
        const [from, to] = [row * vocabulary, (row + 1) * vocabulary];
        measureRow(zs.subarray(from, to), zt.subarray(from, to), row);
      }
    },
    read: async () => set,
    close: async () => {},
  };
}
