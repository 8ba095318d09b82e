/** node scripts/model/write-schema.mjs — writes the JSON Schemas of manifests and sessions, and the pages about the catalogs. */

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { loadTypeScript } from "./load-typescript.mjs";

function write(/** @type {string} */ schemaPath, /** @type {string} */ text) {
  const path = fileURLToPath(new URL(`../../${schemaPath}`, import.meta.url));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const { manifestJsonSchema, schemaPath } = await loadTypeScript("manifest-json-schema.ts");
write(schemaPath, manifestJsonSchema());
const { sessionJsonSchema, sessionSchemaPath } = await loadTypeScript("session-json-schema.ts");
write(sessionSchemaPath, sessionJsonSchema());
const { divergenceDocs, gateDocs } = await loadTypeScript("catalog-docs.ts");
write("docs/divergences.md", divergenceDocs());
write("docs/gates.md", gateDocs());
