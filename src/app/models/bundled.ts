/** What comes with Fovea: its models, and the first scene. */
import type { ModelId } from "../../base/ids.ts";

/** The gallery scene of a new visit: the student misreads it from the full image, the teacher reads the crop. */
export const FIRST_SCENE = "identification-2";

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

/** The same tokenizer, smaller, and trained almost only on crops: strong there, weak on full images. */
export const NANO = bundled("fovea-nano", "Fovea-nano");

/** Reads tiles of images of up to 512 pixels, so that what it misses in the full image is not lost pixels. */
const TILES = bundled("fovea-mini-tiles", "Fovea-mini with tiles");

export const BUNDLED_MODELS: readonly BundledModel[] = [BUNDLED, NANO, TILES];
