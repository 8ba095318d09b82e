/** For tests in Node: SmolVLM-256M-Instruct's own small files, which the project does not hold. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../../../../shared/fixtures/smolvlm-256m/", import.meta.url));

export const NO_FIXTURES = "no ../shared/fixtures/smolvlm-256m beside the checkout";

/** The text of a file of that folder by name; null where the folder is missing. */
export function smolvlmFixtures(): ((name: string) => string) | null {
  return existsSync(`${folder}tokenizer.json`) ? (name) => readFileSync(folder + name, "utf8") : null;
}
