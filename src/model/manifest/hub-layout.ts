/**
 * Derives Fovea's manifest from the small JSON files of an Idefics3 model in the hub's layout, for repositories and folders
 * without a manifest of their own.
 */
import * as v from "valibot";
import type { ModelId } from "../../base/ids.ts";
import { failure, type Outcome, success } from "../../base/outcome.ts";
import { MIXES, type Mix, type Precision } from "../../source/mix.ts";
import { LARGEST_EDGE } from "../families/idefics3/manifest.ts";
import { type Manifest, type ModelFile, parseManifest } from "./manifest.ts";

/** A file of a repository or folder; its hash may be unknown until it is read. */
export interface ListedFile {
  readonly path: string;
  readonly bytes: number;
}

const number = v.pipe(v.number(), v.integer(), v.minValue(1));
const edge = v.object({ longest_edge: number });
const triple = v.tuple([v.number(), v.number(), v.number()]);

const configSchema = v.object({
  model_type: v.picklist(["idefics3", "smolvlm"], "model_type is idefics3 or smolvlm"),
  image_token_id: number,
  scale_factor: number,
  text_config: v.object({
    num_hidden_layers: number,
    num_key_value_heads: number,
    num_attention_heads: v.optional(number),
    hidden_size: v.optional(number),
    head_dim: v.optional(number),
    vocab_size: number,
  }),
  vision_config: v.object({ image_size: number, patch_size: number }),
});

const preprocessorSchema = v.object({
  do_image_splitting: v.optional(v.boolean(), true),
  image_mean: triple,
  image_std: triple,
  max_image_size: edge,
  /** Pillow's number for Lanczos. */
  resample: v.literal(1, "resample is 1 (Lanczos)"),
  size: edge,
});

const tokenizerSchema = v.object({
  added_tokens_decoder: v.record(v.string(), v.object({ content: v.string() })),
  bos_token: v.union([v.string(), v.object({ content: v.string() })]),
  chat_template: v.optional(v.string()),
});

const templateSchema = v.object({ chat_template: v.string() });

/** The parsed small files from which a manifest is derived; null for a missing one. */
export interface LayoutFiles {
  readonly config: unknown;
  readonly preprocessor: unknown;
  readonly tokenizerConfig: unknown;
  /** `chat_template.json`, parsed. */
  readonly chatTemplate: unknown;
  /** The text of `chat_template.jinja`. */
  readonly jinja: string | null;
}

/** The part of a manifest that is the same for all precisions. */
export type Shape = Pick<
  Extract<Manifest, { family: "idefics3" }>,
  "tokens" | "vision" | "chatTemplate" | "vocabularySize" | "layers" | "keyValueHeads" | "headDimension"
>;

const HINT = "Only models in the hub's Idefics3 layout can be read without a manifest; see docs/manifest.md.";

function check<S extends v.GenericSchema>(
  name: string,
  schema: S,
  unknown: unknown,
): Outcome<v.InferOutput<S>> {
  if (unknown === null) return failure("notFound", `There is no ${name}.`, HINT);
  const parsed = v.safeParse(schema, unknown);
  if (parsed.success) return success(parsed.output);
  const [issue] = parsed.issues;
  return failure(
    "unsupported",
    `Fovea cannot use ${name}: ${v.getDotPath(issue) ?? name}: ${issue.message}`,
    HINT,
  );
}

type TokenizerConfig = v.InferOutput<typeof tokenizerSchema>;

function templateOf(files: LayoutFiles, tokenizer: TokenizerConfig): string | null {
  const own = v.safeParse(templateSchema, files.chatTemplate);
  return own.success ? own.output.chat_template : (files.jinja ?? tokenizer.chat_template ?? null);
}

function tokensOf(tokenizer: TokenizerConfig, image: string): Shape["tokens"] {
  const bos = tokenizer.bos_token;
  return {
    image,
    fake: "<fake_token_around_image>",
    global: "<global-img>",
    bos: typeof bos === "string" ? bos : bos.content,
    eos: "<end_of_utterance>",
    tile: "<row_{row}_col_{column}>",
  };
}

/** Reads the shape of a model from its small files. The fault names the file that does not fit. */
export function readShape(files: LayoutFiles): Outcome<Shape> {
  const config = check("config.json", configSchema, files.config);
  if (!config.ok) return config;
  const preprocessor = check("preprocessor_config.json", preprocessorSchema, files.preprocessor);
  if (!preprocessor.ok) return preprocessor;
  const tokenizer = check("tokenizer_config.json", tokenizerSchema, files.tokenizerConfig);
  if (!tokenizer.ok) return tokenizer;
  const { text_config: text, vision_config: vision, scale_factor: scale } = config.value;
  const image = tokenizer.value.added_tokens_decoder[config.value.image_token_id]?.content;
  const chatTemplate = templateOf(files, tokenizer.value);
  const headDimension = text.head_dim ?? (text.hidden_size ?? 0) / (text.num_attention_heads ?? 1);
  if (image === undefined || chatTemplate === null || !Number.isInteger(headDimension) || headDimension < 1) {
    const lacking = image === undefined ? "its image token" : "a chat template";
    return failure(
      "unsupported",
      `The model's files do not specify ${lacking} or the dimension of its heads.`,
      HINT,
    );
  }
  return success({
    tokens: tokensOf(tokenizer.value, image),
    vision: {
      tile: preprocessor.value.max_image_size.longest_edge,
      longestEdge: Math.min(preprocessor.value.size.longest_edge, LARGEST_EDGE),
      splitting: preprocessor.value.do_image_splitting,
      tokensPerTile: (vision.image_size / vision.patch_size / scale) ** 2,
      mean: preprocessor.value.image_mean,
      std: preprocessor.value.image_std,
      resample: "lanczos",
    },
    chatTemplate,
    vocabularySize: text.vocab_size,
    layers: text.num_hidden_layers,
    keyValueHeads: text.num_key_value_heads,
    headDimension,
  });
}

const GRAPHS = ["vision_encoder", "embed_tokens", "decoder_model_merged"] as const;

const suffix = (precision: Precision): string => (precision === "fp32" ? "" : `_${precision}`);

const nameOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

/** An ONNX file and the external files with its weights, which exporters call NAME.onnx_data. */
function graphOf(files: readonly ListedFile[], name: string, precision: Precision) {
  const wanted = `${name}${suffix(precision)}.onnx`;
  const found = files.find(({ path }) => nameOf(path) === wanted);
  if (found === undefined) return null;
  const external = files.map(({ path }) => path).filter((path) => path.startsWith(`${found.path}_data`));
  return { path: found.path, external: external.sort() };
}

type Graphs = Extract<Manifest, { family: "idefics3" }>["graphs"];

/** The graphs of a mix, or null if one of them is missing. */
export function graphsOf(files: readonly ListedFile[], mix: Mix): Graphs | null {
  const precisions = [mix.vision, mix.embed, mix.decoder] as const;
  const [vision_encoder, embed_tokens, decoder_model_merged] = GRAPHS.map((name, index) =>
    graphOf(files, name, precisions[index] ?? "fp32"),
  );
  if (!vision_encoder || !embed_tokens || !decoder_model_merged) return null;
  return { vision_encoder, embed_tokens, decoder_model_merged };
}

/** The mixes that the files allow. */
export function mixesOf(files: readonly ListedFile[]): readonly Mix[] {
  return MIXES.filter((mix) => graphsOf(files, mix) !== null);
}

/** The files that a mix reads: its graphs, their weights and the tokenizer. */
export function filesOf<F extends ListedFile>(files: readonly F[], mix: Mix): readonly F[] {
  const graphs = graphsOf(files, mix);
  if (graphs === null) return [];
  const paths = new Set(Object.values(graphs).flatMap((graph) => [graph.path, ...graph.external]));
  return files.filter(({ path }) => paths.has(path) || /^tokenizer(?:_config)?\.json$/.test(path));
}

/** The descriptive fields of a manifest. */
export interface ModelTitle {
  readonly id: string;
  readonly title: string;
  readonly licence: string;
  readonly source: string;
  readonly knows: string;
}

/** The manifest of one mix; the files are those of `filesOf`, with known hashes. */
export function manifestOf(
  title: ModelTitle,
  shape: Shape,
  mix: Mix,
  files: readonly ModelFile[],
): Outcome<Manifest> {
  return parseManifest({
    schema: 1,
    ...title,
    id: `${title.id}-${mix.id}` as ModelId,
    title: `${title.title} (${mix.title})`,
    family: "idefics3",
    ...shape,
    tokenizerSha256: files.find(({ path }) => path === "tokenizer.json")?.sha256 ?? "",
    files: files.map(({ path, bytes, sha256 }) => ({ path, bytes, sha256 })),
    graphs: graphsOf(files, mix),
    offers: ["logits"],
  });
}
