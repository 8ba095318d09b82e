/** An adapter's folder in the place of a model's: the bundled model that it belongs to, with the adapter merged into it. */
import { type Outcome, success } from "../../base/outcome.ts";
import type { LocalFile } from "../../source/source.ts";
import type { TrainedFile } from "../../training/protocol/protocol.ts";
import { siteUrl } from "../address.ts";
import { BUNDLED_MODELS } from "./bundled.ts";

/** Whether files are those of an adapter, as the Python package PEFT names them; a folder with a manifest is a model's. */
function areAdapter(files: readonly LocalFile[]): boolean {
  const names = files.map(({ path }) => path.split("/").at(-1) ?? "");
  return (
    names.some((name) => /^adapter_(?:config\.json|model\.\w+)$/.test(name)) &&
    !names.includes("manifest.json")
  );
}

/** Files that the worker made, as if they were chosen. */
export const localFiles = (files: readonly TrainedFile[]): readonly LocalFile[] =>
  files.map(({ path, file }) => ({ path, file: new File([file], path) }));

/** The files of a model: those that were given, or those that an adapter makes of its parent. Faults: those of `adaptedFiles`. */
export async function wholeModel(files: readonly LocalFile[]): Promise<Outcome<readonly LocalFile[]>> {
  if (!areAdapter(files)) return success(files);
  // Loaded on demand: only an adapter needs the worker that trains.
  const { adaptedFiles } = await import("../../training/client.ts");
  const parents = BUNDLED_MODELS.map(({ manifest }) => siteUrl(manifest).href);
  const made = await adaptedFiles({ files, parents });
  return made.ok ? success(localFiles(made.value)) : made;
}
