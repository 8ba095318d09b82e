/** An adapter merged into its parent: the folder of a model with weights of its own. */

import { failure, faultFrom, type Outcome, success } from "../../base/outcome.ts";
import { NEVER } from "../../base/signal.ts";
import { fetchManifest, openSource } from "../../engine/local/models/open-source.ts";
import type { OpenFiles } from "../../engine/local/models/open-stored.ts";
import { readSafetensors, type StoredTensor } from "../../graph/safetensors.ts";
import type { Manifest } from "../../model/manifest/manifest.ts";
import { storedWeights } from "../../model/weights.ts";
import { bytesOf } from "../../store/file-set.ts";
import { floatsOf } from "../model/trainable.ts";
import { withLowRank } from "../optimizer/trained.ts";
import type { AdapterRequest, TrainedFile } from "../protocol/protocol.ts";
import { childFolder, type Files } from "./model-folder.ts";
import { type Adapter, readAdapter } from "./read-adapter.ts";

/** From here on, the nearest float16 is infinite. */
const TOO_LARGE = { F16: 65520, F32: Number.POSITIVE_INFINITY } as const;

async function tensorsOf({ manifest, files }: OpenFiles): Promise<ReadonlyMap<string, StoredTensor>> {
  const tensors = new Map<string, StoredTensor>();
  for (const { path } of manifest.files)
    if (path.endsWith(".safetensors"))
      for (const each of readSafetensors(await bytesOf(files, path))) tensors.set(...each);
  return tensors;
}

/** Faults: badInput (a map that the parent has not, or has in another shape), unsupported (numbers out of range). */
function mergedParameters(
  title: string,
  tensors: ReadonlyMap<string, StoredTensor>,
  { changes, scale }: Adapter,
): Outcome<ReadonlyMap<string, Float32Array>> {
  const hint = "The adapter was trained on another model than adapter_config.json names.";
  const merged = new Map<string, Float32Array>();
  for (const [name, change] of changes) {
    const tensor = tensors.get(name);
    if (tensor === undefined)
      return failure("badInput", `The adapter changes ${name}, which ${title} has not.`, hint);
    const shape = [change.out, change.into].join(" × ");
    if (tensor.shape.join(" × ") !== shape)
      return failure(
        "badInput",
        `The adapter changes ${name} as a map of ${shape}; in ${title} it is ${tensor.shape.join(" × ")}.`,
        hint,
      );
    const values = withLowRank(floatsOf(tensor), change, scale);
    if (!values.every((value) => Math.abs(value) < TOO_LARGE[tensor.type]))
      return failure(
        "unsupported",
        `With the adapter ${name} has numbers that ${title}'s files cannot hold (${tensor.type}).`,
        "Its matrices may be damaged, or may have diverged in training.",
      );
    merged.set(name, values);
  }
  return success(merged);
}

/**
 * The folder of the parent with W + (lora_alpha / r) B A in the place of each changed W: float32 arithmetic, stored in the number type
 * that the parent's files have. Faults: corrupt (the parent's files), and those of merging.
 */
export async function mergeAdapter(parent: OpenFiles, adapter: Adapter): Promise<Outcome<Files>> {
  const { title } = parent.manifest;
  try {
    const merged = mergedParameters(title, await tensorsOf(parent), adapter);
    if (!merged.ok) return merged;
    const names = {
      title: `adapter of rank ${adapter.rank}`,
      id: "adapter",
      source: "an adapter of low-rank matrices, merged into its parent",
    };
    return success(await childFolder(parent, names, merged.value));
  } catch (thrown) {
    return {
      ok: false,
      fault: faultFrom("corrupt", thrown, `Reload the page, so that ${title} is read again.`),
    };
  }
}

/** The address of the parent's manifest. Faults: notFound, with the parent's name and SHA-256, and those of reading manifests. */
async function findParent(
  { revision, parentName }: Adapter,
  addresses: readonly string[],
): Promise<Outcome<string>> {
  const known: Manifest[] = [];
  for (const address of addresses) {
    const manifest = await fetchManifest(new URL(address), NEVER);
    if (!manifest.ok) return manifest;
    if (storedWeights(manifest.value).sha256 === revision) return success(address);
    known.push(manifest.value);
  }
  const here = known.map((each) => `${each.title} (${storedWeights(each).sha256})`).join(", ");
  const called = parentName === null || parentName === "" ? "" : ` It calls its parent ${parentName}.`;
  const hint = `Adapters of these models can be opened: ${here}.`;
  return revision === null || !/^[0-9a-f]{64}$/.test(revision)
    ? failure(
        "badInput",
        `The adapter does not say which weights it changes: revision in adapter_config.json is not a SHA-256.${called}`,
        `Write that of its parent there. ${hint}`,
      )
    : failure(
        "notFound",
        `There is no model here with the weights ${revision}, which the adapter changes.${called}`,
        hint,
      );
}

/** The files of the model that an adapter makes of one of the parents. Faults: those of reading it, finding its parent and merging. */
export async function adaptedFiles({
  files,
  parents,
}: AdapterRequest): Promise<Outcome<readonly TrainedFile[]>> {
  const adapter = await readAdapter(files);
  if (!adapter.ok) return adapter;
  const manifest = await findParent(adapter.value, parents);
  if (!manifest.ok) return manifest;
  const parent = await openSource({ kind: "site", manifest: manifest.value }, NEVER, () => undefined);
  if (!parent.ok) return parent;
  if (parent.value === null) return failure("bug", "Reading the parent ended without its files.");
  const merged = await mergeAdapter(parent.value, adapter.value);
  return merged.ok ? success([...merged.value].map(([path, file]) => ({ path, file }))) : merged;
}
