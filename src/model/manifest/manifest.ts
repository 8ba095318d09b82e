/** A model's manifest: what its files are, how large, with which hashes, and how its family is to read them. */
import * as v from "valibot";
import { failure, type Outcome, success } from "../../base/outcome.ts";
import { encoderDecoderSchema } from "../families/encoder-decoder/manifest.ts";
import { idefics3Schema } from "../families/idefics3/manifest.ts";

/** Published as JSON Schema in public/schemas/manifest.schema.json. */
export const manifestSchema = v.variant("family", [idefics3Schema, encoderDecoderSchema]);

export type Manifest = v.InferOutput<typeof manifestSchema>;
type KeysOf<T> = T extends unknown ? keyof T : never;
export type GraphName = KeysOf<Manifest["graphs"]>;
export type ModelFile = Manifest["files"][number];

interface GraphFiles {
  readonly path: string;
  readonly external: readonly string[];
}

/** The files of a manifest's graph; a name of another family has none. */
export function graphFiles(manifest: Manifest, name: GraphName): GraphFiles | null {
  return (manifest.graphs as Partial<Record<GraphName, GraphFiles>>)[name] ?? null;
}

const HINT = "Check the manifest against docs/manifest.md.";

function refused(sentence: string): Outcome<never> {
  return failure("badInput", `The model's manifest is not usable: ${sentence}`, HINT);
}

/** The small files that a family reads beside its graphs. */
function vocabularyFiles(manifest: Manifest): readonly string[] {
  if (manifest.family === "encoder-decoder" && manifest.vocabulary.kind === "list") {
    return [manifest.vocabulary.path];
  }
  return ["tokenizer.json", "tokenizer_config.json"];
}

/** Checks an unknown value as a manifest; the fault names the first thing that is wrong and where. */
export function parseManifest(unknown: unknown): Outcome<Manifest> {
  const parsed = v.safeParse(manifestSchema, unknown);
  if (!parsed.success) {
    const issue = parsed.issues[0];
    return refused(`${v.getDotPath(issue) ?? "the manifest"}: ${issue.message}`);
  }
  const manifest = parsed.output;
  const listed = new Map(manifest.files.map((file) => [file.path, file]));
  const graphs: readonly GraphFiles[] = Object.values(manifest.graphs);
  const small = vocabularyFiles(manifest);
  const needed = [...graphs.flatMap((part) => [part.path, ...part.external]), ...small];
  const missing = needed.find((path) => !listed.has(path));
  if (missing !== undefined) return refused(`it lists no file ${missing}`);
  const vocabulary = listed.get(small[0] ?? "");
  if (vocabulary?.sha256 !== manifest.tokenizerSha256) {
    return refused(`tokenizerSha256 is not the SHA-256 that it lists for ${small[0]}`);
  }
  return success(manifest);
}
