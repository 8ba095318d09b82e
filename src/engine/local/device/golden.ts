/**
 * A golden prompt read twice, by ONNX Runtime on WebGPU and on wasm, before a graphics adapter is trusted with a model:
 * drivers exist on which the one is silently wrong (onnxruntime issues 26732, 26367, 31626).
 */
import type { TokenId } from "../../../base/ids.ts";
import { type Outcome, success } from "../../../base/outcome.ts";
import { totalVariation } from "../../../math/loss/divergence.ts";
import { logSoftmax } from "../../../math/rows/logits.ts";
import type { OpenModel } from "../../../model/adapter.ts";
import type { Pixels } from "../../../view/pixels.ts";
import type { Measure } from "../numbers/measure.ts";
import { unreliable } from "./guard.ts";

/** A model and what reads its logits. */
export interface Reader {
  readonly model: OpenModel;
  readonly measure: Measure;
}

/** Float32 on either side differs by some 1e-6, float16 by some 1e-3; a wrong kernel by tens of percent. */
const LARGEST_VARIATION = 0.02;

const QUESTION = "What is written on the sign?";
/** Answer tokens that are fed, so that the cache is read too. */
const FED = 4;

/** Colours in which no two neighbours are alike. */
function goldenPicture({ lightSize: { width, height } }: OpenModel): Pixels {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 37 + (i >> 5) * 101) % 256);
  return { width, height, data };
}

/** Logits [FED + 1, vocabulary] after the golden prompt and some ids. */
async function goldenLogits({ model, measure }: Reader): Promise<Outcome<Float32Array>> {
  const features = await model.encode(goldenPicture(model));
  if (!features.ok) return features;
  const turn = [
    { kind: "picture", features: features.value },
    { kind: "text", text: QUESTION },
  ] as const;
  const prefix = await model.prefill(turn);
  if (!prefix.ok) return prefix;
  using borrowed = prefix.value;
  const spread = Array.from({ length: FED }, (_, i) =>
    Math.floor((model.vocabularySize * (i + 1)) / (FED + 1)),
  );
  const advanced = await borrowed.sequence.advance([
    { from: 0, ids: [borrowed.pending, ...(spread as TokenId[])] },
  ]);
  if (!advanced.ok) return advanced;
  using _next = advanced.value.next;
  using rows = advanced.value.rows;
  return await measure.read(rows);
}

/** Compares the two; a difference that rounding does not explain is a fault of kind "unreliable". */
export async function checkGolden(onWebgpu: Reader, onWasm: Reader): Promise<Outcome<null>> {
  const found = await goldenLogits(onWebgpu);
  if (!found.ok) return found;
  const expected = await goldenLogits(onWasm);
  if (!expected.ok) return expected;
  const { vocabularySize } = onWasm.model;
  for (let row = 0; row <= FED; row++) {
    const [left, right] = [found.value, expected.value].map((data) =>
      logSoftmax(data.subarray(row * vocabularySize, (row + 1) * vocabularySize)),
    ) as [Float64Array, Float64Array];
    const variation = totalVariation(left, right);
    if (variation <= LARGEST_VARIATION) continue;
    const share = Number.isNaN(variation) ? "" : ` by ${Math.round(variation * 100)} % of the probability`;
    return unreliable(`on a golden prompt this graphics adapter and the processor differ${share}`);
  }
  return success(null);
}
