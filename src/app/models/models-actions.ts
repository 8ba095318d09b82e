/** Choosing, fetching, keeping and deleting models. */
import type { ModelId } from "../../base/ids.ts";
import { failure, type Outcome } from "../../base/outcome.ts";
import type { ModelsClient } from "../../engine/local/client.ts";
import type { TransferEvent } from "../../source/models-api.ts";
import type { Listing, Offer, PublishedModel } from "../../source/offer.ts";
import { type LocalFile, parseHubAddress } from "../../source/source.ts";
import type { Desk } from "../desk.ts";
import { siteUrl } from "../site-url.ts";
import { BUNDLED } from "./bundled.ts";
import { loadModel, loadTeacher, sourceOf } from "./load-model.ts";
import { watchMemory } from "./memory.ts";
import { ask, change } from "./models-desk.ts";
import type { AskedModel, Search, TransferState, TransferTask } from "./models-state.ts";
import { pair, unpair } from "./pair-actions.ts";

/** Reads anew what is published and what is kept. */
async function refreshModels(desk: Desk): Promise<void> {
  const stock = await ask(desk, (models) => models.stock(siteUrl("models/published.json").href));
  if (stock.ok) change(desk, { stock: stock.value });
  else change(desk, { fault: stock.fault });
}

/** Shows the list of models. */
export function openModels(desk: Desk): void {
  change(desk, { open: true, fault: null });
  void refreshModels(desk);
}

/** Shows what a look found, unless another look began meanwhile. */
async function look(
  desk: Desk,
  what: string,
  files: readonly LocalFile[] | null,
  find: (models: ModelsClient) => Promise<Outcome<Listing>>,
): Promise<void> {
  const search: Search = { kind: "looking", what };
  change(desk, { search });
  const found = await ask(desk, find);
  if (desk.store.getState().models.search !== search) return;
  change(desk, {
    search: found.ok
      ? { kind: "found", listing: found.value, files }
      : { kind: "failed", what, fault: found.fault },
  });
}

/** Shows a published model: its offers where they are known here, else the question whether the hub may be asked. */
async function choosePublished(desk: Desk, model: PublishedModel): Promise<void> {
  if (!model.listed) return change(desk, { search: { kind: "unasked", model } });
  await look(desk, model.title, null, async (models) => {
    const known = await models.known(model.repository);
    if (!known.ok) return known;
    return known.value === null
      ? failure("notFound", `${model.title} is not listed.`)
      : { ok: true, value: known.value };
  });
}

/** Asks the hub for a repository that the person named; this is when the first request leaves for it. */
async function lookUp(desk: Desk, text: string): Promise<void> {
  const address = parseHubAddress(text);
  if (!address.ok) return change(desk, { search: { kind: "failed", what: text, fault: address.fault } });
  await look(desk, address.value.repository, null, (models) => models.lookUp(address.value));
}

/** Looks into a folder or a set of files of the disk. */
async function lookInto(desk: Desk, files: readonly LocalFile[]): Promise<void> {
  change(desk, { open: true });
  await look(desk, "the files", files, (models) => models.lookInto(files));
  if (desk.store.getState().models.stock === null) await refreshModels(desk);
}

function tellTransfer(desk: Desk, task: TransferTask, told: Partial<TransferState>): void {
  const { transfer } = desk.store.getState().models;
  if (transfer !== null && transfer.task === task) change(desk, { transfer: { ...transfer, ...told } });
}

function onTransfer(desk: Desk, task: TransferTask, event: TransferEvent): void {
  const transfer = desk.store.getState().models.transfer;
  if (transfer?.state !== "running") return;
  if (event.kind === "progress") {
    const { done, total, bytesPerSecond } = event;
    tellTransfer(desk, task, { done, total, bytesPerSecond });
  } else if (event.kind === "waiting") {
    tellTransfer(desk, task, { waiting: event.why, ...(event.why !== null && { bytesPerSecond: 0 }) });
  }
}

/** Fetches or copies; what a former transfer of the same task brought is still there. */
async function beginTransfer(desk: Desk, task: TransferTask): Promise<void> {
  desk.transfer.abort();
  await desk.transferring;
  desk.transfer = new AbortController();
  desk.transferring = transfer(desk, task, desk.transfer.signal);
  await desk.transferring;
}

async function transfer(desk: Desk, task: TransferTask, signal: AbortSignal): Promise<void> {
  const at = { state: "running", done: 0, total: 0, bytesPerSecond: 0, waiting: null, fault: null } as const;
  change(desk, { transfer: { task, ...at }, search: { kind: "none" } });
  // Asked for while the person is there; the answer is shown with the storage, and no download depends on it.
  await navigator.storage?.persist?.().catch(() => false);
  const { order, files } = task;
  const onEvent = (event: TransferEvent): void => onTransfer(desk, task, event);
  const ended = await ask(desk, (models) =>
    order.kind === "hub"
      ? models.download(order, signal, onEvent)
      : models.keepCopy(files ?? [], order.mix, signal, onEvent),
  );
  const settled = { waiting: null, bytesPerSecond: 0 };
  if (!ended.ok) tellTransfer(desk, task, { ...settled, state: "failed", fault: ended.fault });
  else tellTransfer(desk, task, { ...settled, state: ended.value === null ? "paused" : "finished" });
  await refreshModels(desk);
}

/** Goes on with a transfer that was paused or failed. */
async function resumeTransfer(desk: Desk): Promise<void> {
  const { transfer } = desk.store.getState().models;
  if (transfer !== null && transfer.state !== "running") await beginTransfer(desk, transfer.task);
}

/** Takes the transfer off the screen: one that is not finished is stopped, and what it brought is deleted. */
async function cancelTransfer(desk: Desk): Promise<void> {
  const { transfer } = desk.store.getState().models;
  if (transfer === null) return;
  change(desk, { transfer: null });
  if (transfer.state === "finished") return;
  desk.transfer.abort();
  await desk.transferring;
  await removeModel(desk, transfer.task.id);
}

/** Deletes a kept model. One in use is let go first: the bundled model answers then, and the student's own teaches. */
async function removeModel(desk: Desk, id: ModelId): Promise<void> {
  if (desk.store.getState().session.plan?.teacher?.model === id) await loadTeacher(desk, null);
  if (desk.source.kind === "kept" && desk.source.id === id) {
    desk.source = sourceOf(desk, BUNDLED.id);
    await loadModel(desk);
  }
  desk.opened.delete(id);
  const removed = await ask(desk, (models) => models.remove(id));
  change(desk, { fault: removed.ok ? null : removed.fault });
  await refreshModels(desk);
}

/** Opens an offer of files on the disk, in place. */
async function openOffer(desk: Desk, offer: Offer, files: readonly LocalFile[]): Promise<void> {
  if (offer.order.kind !== "files") return;
  desk.source = { kind: "files", files, mix: offer.order.mix };
  change(desk, { open: false });
  await loadModel(desk);
}

/** Opens a model that comes with the page, or one that this browser keeps. */
async function takeModel(desk: Desk, id: ModelId): Promise<void> {
  desk.source = sourceOf(desk, id);
  change(desk, { open: false, transfer: null });
  await loadModel(desk);
}

/** A repository of which nothing is known but its name. */
function unlisted({ repository, revision }: AskedModel): PublishedModel {
  const [, title = repository] = repository.split("/");
  const words = { licence: "not known here", knows: `${repository} is what the link asks for.` };
  return { repository, revision, title, ...words, smallest: 0, largest: 0, listed: false };
}

/** What a link asks for: opened where this browser keeps it, else shown in the list, where the hub can be asked for it. */
async function seeAsked(desk: Desk, asked: AskedModel): Promise<void> {
  await refreshModels(desk);
  const { stock } = desk.store.getState().models;
  if (stock?.kept.some(({ id, whole }) => whole && id === asked.id) === true)
    return asked.role === "student" ? takeModel(desk, asked.id) : loadTeacher(desk, asked.id);
  change(desk, { open: true, fault: null });
  const { repository, revision } = asked;
  const known = stock?.published.find((each) => each.repository === repository && each.revision === revision);
  await choosePublished(desk, known ?? unlisted(asked));
}

/** Every intent that has to do with models, as a function. */
export interface ModelActions {
  open(): void;
  close(): void;
  choosePublished(model: PublishedModel): Promise<void>;
  /** Asks the hub for a repository by name; the only way to its first request. */
  lookUp(text: string): Promise<void>;
  lookInto(files: readonly LocalFile[]): Promise<void>;
  begin(task: TransferTask): Promise<void>;
  pause(): void;
  resume(): Promise<void>;
  cancel(): Promise<void>;
  remove(id: ModelId): Promise<void>;
  openOffer(offer: Offer, files: readonly LocalFile[]): Promise<void>;
  /** Opens a model that comes with the page, or one that this browser keeps. */
  take(id: ModelId): Promise<void>;
  /** Lets one model teach another, as in VA-OPD and Uni-OPD; both must come with the page or be kept. */
  pair(student: ModelId, teacher: ModelId): Promise<void>;
  /** Back to what was set up before the pair. */
  unpair(): Promise<void>;
  /** Opens a model that a link asks for, where it is kept; else shows where it can be had. */
  seeAsked(asked: AskedModel): Promise<void>;
  /** Goes on without what the link asks for. */
  forgetAsked(): void;
}

export function createModelActions(desk: Desk): ModelActions {
  watchMemory(desk);
  return {
    open: () => openModels(desk),
    close: () => change(desk, { open: false }),
    choosePublished: (model) => choosePublished(desk, model),
    lookUp: (text) => lookUp(desk, text),
    lookInto: (files) => lookInto(desk, files),
    begin: (task) => beginTransfer(desk, task),
    pause: () => desk.transfer.abort(),
    resume: () => resumeTransfer(desk),
    cancel: () => cancelTransfer(desk),
    remove: (id) => removeModel(desk, id),
    openOffer: (offer, files) => openOffer(desk, offer, files),
    take: (id) => takeModel(desk, id),
    pair: (student, teacher) => pair(desk, student, teacher),
    unpair: () => unpair(desk),
    seeAsked: (asked) => seeAsked(desk, asked),
    forgetAsked: () => change(desk, { asked: [] }),
  };
}
