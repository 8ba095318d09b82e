/** Choosing, fetching, storing and deleting models. */
import type { ModelId } from "../../base/ids.ts";
import { failure, type Outcome } from "../../base/outcome.ts";
import { servedId } from "../../base/served-id.ts";
import type { ModelsClient } from "../../engine/local/client.ts";
import type { TransferEvent } from "../../source/models-api.ts";
import type { Listing, Offer, PublishedModel } from "../../source/offer.ts";
import { type LocalFile, parseHubAddress, type ServedSource } from "../../source/source.ts";
import { siteUrl } from "../address.ts";
import type { Job, JobSpec } from "../jobs/jobs.ts";
import { replay } from "../run/run-actions.ts";
import type { AppServices } from "../services.ts";
import { wholeModel } from "./adapter-files.ts";
import { BUNDLED } from "./bundled.ts";
import { loadModel, loadTeacher, sourceOf } from "./load-model.ts";
import { watchMemory } from "./memory.ts";
import { ask, change } from "./model-services.ts";
import type { AskedModel, Search, TransferState, TransferTask } from "./models-state.ts";
import { pair, unpair } from "./pair-actions.ts";
import { connect, findEngines, setAtOnce } from "./remote-engines.ts";
import { mayLoad } from "./stopping.ts";

/** Reads again what is published and what is stored. */
async function refreshModels(services: AppServices): Promise<void> {
  const stock = await ask(services, (models) => models.stock(siteUrl("models/published.json").href));
  if (stock.ok) change(services, { stock: stock.value });
  else change(services, { fault: stock.fault });
}

/** Shows the list of models. */
export function openModels(services: AppServices): void {
  change(services, { open: true, fault: null });
  void refreshModels(services);
  void findEngines(services);
}

/** Shows the result of a look-up, unless another one has started meanwhile. */
async function look(
  services: AppServices,
  what: string,
  files: readonly LocalFile[] | null,
  find: (models: ModelsClient, files: readonly LocalFile[]) => Promise<Outcome<Listing>>,
): Promise<void> {
  const search: Search = { kind: "looking", what };
  change(services, { search });
  const whole = await wholeModel(files ?? []);
  const found = whole.ok ? await ask(services, (models) => find(models, whole.value)) : whole;
  if (services.store.getState().models.search !== search) return;
  change(services, {
    search: found.ok
      ? { kind: "found", listing: found.value, files: files === null || !whole.ok ? null : whole.value }
      : { kind: "failed", what, fault: found.fault },
  });
}

/** Shows a published model: its offers where they are known, otherwise the question whether to contact the hub. */
async function choosePublished(services: AppServices, model: PublishedModel): Promise<void> {
  if (!model.listed) return change(services, { search: { kind: "unasked", model } });
  await look(services, model.title, null, async (models) => {
    const known = await models.known(model.repository);
    if (!known.ok) return known;
    return known.value === null
      ? failure("notFound", `${model.title} is not listed.`)
      : { ok: true, value: known.value };
  });
}

/** Looks up a repository named by the person; this sends the first request to the hub. */
async function lookUp(services: AppServices, text: string): Promise<void> {
  const address = parseHubAddress(text);
  if (!address.ok) return change(services, { search: { kind: "failed", what: text, fault: address.fault } });
  await look(services, address.value.repository, null, (models) => models.lookUp(address.value));
}

/** Inspects a folder or a set of files on the disk: those of a model, or of an adapter of a bundled one. */
async function lookInto(services: AppServices, files: readonly LocalFile[]): Promise<void> {
  change(services, { open: true });
  await look(services, "the files", files, (models, whole) => models.lookInto(whole));
  if (services.store.getState().models.stock === null) await refreshModels(services);
}

function tellTransfer(services: AppServices, task: TransferTask, told: Partial<TransferState>): void {
  const { transfer } = services.store.getState().models;
  if (transfer !== null && transfer.task === task) change(services, { transfer: { ...transfer, ...told } });
}

function onTransfer(services: AppServices, task: TransferTask, event: TransferEvent): void {
  const transfer = services.store.getState().models.transfer;
  if (transfer?.state !== "running") return;
  if (event.kind === "progress") {
    const { done, total, bytesPerSecond } = event;
    tellTransfer(services, task, { done, total, bytesPerSecond });
  } else if (event.kind === "waiting") {
    tellTransfer(services, task, { waiting: event.why, ...(event.why !== null && { bytesPerSecond: 0 }) });
  }
}

/** Fetches or copies; what a previous transfer of the same task brought is reused. */
async function beginTransfer(services: AppServices, task: TransferTask): Promise<void> {
  services.jobs.of("transfer")?.stop();
  await services.transferring;
  const spec: JobSpec = {
    owner: "transfer",
    kind: "background",
    title: `Download of ${task.title}`,
    usesModel: false,
  };
  services.transferring = services.jobs.run(spec, (job) => transfer(services, task, job));
  await services.transferring;
}

async function transfer(services: AppServices, task: TransferTask, job: Job): Promise<void> {
  const at = { state: "running", done: 0, total: 0, bytesPerSecond: 0, waiting: null, fault: null } as const;
  change(services, { transfer: { task, ...at }, search: { kind: "none" } });
  // Requested while the person is present; the result is shown with the storage, and no download depends on it.
  await navigator.storage?.persist?.().catch(() => false);
  const { order, files } = task;
  const onEvent = (event: TransferEvent): void => {
    if (event.kind === "progress") job.report(event.done, event.total);
    onTransfer(services, task, event);
  };
  const ended = await ask(services, (models) =>
    order.kind === "hub"
      ? models.download(order, job.signal, onEvent)
      : models.keepCopy(files ?? [], order.mix, job.signal, onEvent),
  );
  const settled = { waiting: null, bytesPerSecond: 0 };
  if (!ended.ok) tellTransfer(services, task, { ...settled, state: "failed", fault: ended.fault });
  else tellTransfer(services, task, { ...settled, state: ended.value === null ? "paused" : "finished" });
  await refreshModels(services);
}

/** Continues a transfer that was paused or failed. */
async function resumeTransfer(services: AppServices): Promise<void> {
  const { transfer } = services.store.getState().models;
  if (transfer !== null && transfer.state !== "running") await beginTransfer(services, transfer.task);
}

/** Removes the transfer from the screen: an unfinished one is stopped, and its files are deleted. */
async function cancelTransfer(services: AppServices): Promise<void> {
  const { transfer } = services.store.getState().models;
  if (transfer === null) return;
  change(services, { transfer: null });
  if (transfer.state === "finished") return;
  services.jobs.of("transfer")?.stop();
  await services.transferring;
  await removeModel(services, transfer.task.id);
}

/** Deletes a stored model. One in use is closed first: the bundled model answers then, or the student's own teaches. */
async function removeModel(services: AppServices, id: ModelId): Promise<void> {
  const teaches = services.store.getState().session.plan?.teacher?.model === id;
  const answers = services.source.kind === "kept" && services.source.id === id;
  if ((teaches || answers) && !(await mayLoad(services))) return;
  if (teaches) await loadTeacher(services, null);
  if (answers) {
    services.source = sourceOf(services, BUNDLED.id);
    await loadModel(services);
  }
  services.opened.delete(id);
  const removed = await ask(services, (models) => models.remove(id));
  change(services, { fault: removed.ok ? null : removed.fault });
  await refreshModels(services);
}

/** Opens an offer of files on the disk, in place. */
async function openOffer(services: AppServices, offer: Offer, files: readonly LocalFile[]): Promise<void> {
  if (offer.order.kind !== "files") return;
  change(services, { open: false });
  if (!(await mayLoad(services))) return;
  services.source = { kind: "files", files, mix: offer.order.mix };
  await loadModel(services);
}

/** Opens a bundled model, or one stored in this browser. */
async function takeModel(services: AppServices, id: ModelId): Promise<void> {
  change(services, { open: false });
  if (!(await mayLoad(services))) return;
  services.source = sourceOf(services, id);
  change(services, { transfer: null });
  await loadModel(services);
}

/** Opens a served model as the one that answers. */
async function takeServed(services: AppServices, source: ServedSource): Promise<void> {
  change(services, { open: false });
  if (!(await mayLoad(services))) return;
  services.source = source;
  await loadModel(services);
}

/** Opens a served model as the teacher. */
async function teachServed(services: AppServices, source: ServedSource): Promise<void> {
  change(services, { open: false });
  const id = servedId(source);
  services.opened.set(id, source);
  await takeTeacher(services, id);
}

/** Opens a model as the teacher, which then reads the present answer. */
async function takeTeacher(services: AppServices, id: ModelId): Promise<void> {
  if (!(await mayLoad(services))) return;
  await loadTeacher(services, id);
  await replay(services);
}

/** A repository of which only the name is known. */
function unlisted({ repository, revision }: AskedModel): PublishedModel {
  const [, title = repository] = repository.split("/");
  const words = { licence: "unknown", knows: `The link asks for ${repository}.` };
  return { repository, revision, title, ...words, smallest: 0, largest: 0, listed: false };
}

/** A model that a link asks for: opened if stored in this browser, otherwise shown in the list, where it can be looked up. */
async function seeAsked(services: AppServices, asked: AskedModel): Promise<void> {
  await refreshModels(services);
  const { stock } = services.store.getState().models;
  if (stock?.kept.some(({ id, whole }) => whole && id === asked.id) === true)
    return asked.role === "student" ? takeModel(services, asked.id) : takeTeacher(services, asked.id);
  change(services, { open: true, fault: null });
  const { repository, revision } = asked;
  const known = stock?.published.find((each) => each.repository === repository && each.revision === revision);
  await choosePublished(services, known ?? unlisted(asked));
}

/** Every action about models, as a function. */
export interface ModelActions {
  open(): void;
  close(): void;
  choosePublished(model: PublishedModel): Promise<void>;
  /** Looks up a repository by name; only this sends the first request to the hub. */
  lookUp(text: string): Promise<void>;
  lookInto(files: readonly LocalFile[]): Promise<void>;
  begin(task: TransferTask): Promise<void>;
  pause(): void;
  resume(): Promise<void>;
  cancel(): Promise<void>;
  remove(id: ModelId): Promise<void>;
  openOffer(offer: Offer, files: readonly LocalFile[]): Promise<void>;
  /** Opens a bundled model, or one stored in this browser. */
  take(id: ModelId): Promise<void>;
  /** Lists the models of a remote engine. */
  connect(engine: string): Promise<void>;
  /** Opens a model of a remote engine as the one that answers, or as the teacher. */
  takeServed(source: ServedSource): Promise<void>;
  teachServed(source: ServedSource): Promise<void>;
  /** Sets how many requests to a remote engine are under way at once. */
  setAtOnce(atOnce: number): void;
  /** Answers whether images and questions may be sent to the engine that is asked about. */
  decideDisclosure(agrees: boolean): void;
  /** Lets one model teach another, as in VA-OPD and Uni-OPD; both must be bundled or stored. */
  pair(student: ModelId, teacher: ModelId): Promise<void>;
  /** Restores the settings from before the two models were combined. */
  unpair(): Promise<void>;
  /** Opens a model that a link asks for if it is stored; otherwise shows where to get it. */
  seeAsked(asked: AskedModel): Promise<void>;
  /** Continues without the models that the link asks for. */
  forgetAsked(): void;
}

export function createModelActions(services: AppServices): ModelActions {
  watchMemory(services);
  return {
    open: () => openModels(services),
    close: () => change(services, { open: false }),
    choosePublished: (model) => choosePublished(services, model),
    lookUp: (text) => lookUp(services, text),
    lookInto: (files) => lookInto(services, files),
    begin: (task) => beginTransfer(services, task),
    pause: () => services.jobs.of("transfer")?.stop(),
    resume: () => resumeTransfer(services),
    cancel: () => cancelTransfer(services),
    remove: (id) => removeModel(services, id),
    openOffer: (offer, files) => openOffer(services, offer, files),
    take: (id) => takeModel(services, id),
    connect: (engine) => connect(services, engine),
    takeServed: (source) => takeServed(services, source),
    teachServed: (source) => teachServed(services, source),
    setAtOnce: (atOnce) => setAtOnce(services, atOnce),
    decideDisclosure: (agrees) => services.decideDisclosure(agrees),
    pair: (student, teacher) => pair(services, student, teacher),
    unpair: () => unpair(services),
    seeAsked: (asked) => seeAsked(services, asked),
    forgetAsked: () => change(services, { asked: [] }),
  };
}
