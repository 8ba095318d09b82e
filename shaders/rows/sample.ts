/** The `wgsl` route to src/math/rows/sample.ts: tokens sampled on the device, 28 bytes read back for each. */
import { failure, type Outcome, success } from "../../src/base/outcome.ts";
import type { Cut, Sampled, SampleRequest } from "../../src/math/rows/sample.ts";
import { rowMistake } from "../../src/math/support/pair.ts";
import { bufferMistake, forSides, type Rows, taskOf, WORD_BYTES } from "../kernel/encode.ts";
import { joined, type Kernel, type RowPass } from "../kernel/kernel.ts";
import numbers from "../kernel/numbers.wgsl?raw";
import reduce from "../kernel/reduce.wgsl?raw";
import { dispatch } from "../kernel/run.ts";
import { measured } from "../kernel/tiles.ts";
import sample from "./sample.wgsl?raw";
import sampleCut from "./sample-cut.wgsl?raw";
import { SIDE_WORDS, sideFrom } from "./score.ts";
import scoreState from "./score-state.wgsl?raw";
import side from "./side.wgsl?raw";

/** Words of a sample's result: the row's Side, then the token. */
const SAMPLED_WORDS = SIDE_WORDS + 1;

const samplePass: RowPass = {
  name: "sample",
  sides: 1,
  wgsl: joined(numbers, side, scoreState, reduce, sampleCut, sample),
  bindings: ["uniform", "read", "read", "uniform", "write"],
  constants: {},
};

export const sampleKernel: Kernel = {
  name: "sample",
  computes:
    "a token sampled from a row that was cut to its K largest and its nucleus, with its log-probability",
  source: "Gumbel-max as an exponential race, arXiv 1411.0030; nucleus, arXiv 1904.09751",
  passes: [samplePass],
  tolerance: {
    absolute: 4e-6,
    relative: 4e-6,
    because: "the score's; a token differs only where two finish the race within float32's rounding",
  },
};

function packedCut({ temperature, topP, topK }: Cut): ArrayBuffer {
  const bytes = new ArrayBuffer(16);
  const greedy = temperature <= 0;
  new Float32Array(bytes).set([greedy ? 1 : 1 / temperature, greedy ? 1 : topP]);
  new Uint32Array(bytes).set([greedy ? 0 : topK, greedy ? 1 : 0], 2);
  return bytes;
}

/** Samples from rows. Faults: badInput (a row without a softmax), outOfMemory, deviceLost, unsupported, bug. */
export async function sampleOnDevice(
  device: GPUDevice,
  rows: Rows,
  requests: readonly SampleRequest[],
  cut: Cut,
): Promise<Outcome<readonly Sampled[]>> {
  const mistake = bufferMistake(rows);
  if (mistake !== null) return failure("badInput", mistake);
  const words = await measured(device, { student: rows }, (arena) => {
    const packed = Uint32Array.from(requests.flatMap(({ row, salt }) => [row, salt]));
    const asked = arena.filled(packed.buffer, "upload");
    const cutting = arena.filled(packedCut(cut), "uniform");
    const sampled = arena.buffer(requests.length * SAMPLED_WORDS * WORD_BYTES, "result");
    return {
      results: { sampled },
      encode(tile) {
        const { student } = tile.windows;
        const { vocabulary } = rows;
        const task = taskOf(tile, [student], { vocabulary, temperature: 1, k: 0, beta: 0 });
        // Each workgroup reads its whole row.
        const whole = { chunks: 1, quadsPerChunk: Math.ceil(vocabulary / 4) };
        const pass = forSides(device, samplePass, whole, [[rows, student]]);
        const buffers = [task, student.binding, asked, cutting, sampled];
        dispatch(device, tile.encoder, pass, buffers, [1, requests.length]);
      },
    };
  });
  if (!words.ok) return words;
  const found: Sampled[] = [];
  for (const [place, { row }] of requests.entries()) {
    const at = place * SAMPLED_WORDS;
    const scored = sideFrom(words.value.sampled, at, 1);
    if (scored.defect !== null) return failure("badInput", rowMistake("student", row, scored.defect));
    const token = words.value.sampled[at + SIDE_WORDS] as number;
    const { logProb, entropy, logSumExp } = scored;
    found.push({ token, logProb, entropy, logSumExp });
  }
  return success(found);
}
