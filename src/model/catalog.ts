/** The model families Fovea knows, the only place one is registered. */
import type { Outcome } from "../base/outcome.ts";
import type { ModelFiles, OpenModel, Runtime } from "./adapter.ts";
import type { Manifest } from "./manifest/manifest.ts";

/** Opens the model of a manifest by its family, whose code is fetched when the first of its models is opened. */
export async function openManifest(
  manifest: Manifest,
  files: ModelFiles,
  runtime: Runtime,
  signal: AbortSignal,
): Promise<Outcome<OpenModel>> {
  switch (manifest.family) {
    case "idefics3": {
      const { idefics3 } = await import("./families/idefics3/open.ts");
      return idefics3.open(manifest, files, runtime, signal);
    }
    case "encoder-decoder": {
      const { encoderDecoder } = await import("./families/encoder-decoder/open.ts");
      return encoderDecoder.open(manifest, files, runtime, signal);
    }
    default:
      return manifest satisfies never;
  }
}
