/**
 * The initial state of a visit, before any engine: the session of the address, otherwise that of this tab or of the last
 * visit, otherwise the recorded session of the first scene.
 */
import type { Outcome } from "../../base/outcome.ts";
import type { SessionContent } from "../../session/document/document.ts";
import { openSessionText } from "../../session/document/open.ts";
import { NO_HISTORY } from "../../session/history.ts";
import { readLink, type SessionLink } from "../../session/link/link.ts";
import { EMPTY_SESSION } from "../../session/session.ts";
import type { SuiteItem } from "../../suite/item.ts";
import { checkBox } from "../../view/box.ts";
import { siteUrl } from "../address.ts";
import { fetchItems } from "../images/gallery.ts";
import { openGalleryItem, reader, showImage } from "../images/image-actions.ts";
import { fetchImage, galleryImage } from "../images/open-image.ts";
import { FIRST_SCENE } from "../models/bundled.ts";
import { type AppServices, complain, set } from "../services.ts";
import type { Autosave } from "./autosave.ts";
import { withLinkedModels } from "./linked-models.ts";
import { fetchRecording, fetchRecordings, fileOf } from "./recorded.ts";
import { claim, newSavedId, previousId } from "./saved-ids.ts";
import type { SessionStore } from "./session-store.ts";

/** How the page was reached: a link is followed once, not again when the page is reloaded over later work. */
function cameByReload(): boolean {
  const [entry] = performance.getEntriesByType("navigation");
  return entry !== undefined && "type" in entry && entry.type !== "navigate";
}

/** Shows a session as the initial one: nothing can be undone before it. */
async function put(services: AppServices, session: SessionContent): Promise<void> {
  set(services, { session, history: NO_HISTORY });
  await showImage(services, undefined);
}

async function linked(
  item: SuiteItem,
  link: SessionLink,
  services: AppServices,
): Promise<Outcome<SessionContent>> {
  const held = await fetchImage(siteUrl(`gallery/${item.image}`));
  if (!held.ok) return held;
  services.held.set(held.value.id, held.value);
  const { image, plan } = galleryImage(item, held.value, reader(services));
  const box = link.box === null ? plan.box : checkBox(link.box, "pixels", plan.size);
  if ("ok" in box && !box.ok) return box;
  const { student, others, settings } = link;
  const asked = { student, others, question: link.question ?? plan.question };
  const boxed = { ...plan, ...asked, box: "ok" in box ? box.value : box };
  const linkedPlan = withLinkedModels(services, boxed, link);
  return { ok: true, value: { ...EMPTY_SESSION, images: [image], plan: linkedPlan, settings } };
}

/** Opens the address's link; returns whether that succeeded. Faults are shown. */
async function openLink(services: AppServices, gallery: Promise<unknown>): Promise<boolean> {
  const link = readLink(location.search);
  if (link === null || (cameByReload() && previousId() !== null)) return false;
  if (!link.ok) {
    complain(services, link.fault);
    return false;
  }
  await gallery;
  const item = services.store.getState().gallery.find(({ id }) => id === link.value.item);
  if (item === undefined) {
    const message = `This link points to scene “${link.value.item}”, which is not in the gallery.`;
    complain(services, { kind: "notFound", message });
    return false;
  }
  const session = await linked(item, link.value, services);
  if (!session.ok) {
    complain(services, session.fault);
    return false;
  }
  await put(services, session.value);
  return true;
}

/** Opens a saved session. One that another tab has open is copied if it was this tab's own, and otherwise left alone. */
async function openSaved(
  services: AppServices,
  autosave: Autosave,
  sessionStore: SessionStore,
  gallery: Promise<unknown>,
): Promise<boolean> {
  const former = previousId();
  const kept = await sessionStore.list();
  if (!kept.ok) return false;
  const savedId = kept.value.find((each) => each.slot === former)?.slot ?? kept.value[0]?.slot;
  if (savedId === undefined) return false;
  const free = await claim(savedId);
  if (!free && savedId !== former) return false;
  const bytes = await sessionStore.read(savedId);
  if (!bytes.ok || bytes.value === null) return false;
  const session = openSessionText(bytes.value.text);
  if (!session.ok) {
    complain(services, session.fault);
    return false;
  }
  for (const [id, blob] of bytes.value.pictures) services.held.set(id, { id, blob });
  await gallery;
  await put(services, session.value);
  autosave.settle(free ? savedId : newSavedId());
  if (free)
    set(services, {
      keeping: { kind: "kept", at: kept.value.find((each) => each.slot === savedId)?.at ?? 0 },
    });
  return true;
}

const firstRecording = () => fetchRecording(siteUrl(fileOf(FIRST_SCENE)));

/** The recorded session of the first scene; if it cannot be fetched, the scene alone. */
async function openFirst(
  services: AppServices,
  gallery: Promise<unknown>,
  recording: ReturnType<typeof firstRecording>,
): Promise<void> {
  const recorded = await recording;
  if (recorded.ok) set(services, { session: recorded.value, history: NO_HISTORY });
  await gallery;
  if (recorded.ok) return showImage(services, undefined);
  const { gallery: items } = services.store.getState();
  const first = items.find(({ id }) => id === FIRST_SCENE) ?? items[0];
  if (first === undefined) return;
  await openGalleryItem(services, first.id);
  set(services, { history: NO_HISTORY });
}

async function readGallery(services: AppServices): Promise<void> {
  const gallery = await fetchItems(siteUrl("gallery/gallery.json"));
  if (gallery.ok) set(services, { gallery: gallery.value });
  else complain(services, gallery.fault);
}

async function readRecordings(services: AppServices): Promise<void> {
  const recordings = await fetchRecordings(siteUrl("sessions/index.json"));
  if (recordings.ok) set(services, { recordings: recordings.value });
}

/** Shows the initial state of the visit. It runs no model and needs no engine. */
export async function begin(
  services: AppServices,
  autosave: Autosave,
  sessionStore: SessionStore,
): Promise<void> {
  const gallery = readGallery(services);
  // A browser opens its database slowly: the content of a first visit is fetched meanwhile.
  const early = previousId() === null && readLink(location.search) === null ? firstRecording() : null;
  if (await openLink(services, gallery)) autosave.settle(newSavedId());
  else if (!(await openSaved(services, autosave, sessionStore, gallery))) {
    await openFirst(services, gallery, early ?? firstRecording());
    autosave.settle(newSavedId());
  }
  set(services, { opening: false });
  await gallery;
  await readRecordings(services);
}
