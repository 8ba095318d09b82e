/** A model's manifest: its files with sizes and hashes, and how its family uses them. */
import * as v from "valibot";
import { failure, type Outcome, success } from "../../base/outcome.ts";
import { families } from "../catalog.ts";
import type { Family } from "../family.ts";
import type { CommonManifest, GraphFiles } from "./manifest-parts.ts";

type Families = typeof families;
type FamilySchema = Families[keyof Families]["schema"];

/** Published as JSON Schema in public/schemas/manifest.schema.json. */
export const manifestSchema = v.variant(
  "family",
  Object.values(families).map(({ schema }) => schema) as [FamilySchema, ...FamilySchema[]],
);

export type Manifest = v.InferOutput<typeof manifestSchema>;
export type ModelFile = CommonManifest["files"][number];

/** The family of a manifest. A manifest is checked by its family's own schema, so it is one of that family's. */
export function familyOf({ family }: Manifest): Family<Manifest> {
  return families[family] as unknown as Family<Manifest>;
}

/** The files of a manifest's graph; null for a graph of another family. */
export function graphFiles(manifest: CommonManifest, name: string): GraphFiles | null {
  return manifest.graphs[name] ?? null;
}

const HINT = "Check the manifest against docs/manifest.md.";

function refused(sentence: string): Outcome<never> {
  return failure("badInput", `The model's manifest is not valid: ${sentence}`, HINT);
}

/** Validates a value as a manifest; the fault names the first problem and its place. */
export function parseManifest(unknown: unknown): Outcome<Manifest> {
  const parsed = v.safeParse(manifestSchema, unknown);
  if (!parsed.success) {
    const issue = parsed.issues[0];
    return refused(`${v.getDotPath(issue) ?? "the manifest"}: ${issue.message}`);
  }
  const manifest = parsed.output;
  const listed = new Map(manifest.files.map((file) => [file.path, file]));
  const graphs: readonly GraphFiles[] = Object.values(manifest.graphs);
  const small = familyOf(manifest).smallFiles(manifest);
  const needed = [...graphs.flatMap((part) => [part.path, ...part.external]), ...small];
  const missing = needed.find((path) => !listed.has(path));
  if (missing !== undefined) return refused(`it lists no file ${missing}`);
  const vocabulary = listed.get(small[0] ?? "");
  if (vocabulary?.sha256 !== manifest.tokenizerSha256) {
    return refused(`tokenizerSha256 is not the SHA-256 that it lists for ${small[0]}`);
  }
  return success(manifest);
}
