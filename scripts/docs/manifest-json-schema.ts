/** The manifest's JSON Schema, made of the very schema that the page checks with. */

import { toJsonSchema } from "@valibot/to-json-schema";
import { manifestSchema } from "../../src/model/manifest/manifest.ts";

/** Where it is published, from the project's folder. */
export const schemaPath = "public/schemas/manifest.schema.json";

/**
 * The text of the published file. Rules that JSON Schema cannot say (which files a manifest must list, that sides are
 * multiples of a step) are checked by the page alone.
 */
export function manifestJsonSchema(): string {
  const schema = toJsonSchema(manifestSchema, {
    target: "draft-2020-12",
    typeMode: "input",
    ignoreActions: ["check", "transform"],
  });
  const head = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Manifest of a Fovea model",
  };
  return `${JSON.stringify({ ...head, ...schema }, null, 2)}\n`;
}
