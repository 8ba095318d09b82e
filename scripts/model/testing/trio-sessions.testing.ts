/** For tests: the three graphs of a model folder, opened with whichever build of ONNX Runtime is handed in. */

import type { InferenceSession, Tensor } from "onnxruntime-web";
import type { ModelConfig } from "../../../src/graph/config.ts";
import { decoderFile, weightsFile } from "../../../src/graph/graph-builder.ts";
import type { ModelFiles } from "../assemble.ts";

/** `onnxruntime-web/wasm` or `/webgpu`, and where its sessions shall run. */
export interface OnnxRuntime {
  readonly ort: Pick<typeof import("onnxruntime-web"), "InferenceSession" | "Tensor" | "env">;
  readonly executionProviders: readonly InferenceSession.ExecutionProviderConfig[];
}

export type Outputs = InferenceSession.ReturnType;

/** Positions to decode. */
export interface Step {
  /** [positions·hidden] */
  readonly embeds: ArrayLike<number>;
  /** For past and new positions; all ones unless given. */
  readonly mask?: readonly number[];
  readonly positions?: readonly number[];
  /** The outputs of the step before. */
  readonly before?: Outputs;
}

export interface Trio {
  readonly vision: InferenceSession;
  readonly embed: InferenceSession;
  readonly decoder: InferenceSession;
  /** `pixels` are pictures one after another, [images·3·S·S]; where the graph joins tiles, `grid` of them come first. */
  encode(pixels: ArrayLike<number>, grid?: readonly [rows: number, columns: number]): Promise<Outputs>;
  embedIds(ids: readonly number[]): Promise<Float32Array>;
  decode(step: Step): Promise<Outputs>;
}

async function openSessions(
  runtime: OnnxRuntime,
  files: ModelFiles,
): Promise<[InferenceSession, InferenceSession, InferenceSession]> {
  const { ort, executionProviders } = runtime;
  ort.env.wasm.numThreads = 1;
  const open = (name: string): Promise<InferenceSession> => {
    const graph = files.get(`${name}.onnx`);
    if (graph === undefined) throw new Error(`no ${name}`);
    const paths =
      name === "decoder_model_merged" && files.has(decoderFile) ? [weightsFile, decoderFile] : [weightsFile];
    const externalData = paths.map((path) => ({ path, data: files.get(path) ?? new Uint8Array() }));
    return ort.InferenceSession.create(graph, { executionProviders, externalData });
  };
  // One after another: ONNX Runtime cannot create two sessions at once.
  return [await open("vision_encoder"), await open("embed_tokens"), await open("decoder_model_merged")];
}

/** The float32 output of that name. */
export function numbers(outputs: Outputs, name: string): Float32Array {
  const data = outputs[name]?.data;
  if (!(data instanceof Float32Array)) throw new Error(`no ${name}`);
  return data;
}

/** Opens the graphs, with the weights files as external data. */
export async function openTrio(runtime: OnnxRuntime, config: ModelConfig, files: ModelFiles): Promise<Trio> {
  const { Tensor: OrtTensor } = runtime.ort;
  const [vision, embed, decoder] = await openSessions(runtime, files);
  const floats = (values: ArrayLike<number>, dims: readonly number[]): Tensor =>
    new OrtTensor("float32", Float32Array.from(values), dims);
  const integers = (values: readonly number[]): Tensor =>
    new OrtTensor("int64", BigInt64Array.from(values, BigInt), [1, values.length]);
  const cacheFeeds = (before: Outputs | undefined): Record<string, Tensor> => {
    const feeds: Record<string, Tensor> = {};
    for (const name of decoder.inputNames.filter((input) => input.startsWith("past_key_values."))) {
      const present = before?.[name.replace("past_key_values", "present")];
      feeds[name] = present ?? floats([], [1, config.num_kv_heads, 0, config.head_dim]);
    }
    return feeds;
  };
  return {
    vision,
    embed,
    decoder,
    encode: (pixels, grid) => {
      const side = config.image_size;
      const images = pixels.length / (3 * side * side);
      const seen = new Uint8Array(images * side * side).fill(1);
      return vision.run({
        pixel_values: floats(pixels, [1, images, 3, side, side]),
        pixel_attention_mask: new OrtTensor("bool", seen, [1, images, side, side]),
        ...(grid && { tile_grid: new OrtTensor("int64", BigInt64Array.from(grid, BigInt), [2]) }),
      });
    },
    embedIds: async (ids) => numbers(await embed.run({ input_ids: integers(ids) }), "inputs_embeds"),
    decode: ({ embeds, mask, positions, before }) => {
      const count = embeds.length / config.hidden_size;
      const past = before?.["present.0.key"]?.dims[2] ?? 0;
      return decoder.run({
        inputs_embeds: floats(embeds, [1, count, config.hidden_size]),
        attention_mask: integers(mask ?? new Array<number>(past + count).fill(1)),
        position_ids: integers(positions ?? Array.from({ length: count }, (_, i) => past + i)),
        ...cacheFeeds(before),
      });
    },
  };
}
