/**
 * Mixes: the published precisions that the three graphs of an Idefics3 model are loaded in, and which of them suit a
 * device.
 */

/** A precision, as in the file names of the hub: decoder_model_merged_q4f16.onnx; fp32 has no suffix. */
export type Precision = "fp32" | "fp16" | "q4" | "q4f16" | "int8" | "uint8" | "quantized" | "bnb4";

export interface Mix {
  readonly id: string;
  readonly title: string;
  readonly vision: Precision;
  readonly embed: Precision;
  readonly decoder: Precision;
}

const pure = (precision: Precision): Mix => ({
  id: precision,
  title: precision,
  vision: precision,
  embed: precision,
  decoder: precision,
});

/** In order of preference. */
export const MIXES: readonly Mix[] = [
  { id: "q4f16-fp16", title: "q4f16 with fp16 vision", vision: "fp16", embed: "fp16", decoder: "q4f16" },
  // The published q4 token embedding is float32 under another name. int8 is a quarter of its size, and it is only a table.
  { id: "q4-int8", title: "q4 with an int8 embedding", vision: "q4", embed: "int8", decoder: "q4" },
  pure("q4f16"),
  pure("q4"),
  pure("fp16"),
  pure("fp32"),
  pure("int8"),
  pure("uint8"),
  pure("quantized"),
  pure("bnb4"),
];

/** The traits of a device that decide between mixes. */
export interface DeviceTraits {
  readonly backend: "webgpu" | "wasm";
  readonly shaderF16: boolean;
  /** Ordinary memory in bytes, as the browser reports it (rounded, at most 8 GiB); null if it does not. */
  readonly memory: number | null;
}

export interface Suitability {
  readonly suits: "well" | "somewhat" | "no";
  readonly reason: string;
}

const half = (precision: Precision): boolean => precision === "fp16" || precision === "q4f16";
const eightBit = (precision: Precision): boolean =>
  precision === "int8" || precision === "uint8" || precision === "quantized";

/** Whether a mix's graphs store float16. The token embedding runs on wasm, where that does not matter. */
export function needsFloat16(mix: Mix): boolean {
  return half(mix.vision) || half(mix.decoder);
}

/**
 * How a mix suits a device. Eight-bit graphs give wrong answers on ONNX Runtime's WebGPU backend (transformers.js
 * issue 1317); float16 graphs need an adapter with shader-f16, and have no advantage on wasm, which computes in float32.
 */
export function suitability(mix: Mix, device: DeviceTraits): Suitability {
  const { vision, decoder } = mix;
  if (device.backend === "wasm") {
    return needsFloat16(mix)
      ? { suits: "somewhat", reason: "wasm computes in float32, so float16 has no advantage here" }
      : { suits: "well", reason: "runs on wasm in its stored precision" };
  }
  if (eightBit(vision) || eightBit(decoder))
    return { suits: "no", reason: "8-bit graphs are known to give wrong answers on WebGPU" };
  if (needsFloat16(mix) && !device.shaderF16)
    return { suits: "no", reason: "this graphics adapter has no shader-f16" };
  if (vision === "bnb4" || decoder === "bnb4")
    return { suits: "somewhat", reason: "not known to run on ONNX Runtime's WebGPU backend" };
  return { suits: "well", reason: "runs on this graphics adapter" };
}
