/** The `wgsl` route to src/math/rows/sample.ts: tokens drawn on the device, 28 bytes a draw read back. */
import { failure, type Outcome, success } from "../../src/base/outcome.ts";
import type { Cut, Draw, Drawn } from "../../src/math/rows/sample.ts";
import { rowMistake } from "../../src/math/support/pair.ts";
import { bufferMistake, forSides, type Rows, taskOf, WORD_BYTES } from "../kernel/encode.ts";
import { joined, type Kernel, type RowPass } from "../kernel/kernel.ts";
import numbers from "../kernel/numbers.wgsl?raw";
import reduce from "../kernel/reduce.wgsl?raw";
import { dispatch } from "../kernel/run.ts";
import { measured } from "../kernel/tiles.ts";
import draw from "./draw.wgsl?raw";
import drawCut from "./draw-cut.wgsl?raw";
import { SIDE_WORDS, sideFrom } from "./score.ts";
import scoreState from "./score-state.wgsl?raw";
import side from "./side.wgsl?raw";

/** Words of a draw's result: the row's Side, then the token. */
const DRAWN_WORDS = SIDE_WORDS + 1;

const drawPass: RowPass = {
  name: "draw",
  sides: 1,
  wgsl: joined(numbers, side, scoreState, reduce, drawCut, draw),
  bindings: ["uniform", "read", "read", "uniform", "write"],
  constants: {},
};

export const drawKernel: Kernel = {
  name: "draw",
  computes:
    "a token drawn from a row that was cut to its K largest and its nucleus, with its log-probability",
  source: "Gumbel-max as an exponential race, arXiv 1411.0030; nucleus, arXiv 1904.09751",
  passes: [drawPass],
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

/** Draws from rows. Faults: badInput (a row without a softmax), outOfMemory, deviceLost, unsupported, bug. */
export async function drawOnDevice(
  device: GPUDevice,
  rows: Rows,
  draws: readonly Draw[],
  cut: Cut,
): Promise<Outcome<readonly Drawn[]>> {
  const mistake = bufferMistake(rows);
  if (mistake !== null) return failure("badInput", mistake);
  const words = await measured(device, { student: rows }, (arena) => {
    const packed = Uint32Array.from(draws.flatMap(({ row, salt }) => [row, salt]));
    const asked = arena.filled(packed.buffer, "upload");
    const cutting = arena.filled(packedCut(cut), "uniform");
    const drawn = arena.buffer(draws.length * DRAWN_WORDS * WORD_BYTES, "result");
    return {
      results: { drawn },
      encode(tile) {
        const { student } = tile.windows;
        const { vocabulary } = rows;
        const task = taskOf(tile, [student], { vocabulary, temperature: 1, k: 0, beta: 0 });
        // A workgroup reads its row alone.
        const whole = { chunks: 1, quadsPerChunk: Math.ceil(vocabulary / 4) };
        const pass = forSides(device, drawPass, whole, [[rows, student]]);
        const buffers = [task, student.binding, asked, cutting, drawn];
        dispatch(device, tile.encoder, pass, buffers, [1, draws.length]);
      },
    };
  });
  if (!words.ok) return words;
  const found: Drawn[] = [];
  for (const [place, { row }] of draws.entries()) {
    const at = place * DRAWN_WORDS;
    const scored = sideFrom(words.value.drawn, at, 1);
    if (scored.defect !== null) return failure("badInput", rowMistake("student", row, scored.defect));
    const token = words.value.drawn[at + SIDE_WORDS] as number;
    const { logProb, entropy, logSumExp } = scored;
    found.push({ token, logProb, entropy, logSumExp });
  }
  return success(found);
}
