/** What is done with a trained model: it is tried in the playground, kept in the browser, or saved as files. */
import type { ModelId } from "../../base/ids.ts";
import { failure, type Outcome, success } from "../../base/outcome.ts";
import { packZip } from "../../suite/open/files/zip-writer.ts";
import type { TrainedFile } from "../../training/protocol/protocol.ts";
import { localFiles } from "../models/adapter-files.ts";
import { isBusy } from "./lab-state.ts";
import { type LabServices, manifestOf } from "./train-run.ts";

type Folder = "model" | "adapter";

/** The files below one folder, with their paths in it. */
const within = (files: readonly TrainedFile[], folder: Folder): readonly TrainedFile[] =>
  files.flatMap(({ path, file }) =>
    path.startsWith(`${folder}/`) ? [{ path: path.slice(folder.length + 1), file }] : [],
  );

/** The files of the shown run's model after a step; null where nothing can be made now. */
async function filesAfter(
  { store, trainer }: LabServices,
  step: number,
): Promise<Outcome<readonly TrainedFile[]> | null> {
  const { run, name } = store.getState();
  if (isBusy(store.getState()) || run === null || name === null) return null;
  store.setState({ phase: { kind: "packing" }, fault: null });
  const manifest = manifestOf(run.header.model.weights.id);
  const files = await trainer.trainedFiles({ manifest, name, step });
  store.setState({ phase: { kind: "idle" }, fault: files.ok ? null : files.fault });
  return files;
}

function idIn(files: readonly TrainedFile[]): ModelId {
  const manifest = files.find(({ path }) => path === "manifest.json")?.file;
  const { id }: { readonly id: ModelId } = JSON.parse(new TextDecoder().decode(manifest));
  return id;
}

/** Opens the model after a step in the playground beside its parent; false where it was not opened. */
export async function tryTrained(services: LabServices, step: number): Promise<boolean> {
  const files = await filesAfter(services, step);
  const parent = services.store.getState().run?.header.model.weights.id;
  if (files === null || !files.ok || parent === undefined) return false;
  const model = within(files.value, "model");
  return services.openTrained(idIn(model), parent, localFiles(model));
}

/** Shows the model after a step in the list of models, where it can be opened or copied into the browser's storage. */
export async function keepTrained(services: LabServices, step: number): Promise<void> {
  const files = await filesAfter(services, step);
  if (files?.ok === true) await services.lookInto(localFiles(within(files.value, "model")));
}

/** The folder of the model or of its adapter after a step, as a zip archive; null where it was not made. */
export async function packTrained(
  services: LabServices,
  step: number,
  folder: Folder,
): Promise<Outcome<Blob> | null> {
  const files = await filesAfter(services, step);
  if (files === null || !files.ok) return files;
  const chosen = within(files.value, folder);
  if (chosen.length === 0) return failure("notFound", "This run trains no adapter.");
  return success(await packZip(chosen.map(({ path, file }) => ({ path, bytes: file }))));
}
