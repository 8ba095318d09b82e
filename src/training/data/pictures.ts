/** The pictures of a run and what they can be asked about: drawn scenes, or those of a list. */

import type { GivenPicture } from "../../lab/run/data.ts";
import { thingDimensions } from "../../scene/scene.ts";
import { givenPictures } from "./given-pictures.ts";
import { paintedScenes } from "./paint-scenes.ts";
import type { SceneSource } from "./scenes.ts";

export interface Pictures {
  readonly scenes: SceneSource;
  /** The dimensions of things that are asked about. */
  readonly dimensions: readonly string[];
}

/** `base` is the page's own address; null pictures are drawn scenes. With `whole`, every split has all pictures of a list. */
export function picturesOf(pictures: readonly GivenPicture[] | null, base: string, whole = false): Pictures {
  if (pictures === null) return { scenes: paintedScenes(new URL(base)), dimensions: thingDimensions };
  const dimensions = new Set(pictures.flatMap(({ things }) => things.map(({ dimension }) => dimension)));
  return { scenes: givenPictures(pictures, whole), dimensions: [...dimensions].sort() };
}
