/** The images that the playground shows, for an engine that has just been opened. */
import type { ImageId } from "../../base/ids.ts";
import type { Outcome } from "../../base/outcome.ts";
import type { Engine, ImageFacts } from "../../engine/port.ts";
import { picturesOf } from "../../evidence/views/showing.ts";
import { currentContrast } from "../../session/derived.ts";
import type { Session } from "../../session/session.ts";
import type { HeldImage } from "./open-image.ts";

/** Gives the engine an image's bytes. */
export async function handOver(engine: Engine, image: HeldImage): Promise<Outcome<ImageFacts>> {
  return engine.addImage(image.id, await image.blob.arrayBuffer());
}

/** The current image, and those that its views are made of. */
export function shownImages(session: Session): ReadonlySet<ImageId> {
  const contrast = currentContrast(session);
  const showings =
    contrast === null ? [] : [contrast.student, ...contrast.others.map((other) => other.showing)];
  const views = showings.flatMap(picturesOf).map(({ source }) => source);
  return new Set(session.plan === null ? views : [session.plan.image, ...views]);
}
