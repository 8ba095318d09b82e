/** Reads the small files of a model's folder as text and JSON. */
import { failure, faultFrom, type Outcome, success } from "../base/outcome.ts";
import type { ModelFiles } from "./adapter.ts";

export function readText(files: ModelFiles, path: string): Outcome<string> {
  const bytes = files.read(path);
  return bytes === null
    ? failure("notFound", `The model's folder has no ${path}.`)
    : success(new TextDecoder().decode(bytes));
}

export function readJson(files: ModelFiles, path: string): Outcome<unknown> {
  const text = readText(files, path);
  if (!text.ok) return text;
  try {
    return success(JSON.parse(text.value));
  } catch (thrown) {
    return { ok: false, fault: faultFrom("corrupt", thrown, `${path} is not JSON.`) };
  }
}
