/** The models in `models/published.json`, which Fovea knows by name. */
import * as v from "valibot";
import { failure, type Outcome, success } from "../../base/outcome.ts";
import { idefics3Schema } from "../families/idefics3/manifest.ts";
import type { Shape } from "./hub-layout.ts";
import { count, localPath, sha256 } from "./manifest-parts.ts";

const { tokens, vision, chatTemplate, vocabularySize, layers, keyValueHeads, headDimension } =
  idefics3Schema.entries;

/**
 * The revision is a commit, or `main` where none is pinned: the commit is then the one that the hub has when a person looks the
 * model up, and sizes are those of the family. If the shape is known, all files are listed, and a download does not need to ask
 * the hub first.
 */
const entry = v.object({
  repository: v.pipe(v.string(), v.regex(/^[\w.-]+\/[\w.-]+$/, "OWNER/NAME")),
  revision: v.pipe(v.string(), v.regex(/^(?:[0-9a-f]{40}|main)$/, "a commit, or main")),
  title: v.string(),
  licence: v.string(),
  knows: v.string(),
  smallest: count,
  largest: count,
  files: v.optional(v.array(v.object({ path: localPath, bytes: count, sha256 })), []),
  shape: v.optional(
    v.nullable(
      v.object({ tokens, vision, chatTemplate, vocabularySize, layers, keyValueHeads, headDimension }),
    ),
    null,
  ),
});

const schema = v.object({ schema: v.literal(1), models: v.array(entry) });

export type PublishedEntry = Omit<v.InferOutput<typeof entry>, "shape"> & { readonly shape: Shape | null };

/** Validates a value as the list of published models. */
export function parsePublished(unknown: unknown): Outcome<readonly PublishedEntry[]> {
  const parsed = v.safeParse(schema, unknown);
  if (parsed.success) return success(parsed.output.models);
  const [issue] = parsed.issues;
  return failure(
    "corrupt",
    `The list of published models is not valid: ${v.getDotPath(issue) ?? "it"}: ${issue.message}`,
    "Build the page again.",
  );
}
