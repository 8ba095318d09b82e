/** An item of the suite in the playground: its image, box and question, and everything that the run computed for it. */
import type { ImageId } from "../../base/ids.ts";
import { failure, type Outcome, success } from "../../base/outcome.ts";
import type { Plan } from "../../evidence/views/plan.ts";
import type { DocumentImage, Experiment } from "../../session/document/document.ts";
import { joined } from "../../session/join.ts";
import type { SuiteEntry } from "../../suite/open/entry.ts";
import { endingOf, nameOf } from "../../suite/open/files/suite-file.ts";
import { measureImages } from "../../suite/open/images/measure-images.ts";
import type { ItemResult, ResultsHeader } from "../../suite/results/result.ts";
import { planOf } from "../../suite/run/conditions.ts";
import { type ItemEvidence, isEvidenceOf } from "../../suite/run/evidence.ts";
import { arranged } from "../../suite/shuffle.ts";
import { reader } from "../images/image-actions.ts";
import { type HeldImage, hold } from "../images/open-image.ts";
import { handOver } from "../images/shown-images.ts";
import type { AppServices } from "../services.ts";
import type { SessionActions } from "../sessions/session-actions.ts";
import { readEvidence } from "./results/kept-evidence.ts";
import type { SuiteServices } from "./suite-services.ts";
import type { HeldSuite } from "./suite-state.ts";

/** The media types of the images in suites; others are recognised by their first bytes. */
const MEDIA = new Map([
  ["jpg", "image/jpeg"],
  ["jpeg", "image/jpeg"],
  ["png", "image/png"],
  ["webp", "image/webp"],
]);

/** An image of the suite as a file that the page can show. */
export async function pictureOf(suite: HeldSuite, path: string): Promise<Outcome<Blob>> {
  const file = suite.files.get(path);
  if (file === undefined) return failure("notFound", `The suite has no file ${path} now.`);
  const bytes = await file.read();
  if (!bytes.ok) return bytes;
  return success(new Blob([new Uint8Array(bytes.value)], { type: MEDIA.get(endingOf(path)) ?? "" }));
}

async function holdPicture(
  services: AppServices,
  suite: HeldSuite,
  path: string,
): Promise<Outcome<HeldImage>> {
  const blob = await pictureOf(suite, path);
  const held = blob.ok ? await hold(blob.value) : blob;
  if (held.ok) services.held.set(held.value.id, held.value);
  return held;
}

async function imageOf(suite: HeldSuite, path: string, id: ImageId): Promise<Outcome<DocumentImage>> {
  const file = suite.files.get(path);
  const sizes = await measureImages(file === undefined ? [] : [file], [path]);
  const size = sizes.get(path) ?? failure("notFound", `The suite has no file ${path} now.`);
  if (!size.ok) return size;
  const alt = `${nameOf(path)} of the suite ${suite.title}`;
  const origin = { kind: "own" } as const;
  return success({
    id,
    name: nameOf(path),
    alt,
    size: size.value,
    origin,
    answer: null,
    notes: [],
    inline: null,
  });
}

/** The run's answers as the experiment that the playground would have made under that plan. */
export function experimentOf(
  { answer, replay, closeUp }: ItemEvidence,
  plan: Plan,
  item: ItemResult,
  note: string,
): Experiment {
  return {
    id: "1",
    note,
    plan,
    rollouts: [answer],
    verdicts: [item.looks.global?.right ?? null],
    replays: [replay],
    teacherAnswer: closeUp,
    gates: [],
  };
}

interface Opened {
  readonly suite: HeldSuite;
  readonly entry: SuiteEntry;
  readonly item: ItemResult;
  readonly header: ResultsHeader;
}

/** What is needed of the item; a fault where the open suite is not the one of the results. */
function find({ store }: SuiteServices, id: string): Outcome<Opened> {
  const { source, items, header } = store.getState();
  const item = items.find((each) => each.id === id);
  const given = source.kind === "open" ? source.suite.entries.find((each) => each.id === id) : undefined;
  const entry = given === undefined ? undefined : arranged(given, header?.shuffle ?? null);
  if (header === null || item === undefined) return failure("notFound", `There is no result of ${id}.`);
  if (source.kind !== "open" || entry === undefined || entry.question !== item.question)
    return failure(
      "notFound",
      `A results file holds no images, and the suite ${header.suite.title} is not open.`,
      "Open the suite, then the item.",
    );
  return success({ suite: source.suite, entry, item, header });
}

interface Pictures {
  readonly images: readonly DocumentImage[];
  readonly image: HeldImage;
  readonly crop: HeldImage | null;
}

async function openPictures(services: AppServices, { suite, entry }: Opened): Promise<Outcome<Pictures>> {
  const image = await holdPicture(services, suite, entry.path);
  if (!image.ok) return image;
  const whole = await imageOf(suite, entry.path, image.value.id);
  if (!whole.ok) return whole;
  if (entry.region.kind !== "crop") return success({ images: [whole.value], image: image.value, crop: null });
  const { path } = entry.region;
  const crop = await holdPicture(services, suite, path);
  if (!crop.ok) return crop;
  const part = await imageOf(suite, path, crop.value.id);
  if (!part.ok) return part;
  return success({ images: [whole.value, part.value], image: image.value, crop: crop.value });
}

/** The plan of the run, otherwise one for the model in use; other items on the image have their own answers. */
function planFor(
  services: AppServices,
  { entry, header }: Opened,
  { image, crop }: Pictures,
  evidence: ItemEvidence | null,
): Plan {
  const { model, boxWords } = reader(services);
  const { longestEdge = null } = header;
  const opened = { model, boxWords, longestEdge, image: image.id, crop: crop?.id ?? null };
  const plan = evidence?.plan ?? planOf(entry, opened, header.choices);
  const { answer, answers, evidence: words, choices, correct } = entry;
  const several = answers.length > 0 ? { answers } : {};
  const right = choices.length > 0 ? { correct } : {};
  const loose = header.numberWords === true ? { numberWords: true } : {};
  const known = { ...loose, question: plan.question, answer, evidence: words, choices, ...several, ...right };
  return { ...plan, known };
}

/** The experiment that was opened from the same answer before; null where there is none. */
function knownExperiment(services: AppServices, experiment: Experiment): Experiment | null {
  const { experiments } = services.store.getState().session;
  const key = ({ note, plan, rollouts }: Experiment) => JSON.stringify([note, plan.known, rollouts[0]?.ids]);
  return experiments.find((each) => key(each) === key(experiment)) ?? null;
}

async function show(
  services: AppServices,
  session: SessionActions,
  images: readonly DocumentImage[],
  plan: Plan,
  experiment: Experiment | null,
): Promise<void> {
  const known = experiment === null ? null : knownExperiment(services, experiment);
  if (known !== null) return session.show(known.id);
  const { session: current } = services.store.getState();
  const experiments = experiment === null ? [] : [experiment];
  const shown = experiment?.id ?? null;
  const { settings } = current;
  return session.open(
    joined({ ...current, shown: null }, { title: "", images, experiments, shown, plan, settings }),
  );
}

/** Adds the item to the playground's session, and shows it. Runs no model. */
export async function openItem(
  suiteServices: SuiteServices,
  session: SessionActions,
  id: string,
): Promise<Outcome<null>> {
  const { services } = suiteServices;
  const found = find(suiteServices, id);
  if (!found.ok) return found;
  const pictures = await openPictures(services, found.value);
  if (!pictures.ok) return pictures;
  const { item, header, suite } = found.value;
  const { images, image, crop } = pictures.value;
  const kept = await readEvidence(id);
  const evidence = kept !== null && isEvidenceOf(kept, item, header) ? kept : null;
  const plan = planFor(services, found.value, pictures.value, evidence);
  const note = `${suite.title}, ${id}`;
  const experiment = evidence === null ? null : experimentOf(evidence, plan, item, note);
  await show(services, session, images, plan, experiment);
  if (crop !== null && services.client !== null) await handOver(services.engines, crop);
  services.store.setState({ visit: { suite: suite.title, item: id, image: image.id } });
  return success(null);
}
