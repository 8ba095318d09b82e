/** What the scene studio needs of the page: the model in use, and the playground. */
import { failure, type Outcome, success } from "../../base/outcome.ts";
import { CROP, FULL } from "../../evidence/views/recipe.ts";
import type { DocumentImage } from "../../session/document/document.ts";
import { joined } from "../../session/join.ts";
import { siteUrl } from "../address.ts";
import type { ForPlayground, StudioPort } from "../scenes/studio-port.ts";
import type { AppServices } from "../services.ts";
import type { SessionActions } from "../sessions/session-actions.ts";
import { reader } from "./image-actions.ts";
import { hold } from "./open-image.ts";

const png = (file: Uint8Array<ArrayBuffer>): Blob => new Blob([file], { type: "image/png" });

/** Adds the scene and its question to the playground's session, and shows it. */
async function open(
  services: AppServices,
  session: SessionActions,
  { file, name, alt, size, box, question, right }: ForPlayground,
): Promise<Outcome<null>> {
  const held = await hold(png(file));
  if (!held.ok) return held;
  const { id } = held.value;
  services.held.set(id, held.value);
  const origin = { kind: "own" } as const;
  const image: DocumentImage = { id, name, alt, size, origin, answer: null, notes: [], inline: null };
  const { session: current } = services.store.getState();
  const plan = {
    ...reader(services),
    ...{ image: id, size, box, question, student: FULL },
    others: [{ role: "teacher", recipe: CROP }] as const,
    ...(right === null ? {} : { known: { question, ...right } }),
  };
  const content = {
    title: "",
    images: [image],
    experiments: [],
    shown: null,
    plan,
    settings: current.settings,
  };
  await session.open(joined({ ...current, shown: null }, content));
  return success(null);
}

export function studioPort(
  services: AppServices,
  session: SessionActions,
  painter: StudioPort["painter"],
): StudioPort {
  return {
    base: siteUrl("").href,
    jobs: services.jobs,
    painter,
    async withPicture(image, file, work) {
      const { model } = services.store.getState();
      if (model.kind !== "ready")
        return failure("unsupported", "No model is ready yet.", "Wait until it is loaded.");
      const added = await services.engines.addImage(image, file.buffer);
      if (!added.ok) return added;
      const { id, boxWords } = model.facts;
      const done = await work({ engine: services.engines, model: id, boxWords, image });
      services.engines.removeImage(image);
      return done;
    },
    openInPlayground: (opened) => open(services, session, opened),
  };
}
