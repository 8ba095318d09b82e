/** The JSON Schema of a session's file, made of the very schema that the page checks with. */

import { toJsonSchema } from "@valibot/to-json-schema";
import { weights } from "../../src/session/stored/gate.ts";
import { numbersInJsonSchema } from "../../src/session/stored/numbers.ts";
import { card } from "../../src/session/stored/rollout.ts";
import { storedSession } from "../../src/session/stored/session.ts";
import { contrast, showing } from "../../src/session/stored/showing.ts";

/** Where it is published, from the project's folder. */
export const sessionSchemaPath = "public/schemas/session.schema.json";

/**
 * The text of the published file. Rules that JSON Schema cannot say (columns of one length, images that are listed) are
 * checked by the page alone.
 */
export function sessionJsonSchema(): string {
  const schema = toJsonSchema(storedSession, {
    target: "draft-2020-12",
    typeMode: "input",
    ignoreActions: ["check", "raw_check", "transform", "raw_transform", "finite"],
    definitions: { showing, contrast, card, weights },
    overrideSchema: ({ valibotSchema }) => numbersInJsonSchema.get(valibotSchema) ?? null,
  });
  const head = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "A Fovea session",
  };
  return `${JSON.stringify({ ...head, ...schema }, null, 2)}\n`;
}
