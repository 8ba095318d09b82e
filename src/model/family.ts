/** What a family of models is: how its manifests look, what its models take of memory, and how they are opened. */
import type * as v from "valibot";
import type { Outcome } from "../base/outcome.ts";
import type { ModelFiles, OpenModel, Runtime } from "./adapter.ts";
import type { CommonManifest } from "./manifest/manifest-parts.ts";

/** For how much a model's memory is estimated. */
export interface Workload {
  /** Sequences that are open at once. */
  readonly sequences: number;
  /** Tokens of question and answer, beside those of the image. */
  readonly textTokens: number;
}

export interface Family<M extends CommonManifest> {
  /** Of its manifests; `family` is a literal that tells them from all others. */
  readonly schema: v.GenericSchema<unknown, M>;
  /** Graphs whose results are read in ordinary memory, and whose weights stay there. */
  readonly hostGraphs: readonly string[];
  /** The small files that it reads beside its graphs; the first fixes what token ids mean. */
  smallFiles(manifest: M): readonly string[];
  /** Bytes of the cache and of the vision encoder's largest intermediate result, at float32. */
  workingBytes(manifest: M, workload: Workload): number;
  /** Opens a model. Its code is fetched when the first of its models is opened. */
  open(manifest: M, files: ModelFiles, runtime: Runtime, signal: AbortSignal): Promise<Outcome<OpenModel>>;
}
