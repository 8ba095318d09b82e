/** What comes with Fovea: its models, and the scene to begin with. */
import type { ModelId } from "../../base/ids.ts";

/** The gallery's scene that a new visitor meets: the student misreads it from the full image, the teacher reads the crop. */
export const FIRST_SCENE = "identification-2";

export interface BundledModel {
  readonly id: ModelId;
  readonly title: string;
  readonly manifest: string;
}

function bundled(id: string, title: string): BundledModel {
  return { id: id as ModelId, title, manifest: `models/${id}/manifest.json` };
}

/** The one that is opened at first. */
export const BUNDLED = bundled("fovea-mini", "Fovea-mini");

/** The same tokenizer, smaller, and learnt on crops: strong there, weak on whole images. */
export const NANO = bundled("fovea-nano", "Fovea-nano");

export const BUNDLED_MODELS: readonly BundledModel[] = [BUNDLED, NANO];
