/** What comes with Fovea: its models, and the first scene. */
import type { ModelId } from "../../base/ids.ts";

/** The gallery scene of a new visit: the student misreads it from the full image, the teacher reads the crop. */
export const FIRST_SCENE = "colour-4";

export interface BundledModel {
  readonly id: ModelId;
  readonly title: string;
  readonly manifest: string;
}

function bundled(id: string, title: string): BundledModel {
  return { id: id as ModelId, title, manifest: `models/${id}/manifest.json` };
}

/** The model that is opened first. */
export const BUNDLED = bundled("fovea-mini", "Fovea-mini");

/** The same encoder and tokenizer; its decoder reads crops as well and seldom finds the evidence in a full image. */
export const NANO = bundled("fovea-nano", "Fovea-nano");

export const BUNDLED_MODELS: readonly BundledModel[] = [BUNDLED, NANO];
