/** The pictures of a run and what they can be asked about: drawn scenes, or those of a list. */

import type { AskedThing, GivenPicture } from "../../lab/run/data.ts";
import { thingDimensions } from "../../scene/scene.ts";
import { givenPictures } from "./given-pictures.ts";
import { paintedScenes } from "./paint-scenes.ts";
import type { SceneSource } from "./scenes.ts";

export interface Pictures {
  readonly scenes: SceneSource;
  /** The dimensions of things that are asked about. */
  readonly dimensions: readonly string[];
}

/**
 * `base` is the page's own address; null pictures are drawn scenes. Of a list, only the things that `isAsked` says are asked about. With
 * `whole`, every split has all pictures of a list.
 */
export function picturesOf(
  pictures: readonly GivenPicture[] | null,
  base: string,
  isAsked: (thing: AskedThing) => boolean,
  whole = false,
): Pictures {
  if (pictures === null) return { scenes: paintedScenes(new URL(base)), dimensions: thingDimensions };
  const asked = pictures.map(({ blob, things }) => ({ blob, things: things.filter(isAsked) }));
  const dimensions = new Set(asked.flatMap(({ things }) => things.map(({ dimension }) => dimension)));
  return { scenes: givenPictures(asked, whole), dimensions: [...dimensions].sort() };
}
