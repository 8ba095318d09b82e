/**
 * Opening images: a scene of the gallery, or the person's own; and finding the bytes of one that the session speaks of
 * again. A refused image leaves the session as it was.
 */
import type { ImageId } from "../../base/ids.ts";
import { failure, type Outcome, success } from "../../base/outcome.ts";
import { imageOf } from "../../session/derived.ts";
import type { DocumentImage } from "../../session/document/document.ts";
import { AFRESH, apply, complain, type Desk, set, takeOver } from "../desk.ts";
import { BUNDLED } from "../models/bundled.ts";
import { siteUrl } from "../site-url.ts";
import { handOver } from "../start-engine.ts";
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

/** The question that a first own image starts with. */
const FIRST_QUESTION = "Describe the image.";

function paint(desk: Desk, blob: Blob): void {
  const former = desk.store.getState().imageUrl;
  set(desk, { imageUrl: URL.createObjectURL(blob) });
  if (former !== null) URL.revokeObjectURL(former);
}

/** The open model, or the bundled one that is to come. */
export function reader(desk: Desk): Reader {
  const { model, session } = desk.store.getState();
  if (model.kind !== "ready") return { model: BUNDLED.id, boxWords: null };
  const { id, boxWords } = model.facts;
  const edge = session.plan?.model === id ? session.plan.longestEdge : undefined;
  return { model: id, boxWords, ...(edge === undefined ? {} : { longestEdge: edge }) };
}

/** Lets the engine forget the image that was shown, and gives it the one that is. */
async function swap(desk: Desk, former: ImageId | undefined, image: HeldImage): Promise<Outcome<unknown>> {
  if (desk.client === null || desk.store.getState().engine.kind !== "ready") return success(null);
  if (former !== undefined && former !== image.id) desk.engines.removeImage(former);
  return handOver(desk.engines, image);
}

export async function openGalleryItem(desk: Desk, id: string): Promise<void> {
  const item = desk.store.getState().gallery.find((candidate) => candidate.id === id);
  if (item === undefined) return;
  const signal = takeOver(desk);
  const got = await fetchImage(siteUrl(`gallery/${item.image}`));
  if (signal.aborted) return;
  if (!got.ok) return complain(desk, got.fault);
  const former = desk.store.getState().session.plan?.image;
  desk.held.set(got.value.id, got.value);
  paint(desk, got.value.blob);
  set(desk, AFRESH);
  apply(desk, { kind: "openImage", ...galleryImage(item, got.value, reader(desk)) });
  const added = await swap(desk, former, got.value);
  if (!added.ok) complain(desk, added.fault);
}

export async function openFile(desk: Desk, file: Blob, name: string): Promise<void> {
  const { client } = desk;
  if (client === null || desk.store.getState().engine.kind !== "ready") {
    const message = "The engine is not ready yet.";
    return complain(desk, { kind: "unsupported", message, hint: "Open the image once it is." });
  }
  const signal = takeOver(desk);
  const got = await hold(file);
  if (!got.ok) return complain(desk, got.fault);
  const added = await handOver(client, got.value);
  if (signal.aborted) return;
  if (!added.ok) return complain(desk, added.fault);
  const { plan } = desk.store.getState().session;
  if (plan !== null && plan.image !== got.value.id) client.removeImage(plan.image);
  desk.held.set(got.value.id, got.value);
  paint(desk, await paintable(got.value, added.value.animated));
  set(desk, AFRESH);
  const question = plan?.question ?? FIRST_QUESTION;
  apply(desk, { kind: "openImage", ...ownImage(name, got.value, added.value, reader(desk), question) });
}

/** The bytes of an image that a session speaks of: those at hand, the gallery's, or those in the document. */
async function findBytes(desk: Desk, image: DocumentImage): Promise<Outcome<HeldImage>> {
  const { origin } = image;
  const held = desk.held.get(image.id);
  if (held !== undefined) return success(held);
  if (image.inline !== null) return hold(embeddedBytes(image.inline));
  const item =
    origin.kind === "gallery"
      ? desk.store.getState().gallery.find(({ id }) => id === origin.item)
      : undefined;
  if (item !== undefined) return fetchImage(siteUrl(`gallery/${item.image}`));
  return failure(
    "notFound",
    `The session speaks of ${image.name}, but the picture itself is not in its file.`,
    "Everything that was measured is here; open the picture to ask anew.",
  );
}

/** Paints the image that the session is about and gives it to the engine, after the session came from elsewhere. */
export async function showImage(desk: Desk, former: ImageId | undefined): Promise<void> {
  const image = imageOf(desk.store.getState().session);
  if (image === null || image.id === former) return;
  const got = await findBytes(desk, image);
  if (imageOf(desk.store.getState().session)?.id !== image.id) return;
  if (!got.ok) {
    set(desk, { imageUrl: null });
    return complain(desk, got.fault);
  }
  desk.held.set(image.id, got.value);
  paint(desk, got.value.blob);
  const added = await swap(desk, former, got.value);
  if (!added.ok) complain(desk, added.fault);
}
