/**
 * A golden prompt is evaluated by ONNX Runtime on WebGPU and on wasm before a graphics adapter is trusted with a model:
 * with some drivers WebGPU is silently wrong (onnxruntime issues 26732, 26367, 31626).
 */
import type { TokenId } from "../../../base/ids.ts";
import { type Outcome, success } from "../../../base/outcome.ts";
import { totalVariation } from "../../../math/loss/divergence.ts";
import { logSoftmax } from "../../../math/rows/logits.ts";
import { cropReader, type OpenModel } from "../../../model/adapter.ts";
import type { Pixels } from "../../../view/pixels.ts";
import type { Measure } from "../numbers/measure.ts";
import { unreliable } from "./guard.ts";

/** A model, and what measures its logits. */
export interface MeasuredModel {
  readonly model: OpenModel;
  readonly measure: Measure;
}

/** Two float32 backends differ by about 1e-6, float16 by about 1e-3; a wrong kernel by tens of percent. */
const LARGEST_VARIATION = 0.02;

const QUESTION = "What is written on the sign?";
/** Answer tokens that are fed, so that the key-value cache is checked too. */
const FED = 4;

/** An image in which no two neighbouring pixels are equal. */
function goldenPicture({ lightSize: { width, height } }: OpenModel): Pixels {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 37 + (i >> 5) * 101) % 256);
  return { width, height, data };
}

/** Logits [FED + 1, vocabulary] after the golden prompt and some token ids. */
async function goldenLogits({ model, measure }: MeasuredModel): Promise<Outcome<Float32Array>> {
  const reader = cropReader(model, model.lightSize);
  if (!reader.ok) return reader;
  const features = await reader.value.encode(goldenPicture(model));
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

/** Compares the two backends. Fault: unreliable, for a difference that rounding does not explain. */
export async function checkGolden(onWebgpu: MeasuredModel, onWasm: MeasuredModel): Promise<Outcome<null>> {
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
    return unreliable(`on a golden prompt this graphics adapter and the CPU differ${share}`);
  }
  return success(null);
}
