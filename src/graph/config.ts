/** The shape of one model of the family, as `config.json` states it, and the parameters that follow from it. */

/** Field names are those of the trainer's config.json. */
export interface ModelConfig {
  readonly model_type: "fovea";
  /** Side of the square input in pixels; the stem divides it by 16. */
  readonly image_size: number;
  readonly vision_channels: readonly [number, number, number, number];
  readonly vision_layers: number;
  readonly vision_heads: number;
  readonly vision_ffn: number;
  /** (image_size / 16 / scale_factor)². */
  readonly image_tokens: number;
  /** Idefics3's pixel shuffle: squares of this many patches a side become one token. 1 unless given. */
  readonly scale_factor?: number;
  /** Whether convolutions run over the picture that tiles make together, rather than over each tile. False unless given. */
  readonly joined_tiles?: boolean;
  readonly hidden_size: number;
  readonly num_layers: number;
  readonly num_heads: number;
  readonly num_kv_heads: number;
  readonly head_dim: number;
  readonly ffn: number;
  readonly vocab_size: number;
  readonly rope_theta: number;
  readonly rms_eps: number;
  /** The number type of past and present, as exports name it. float32 unless given. */
  readonly kv_cache_dtype?: "float16" | "float32";
}

/** A model small enough to be written, loaded and recomputed in plain TypeScript within a test. */
export const smallConfig: ModelConfig = {
  model_type: "fovea",
  image_size: 32,
  vision_channels: [4, 8, 8, 16],
  vision_layers: 1,
  vision_heads: 2,
  vision_ffn: 24,
  image_tokens: 4,
  hidden_size: 32,
  num_layers: 2,
  num_heads: 4,
  num_kv_heads: 2,
  head_dim: 8,
  ffn: 48,
  vocab_size: 320,
  rope_theta: 10000,
  rms_eps: 1e-5,
};

/** The size of Fovea-mini, for stand-ins and timings. */
export const miniConfig: ModelConfig = {
  ...smallConfig,
  image_size: 128,
  vision_channels: [32, 64, 128, 192],
  vision_layers: 2,
  vision_heads: 6,
  vision_ffn: 384,
  image_tokens: 64,
  hidden_size: 192,
  num_layers: 4,
  num_heads: 6,
  num_kv_heads: 2,
  head_dim: 32,
  ffn: 512,
  vocab_size: 2048,
};

/** Patches along one side of the picture, after the stem. */
export function patchesAcross(config: ModelConfig): number {
  return config.image_size / 16;
}

export function joinsTiles(config: ModelConfig): boolean {
  return config.joined_tiles ?? false;
}

export function scaleFactor(config: ModelConfig): number {
  return config.scale_factor ?? 1;
}

/** Throws a sentence when sizes contradict each other; a graph built from them would be wrong silently. */
export function checkConfig(config: ModelConfig): ModelConfig {
  const width = config.vision_channels[3];
  const rules: readonly (readonly [boolean, string])[] = [
    [config.image_size % 16 === 0, "image_size must be a multiple of 16"],
    [patchesAcross(config) % scaleFactor(config) === 0, "scale_factor must divide image_size / 16"],
    [
      config.image_tokens === (patchesAcross(config) / scaleFactor(config)) ** 2,
      "image_tokens must be (image_size / 16 / scale_factor)²",
    ],
    [width % config.vision_heads === 0, "the last of vision_channels must be a multiple of vision_heads"],
    [config.num_heads % config.num_kv_heads === 0, "num_heads must be a multiple of num_kv_heads"],
    [config.head_dim % 2 === 0, "head_dim must be even"],
  ];
  for (const [holds, sentence] of rules) if (!holds) throw new Error(`config.json: ${sentence}.`);
  return config;
}

function blockShapes(
  prefix: string,
  sizes: { width: number; query: number; keyValue: number; ffn: number },
): [string, number[]][] {
  const { width, query, keyValue, ffn } = sizes;
  const parameters: Record<string, number[]> = {
    norm1: [width],
    q: [query, width],
    k: [keyValue, width],
    v: [keyValue, width],
    o: [width, query],
    norm2: [width],
    gate: [ffn, width],
    up: [ffn, width],
    down: [width, ffn],
  };
  return Object.entries(parameters).map(([name, shape]) => [`${prefix}.${name}.weight`, shape]);
}

function stemShapes(channels: ModelConfig["vision_channels"]): [string, number[]][] {
  const shapes: [string, number[]][] = [];
  const convolution = (name: string, out: number, into: number, side: number): void => {
    shapes.push([`vision.${name}.weight`, [out, into, side, side]], [`vision.${name}.bias`, [out]]);
  };
  convolution("conv0", channels[0], 3, 5);
  for (const stage of [1, 2, 3] as const) {
    convolution(
      `conv${stage}`,
      channels[stage],
      stage === 1 ? channels[0] : channels[stage === 2 ? 1 : 2],
      3,
    );
    convolution(`res${stage}.a`, channels[stage], channels[stage], 3);
    convolution(`res${stage}.b`, channels[stage], channels[stage], 3);
  }
  return shapes;
}

/** Every parameter's name and shape (linear maps are [out, in]); a weights file holds exactly these. */
export function parameterShapes(config: ModelConfig): ReadonlyMap<string, readonly number[]> {
  const width = config.vision_channels[3];
  const shapes = stemShapes(config.vision_channels);
  shapes.push(["vision.position", [patchesAcross(config) ** 2, width]]);
  for (let layer = 0; layer < config.vision_layers; layer += 1) {
    const sizes = { width, query: width, keyValue: width, ffn: config.vision_ffn };
    shapes.push(...blockShapes(`vision.blocks.${layer}`, sizes));
  }
  shapes.push(
    ["vision.norm.weight", [width]],
    ["connector.weight", [config.hidden_size, width * scaleFactor(config) ** 2]],
  );
  shapes.push(["embed.weight", [config.vocab_size, config.hidden_size]]);
  for (let layer = 0; layer < config.num_layers; layer += 1) {
    const sizes = {
      width: config.hidden_size,
      query: config.num_heads * config.head_dim,
      keyValue: config.num_kv_heads * config.head_dim,
      ffn: config.ffn,
    };
    shapes.push(...blockShapes(`decoder.blocks.${layer}`, sizes));
  }
  shapes.push(["decoder.norm.weight", [config.hidden_size]]);
  return new Map(shapes);
}
