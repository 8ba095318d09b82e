/** Schema parts that the manifests of all families share. */
import * as v from "valibot";
import type { ModelId } from "../../base/ids.ts";

export const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, "a SHA-256 in 64 hexadecimal digits"));
export const count = v.pipe(
  v.number(),
  v.integer("a whole number"),
  v.minValue(1, "a whole number of at least 1"),
);
/** A path inside the model's own folder: no scheme, no leading slash, no parent folders. */
export const localPath = v.pipe(
  v.string(),
  v.regex(/^(?!.*(?:^|\/)\.\.(?:\/|$))[\w.-]+(?:\/[\w.-]+)*$/, "a path inside the model's folder"),
);
/** The place of a file in the folder of another model beside this one. */
const siblingPath = v.pipe(
  v.string(),
  v.regex(/^\.\.\/(?!\.)[\w.-]+\/(?!\.)[\w.-]+$/, "a file in the folder of a model beside this one"),
);
/** An ONNX file and the files beside it in which it keeps its weights. */
export const graph = v.object({ path: localPath, external: v.array(localPath) });

/** The fields of every manifest. */
export const commonEntries = {
  schema: v.literal(1, "schema 1; a newer one needs a newer Fovea"),
  id: v.pipe(
    v.string(),
    v.nonEmpty("a name"),
    v.transform((text) => text as ModelId),
  ),
  title: v.string(),
  licence: v.string(),
  source: v.string(),
  /** One sentence on what the model knows. */
  knows: v.string(),
  /** True for random weights that only stand in for a model. */
  placeholder: v.optional(v.boolean(), false),
  /** The SHA-256 of the weights from which these were trained; left out where there are none. */
  parent: v.exactOptional(sha256),
  /** Of the file that fixes what token ids mean: tokenizer.json, or the plain list. */
  tokenizerSha256: sha256,
  /** `at` says where a file lies that this model has byte for byte from another beside it. */
  files: v.array(v.object({ path: localPath, bytes: count, sha256, at: v.exactOptional(siblingPath) })),
  vocabularySize: count,
  /**
   * The words that the model was trained with for a box in a question, put in the place of the question mark: {x0},
   * {y0}, {x1} and {y1} stand for its corners in percent.
   */
  boxWords: v.exactOptional(v.string()),
  offers: v.array(v.picklist(["logits", "attention"])),
};

/** A graph's file, and the files beside it in which it keeps its weights. */
export type GraphFiles = v.InferOutput<typeof graph>;

const common = v.object({ ...commonEntries, family: v.string(), graphs: v.record(v.string(), graph) });

/** What is known of any manifest. */
export type CommonManifest = Omit<v.InferOutput<typeof common>, "graphs"> & {
  readonly graphs: Readonly<Partial<Record<string, GraphFiles>>>;
};
