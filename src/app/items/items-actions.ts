/** Every action of the person in the item builder (Zooming without Zooming, algorithm 2). */
import type { ImageId } from "../../base/ids.ts";
import { type Outcome, success } from "../../base/outcome.ts";
import { type Candidate, gridRegions, type SourceImage } from "../../suite/items/candidate.ts";
import { packItems } from "../../suite/items/export-items.ts";
import type { Thresholds } from "../../suite/items/thresholds.ts";
import { tallyOf, verdictOf } from "../../suite/items/verdict.ts";
import { fileOfBlob } from "../../suite/open/files/suite-file.ts";
import { measureImages } from "../../suite/open/images/measure-images.ts";
import type { Box } from "../../view/box.ts";
import { siteUrl } from "../address.ts";
import { fetchImage, type HeldImage, hold } from "../images/open-image.ts";
import type { Job, JobSpec } from "../jobs/jobs.ts";
import { askQuestion, sampleAnswers, sampleAttempts } from "./ask-candidate.ts";
import { candidateOf, changeCandidate, complainOf, type ItemServices } from "./item-services.ts";
import { FIRST_BOX } from "./items-state.ts";
import { proposeFromMap } from "./map-region.ts";

const FINDING: JobSpec = { owner: "items", kind: "background", title: "New items", usesModel: true };

export interface ItemsActions {
  /** Opens the person's own images; other files are reported. */
  openFiles(files: readonly File[]): Promise<void>;
  openScene(id: string): Promise<void>;
  show(id: ImageId): void;
  setBox(box: Box): void;
  /** Makes the drawn region a candidate. */
  addRegion(): void;
  /** Makes every cell of a grid over the current image a candidate. */
  addGrid(rows: number, columns: number): void;
  /** Lets the model answer a question, and makes the region that the answer depends on a candidate. */
  addFromMap(question: string): Promise<void>;
  setQuestion(id: string, question: string): void;
  setDimension(id: string, dimension: string): void;
  askQuestion(id: string): Promise<void>;
  /** Samples what the rules need of a candidate, step by step, until one rejects it or the person has to decide. */
  follow(id: string): Promise<void>;
  /** The same for every candidate that has a question. */
  followAll(): Promise<void>;
  stop(): void;
  decide(id: string, decision: Candidate["decision"]): void;
  remove(id: string): void;
  setThresholds(thresholds: Thresholds): void;
  setSeed(seed: number): void;
  /** The accepted items as an archive that the suite page opens. */
  pack(): Promise<File>;
  dismissFault(): void;
}

function paint({ store, held }: ItemServices, id: ImageId): void {
  const { url } = store.getState();
  const image = held.get(id);
  if (url !== null) URL.revokeObjectURL(url);
  store.setState({
    shown: id,
    url: image === undefined ? null : URL.createObjectURL(image.blob),
    box: FIRST_BOX,
  });
}

async function take(items: ItemServices, got: Outcome<HeldImage>, name: string): Promise<Outcome<null>> {
  if (!got.ok) return got;
  const { id, blob } = got.value;
  const sizes = await measureImages([fileOfBlob(name, blob)], [name]);
  const size = sizes.get(name);
  if (size?.ok === false) return size;
  if (size === undefined) return success(null);
  const image: SourceImage = { id, name, size: size.value };
  const { images } = items.store.getState();
  items.held.set(id, got.value);
  if (!images.some((each) => each.id === id)) items.store.setState({ images: [...images, image] });
  paint(items, id);
  return success(null);
}

async function openFiles(items: ItemServices, files: readonly File[]): Promise<void> {
  for (const file of files) {
    const taken = await take(items, await hold(file), file.name);
    if (!taken.ok) complainOf(items, { ...taken.fault, message: `${file.name}: ${taken.fault.message}` });
  }
}

async function openScene(items: ItemServices, id: string): Promise<void> {
  const scene = items.services.store.getState().gallery.find((each) => each.id === id);
  if (scene === undefined) return;
  const taken = await take(items, await fetchImage(siteUrl(`gallery/${scene.image}`)), scene.image);
  if (!taken.ok) complainOf(items, taken.fault);
}

function add(
  { store }: ItemServices,
  regions: readonly Box[],
  origin: Candidate["origin"],
  question = "",
): void {
  const { images, shown, candidates, proposed } = store.getState();
  const image = images.find(({ id }) => id === shown);
  if (image === undefined) return;
  const made = regions.map((region, index): Candidate => {
    const id = `region ${proposed + index + 1}`;
    return {
      id,
      image,
      region,
      origin,
      dimension: "own",
      question,
      answers: [],
      attempts: [],
      decision: null,
    };
  });
  store.setState({ candidates: [...candidates, ...made], proposed: proposed + made.length });
}

/** The candidates before this one that are not rejected: it must not duplicate them. */
function standingBefore({ store }: ItemServices, id: string): readonly Candidate[] {
  const { candidates, thresholds } = store.getState();
  const standing: Candidate[] = [];
  for (const each of candidates) {
    if (each.id === id) break;
    if (verdictOf(each, thresholds, standing).kind !== "rejected") standing.push(each);
  }
  return standing;
}

async function follow(items: ItemServices, job: Job, id: string): Promise<void> {
  for (let going = true; going && !job.signal.aborted; ) {
    const candidate = candidateOf(items, id);
    if (candidate === null) return;
    const verdict = verdictOf(candidate, items.store.getState().thresholds, standingBefore(items, id));
    const next = verdict.kind === "open" ? verdict.next : null;
    if (next !== "answers" && next !== "attempts") return;
    going = await (next === "answers" ? sampleAnswers(items, job, id) : sampleAttempts(items, job, id));
  }
}

async function followAll(items: ItemServices, job: Job): Promise<void> {
  const { candidates } = items.store.getState();
  for (const [done, { id }] of candidates.entries()) {
    if (job.signal.aborted) return;
    job.report(done, candidates.length);
    await follow(items, job, id);
  }
}

async function pack({ store, held }: ItemServices): Promise<File> {
  const { candidates, thresholds } = store.getState();
  const blob = await packItems(tallyOf(candidates, thresholds), async ({ id }) => {
    const image = held.get(id);
    return new Uint8Array((await image?.blob.arrayBuffer()) ?? new ArrayBuffer(0));
  });
  return new File([blob], "new-items.zip", { type: "application/zip" });
}

export function createItemsActions(items: ItemServices): ItemsActions {
  const { store } = items;
  const { jobs } = items.services;
  const stop = () => jobs.of("items")?.stop();
  const asking = <T>(work: (job: Job) => Promise<T>): Promise<T> => {
    stop();
    return jobs.run(FINDING, work);
  };
  return {
    openFiles: (files) => openFiles(items, files),
    openScene: (id) => openScene(items, id),
    show: (id) => paint(items, id),
    setBox: (box) => store.setState({ box }),
    addRegion: () => add(items, [store.getState().box], "drawn"),
    addGrid: (rows, columns) => add(items, gridRegions(rows, columns), "grid"),
    async addFromMap(question) {
      store.setState({ answered: null });
      const proposal = await asking((job) => proposeFromMap(items, job, question));
      if (proposal === null) return;
      add(items, [proposal.region], "map", question);
      store.setState({ answered: proposal.answered });
    },
    setQuestion: (id, question) => changeCandidate(items, id, { question, answers: [], attempts: [] }),
    setDimension: (id, dimension) => changeCandidate(items, id, { dimension }),
    askQuestion: (id) => asking((job) => askQuestion(items, job, id)),
    follow: (id) => asking((job) => follow(items, job, id)),
    followAll: () => asking((job) => followAll(items, job)),
    stop,
    decide: (id, decision) => changeCandidate(items, id, { decision }),
    remove: (id) =>
      store.setState({ candidates: store.getState().candidates.filter((each) => each.id !== id) }),
    setThresholds: (thresholds) => store.setState({ thresholds }),
    setSeed: (seed) => store.setState({ seed }),
    pack: () => pack(items),
    dismissFault: () => store.setState({ fault: null }),
  };
}
