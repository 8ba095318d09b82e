/** From a source (the page's server, this browser's storage, or the disk) to a verified manifest and its files. */
import { failure, faultFrom, type Outcome, success } from "../../../base/outcome.ts";
import { type Manifest, parseManifest } from "../../../model/manifest/manifest.ts";
import type { ModelSource } from "../../../source/source.ts";
import type { OnProgress, OpenFiles } from "./open-stored.ts";
import { fetchFiles } from "./weights.ts";

/** The manifest at an address. Faults: network, notFound, badInput (not a valid one). */
export async function fetchManifest(url: URL, signal: AbortSignal): Promise<Outcome<Manifest>> {
  const hint = "Build the app again, or check the address of the model.";
  try {
    const response = await fetch(url, { signal });
    if (!response.ok)
      return failure(
        "notFound",
        `The server answered the request for the model's manifest with status ${response.status}.`,
        hint,
      );
    return parseManifest(await response.json());
  } catch (thrown) {
    return { ok: false, fault: faultFrom("network", thrown, hint) };
  }
}

async function fromSite(
  url: URL,
  signal: AbortSignal,
  onProgress: OnProgress,
): Promise<Outcome<OpenFiles | null>> {
  const manifest = await fetchManifest(url, signal);
  if (signal.aborted) return success(null);
  if (!manifest.ok) return manifest;
  const files = await fetchFiles(url, manifest.value, signal, (done, total) =>
    onProgress("download", done, total),
  );
  if (signal.aborted) return success(null);
  return files.ok ? success({ manifest: manifest.value, files: files.value }) : files;
}

/** Opens the files of a source; null if it was stopped. Only verified files are opened. */
export async function openSource(
  source: ModelSource,
  signal: AbortSignal,
  onProgress: OnProgress,
): Promise<Outcome<OpenFiles | null>> {
  switch (source.kind) {
    case "site":
      return fromSite(new URL(source.manifest), signal, onProgress);
    case "kept":
    case "files":
      // Loaded on demand: the bundled model does not need it.
      return (await import("./open-stored.ts")).openStored(source, signal, onProgress);
    default:
      return source satisfies never;
  }
}
