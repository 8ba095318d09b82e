/** For tests: complete manifests to take apart. */

const hash = "0".repeat(64);

function file(path: string) {
  return { path, bytes: 1, sha256: hash };
}

const common = {
  schema: 1,
  id: "m",
  title: "M",
  licence: "Apache-2.0",
  source: "made here",
  knows: "nothing",
  tokenizerSha256: hash,
  vocabularySize: 10,
  offers: ["logits"],
};

const part = (name: string) => ({ path: `${name}.onnx`, external: ["model.safetensors"] });

export const idefics3Example = {
  ...common,
  family: "idefics3",
  files: [
    "vision_encoder.onnx",
    "embed_tokens.onnx",
    "decoder_model_merged.onnx",
    "model.safetensors",
    "tokenizer.json",
    "tokenizer_config.json",
  ].map(file),
  graphs: {
    vision_encoder: part("vision_encoder"),
    embed_tokens: part("embed_tokens"),
    decoder_model_merged: part("decoder_model_merged"),
  },
  tokens: {
    image: "<image>",
    fake: "<fake_token_around_image>",
    global: "<global-img>",
    bos: "<|im_start|>",
    eos: "<end_of_utterance>",
  },
  vision: {
    tile: 512,
    longestEdge: 2048,
    splitting: true,
    tokensPerTile: 64,
    mean: [0.5, 0.5, 0.5],
    std: [0.5, 0.5, 0.5],
    resample: "lanczos",
  },
  chatTemplate: "{{ messages }}",
  layers: 1,
  keyValueHeads: 1,
  headDimension: 4,
};

export const encoderDecoderExample = {
  ...common,
  family: "encoder-decoder",
  files: ["encoder.onnx", "decoder.onnx", "vocabulary.txt"].map(file),
  graphs: {
    encoder: { path: "encoder.onnx", external: [] },
    decoder: { path: "decoder.onnx", external: [] },
  },
  vision: {
    sides: { kind: "fixed", width: 224, height: 224, fit: "stretch" },
    resample: "bilinear",
    channels: 3,
    scale: 1 / 255,
    mean: [0.5, 0.5, 0.5],
    std: [0.5, 0.5, 0.5],
  },
  names: { encoder: {}, decoder: {} },
  cache: null,
  promptIds: [1],
  endIds: [2],
  vocabulary: { kind: "list", path: "vocabulary.txt" },
};
