/**
 * Opens images: a scene of the gallery, or the person's own; and finds the bytes of images that a session refers to. A
 * refused image leaves the session as it was.
 */
import type { ImageId } from "../../base/ids.ts";
import { failure, type Outcome, success } from "../../base/outcome.ts";
import { imageOf } from "../../session/derived.ts";
import type { DocumentImage } from "../../session/document/document.ts";
import { siteUrl } from "../address.ts";
import { playgroundJob } from "../jobs/jobs.ts";
import { BUNDLED } from "../models/bundled.ts";
import { AFRESH, type AppServices, apply, complain, set } from "../services.ts";
import {
  embeddedBytes,
  fetchImage,
  galleryImage,
  type HeldImage,
  hold,
  ownImage,
  paintable,
  type Reader,
} from "./open-image.ts";
import { handOver } from "./shown-images.ts";

/** The question that a first own image starts with. */
const FIRST_QUESTION = "Describe the image.";

function paint(services: AppServices, blob: Blob): void {
  const former = services.store.getState().imageUrl;
  set(services, { imageUrl: URL.createObjectURL(blob) });
  if (former !== null) URL.revokeObjectURL(former);
}

/** The open model, or the bundled one while none is open. */
export function reader(services: AppServices): Reader {
  const { model, session } = services.store.getState();
  if (model.kind !== "ready") return { model: BUNDLED.id, boxWords: null };
  const { id, boxWords } = model.facts;
  const edge = session.plan?.model === id ? session.plan.longestEdge : undefined;
  return { model: id, boxWords, ...(edge === undefined ? {} : { longestEdge: edge }) };
}

/** Lets the engine release the previous image, and gives it the current one. */
async function swap(
  services: AppServices,
  former: ImageId | undefined,
  image: HeldImage,
): Promise<Outcome<unknown>> {
  if (services.client === null || services.store.getState().engine.kind !== "ready") return success(null);
  if (former !== undefined && former !== image.id && !services.inUse.has(former))
    services.engines.removeImage(former);
  return handOver(services.engines, image);
}

const OPENING = { ...playgroundJob("Opening an image"), usesModel: false };

export async function openGalleryItem(services: AppServices, id: string): Promise<void> {
  const item = services.store.getState().gallery.find((candidate) => candidate.id === id);
  if (item === undefined) return;
  await services.jobs.run(OPENING, async ({ signal }) => {
    const got = await fetchImage(siteUrl(`gallery/${item.image}`));
    if (signal.aborted) return;
    if (!got.ok) return complain(services, got.fault);
    const former = services.store.getState().session.plan?.image;
    services.held.set(got.value.id, got.value);
    paint(services, got.value.blob);
    set(services, AFRESH);
    apply(services, { kind: "openImage", ...galleryImage(item, got.value, reader(services)) });
    const added = await swap(services, former, got.value);
    if (!added.ok) complain(services, added.fault);
  });
}

export async function openFile(services: AppServices, file: Blob, name: string): Promise<void> {
  const { client } = services;
  if (client === null || services.store.getState().engine.kind !== "ready") {
    const message = "The engine is not ready yet.";
    return complain(services, { kind: "unsupported", message, hint: "Open the image once it is." });
  }
  await services.jobs.run(OPENING, async ({ signal }) => {
    const got = await hold(file);
    if (!got.ok) return complain(services, got.fault);
    const added = await handOver(client, got.value);
    if (signal.aborted) return;
    if (!added.ok) return complain(services, added.fault);
    const { plan } = services.store.getState().session;
    const leaves = plan !== null && plan.image !== got.value.id && !services.inUse.has(plan.image);
    if (leaves) client.removeImage(plan.image);
    services.held.set(got.value.id, got.value);
    paint(services, await paintable(got.value, added.value.animated));
    set(services, AFRESH);
    const question = plan?.question ?? FIRST_QUESTION;
    apply(services, {
      kind: "openImage",
      ...ownImage(name, got.value, added.value, reader(services), question),
    });
  });
}

/** The bytes of an image that a session refers to: those in memory, the gallery's, or those in the document. */
async function findBytes(services: AppServices, image: DocumentImage): Promise<Outcome<HeldImage>> {
  const { origin } = image;
  const held = services.held.get(image.id);
  if (held !== undefined) return success(held);
  if (image.inline !== null) return hold(embeddedBytes(image.inline));
  const item =
    origin.kind === "gallery"
      ? services.store.getState().gallery.find(({ id }) => id === origin.item)
      : undefined;
  if (item !== undefined) return fetchImage(siteUrl(`gallery/${item.image}`));
  return failure(
    "notFound",
    `The session refers to ${image.name}, but the image itself is not in its file.`,
    "All measurements are here; open the image to ask again.",
  );
}

/** Shows the session's image and gives it to the engine, after the session was replaced. */
export async function showImage(services: AppServices, former: ImageId | undefined): Promise<void> {
  const image = imageOf(services.store.getState().session);
  if (image === null || image.id === former) return;
  const got = await findBytes(services, image);
  if (imageOf(services.store.getState().session)?.id !== image.id) return;
  if (!got.ok) {
    set(services, { imageUrl: null });
    return complain(services, got.fault);
  }
  services.held.set(image.id, got.value);
  paint(services, got.value.blob);
  const added = await swap(services, former, got.value);
  if (!added.ok) complain(services, added.fault);
}
