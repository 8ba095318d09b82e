/** A rollout of a log in the playground: its image, evidence and question, and what the log has of its tokens. */
import type { ImageId } from "../../base/ids.ts";
import { failure, type Outcome, success } from "../../base/outcome.ts";
import type { Plan } from "../../evidence/views/plan.ts";
import { CROP, FULL, type Recipe } from "../../evidence/views/recipe.ts";
import { COLUMN, type LoggedRollout } from "../../log/rollout.ts";
import type { ShownImageFile, ShownSubject } from "../../log/worker/api.ts";
import type { DocumentImage, Experiment } from "../../session/document/document.ts";
import { joined } from "../../session/join.ts";
import { fileOfBlob } from "../../suite/open/files/suite-file.ts";
import { measureImages } from "../../suite/open/images/measure-images.ts";
import { reader } from "../images/image-actions.ts";
import { type HeldImage, hold, type Reader } from "../images/open-image.ts";
import { handOver } from "../images/shown-images.ts";
import { type AppServices, apply } from "../services.ts";
import { LOGGED_STUDENT, LOGGED_TEACHER, loggedExperiment } from "./logged-experiment.ts";
import type { LogsServices } from "./logs-services.ts";

/** Stands for the box where there is none. */
const EVERYWHERE = { x: 0, y: 0, width: 1, height: 1 } as const;

interface Pictures {
  readonly image: HeldImage;
  readonly crop: HeldImage | null;
  readonly documents: readonly DocumentImage[];
}

async function documentOf({ id, blob }: HeldImage, name: string): Promise<Outcome<DocumentImage>> {
  const sizes = await measureImages([fileOfBlob(name, blob)], [name]);
  const size = sizes.get(name);
  if (size === undefined || !size.ok) return size ?? failure("notFound", `${name} was not read.`);
  const origin = { kind: "own" } as const;
  return success({
    id,
    name,
    alt: `${name} of the log`,
    size: size.value,
    origin,
    answer: null,
    notes: [],
    inline: null,
  });
}

async function take(services: AppServices, file: ShownImageFile) {
  const held = await hold(file.blob);
  if (!held.ok) return held;
  const document = await documentOf(held.value, file.name);
  if (!document.ok) return document;
  services.held.set(held.value.id, held.value);
  return success({ held: held.value, document: document.value });
}

async function openPictures(
  services: AppServices,
  { image, crop }: ShownSubject,
): Promise<Outcome<Pictures>> {
  const whole = await take(services, image);
  if (!whole.ok) return whole;
  if (crop === null)
    return success({ image: whole.value.held, crop: null, documents: [whole.value.document] });
  const part = await take(services, crop);
  if (!part.ok) return part;
  const documents = [whole.value.document, part.value.document];
  return success({ image: whole.value.held, crop: part.value.held, documents });
}

/** What the teacher is shown: the crop that the data names, else what the box cuts; null without evidence. */
function evidenceRecipe({ box }: ShownSubject, crop: ImageId | null): Recipe | null {
  if (crop !== null) return [{ kind: "crop-image", image: crop }];
  return box === null ? null : CROP;
}

/** The plan for a model in the tab or on a server, with the right answer that is known; no teacher without evidence. */
export function planFor(by: Reader, subject: ShownSubject, image: ImageId, crop: ImageId | null): Plan {
  const { question, answer, size, box } = subject;
  const recipe = evidenceRecipe(subject, crop);
  const known = answer === null ? {} : { known: { question, answer, evidence: [], choices: [] } };
  return {
    ...by,
    ...{ image, size, box: box ?? EVERYWHERE, question, student: FULL },
    others: recipe === null ? [] : [{ role: "teacher", recipe }],
    ...known,
  };
}

/** The plan of the log's own models: a teacher whose log-probabilities are logged saw the crop of the data, or else the image. */
function loggedPlan(plan: Plan, { tokens }: LoggedRollout): Plan {
  const { longestEdge: _, ...rest } = plan;
  const taught = tokens?.columns[COLUMN.teacher] !== undefined;
  const [teacher] = plan.others;
  const recipe = teacher?.recipe.some(({ kind }) => kind === "crop-image") ? teacher.recipe : FULL;
  return {
    ...rest,
    model: LOGGED_STUDENT,
    boxWords: null,
    ...(taught ? { teacher: { model: LOGGED_TEACHER, boxWords: null } } : {}),
    others: taught ? [{ role: "teacher", recipe }] : plan.others,
  };
}

/** Which rollout it is, as a note on its experiment. */
export function noteOf({ store }: LogsServices, { place, step }: LoggedRollout): string {
  const { source } = store.getState();
  const title = source.kind === "open" ? source.log.title : "log";
  return `${title}, ${place}${step === null ? "" : `, step ${step}`}`;
}

function experimentOf(logs: LogsServices, rollout: LoggedRollout, plan: Plan): Experiment | null {
  const state = logs.services.store.getState();
  const own = loggedPlan(plan, rollout);
  const verdict = rollout.response === null ? null : (state.judgeOf?.(state, own)(rollout.response) ?? null);
  return loggedExperiment(rollout, own, state.session.settings.divergence, verdict, noteOf(logs, rollout));
}

/** Adds an experiment, or a plan without answers, to the playground's session, and shows it. */
export async function showExperiment(
  { services, session }: LogsServices,
  { crop, documents: images }: Pictures,
  plan: Plan,
  experiment: Experiment | null,
): Promise<void> {
  const { session: current } = services.store.getState();
  const experiments = experiment === null ? [] : [experiment];
  const opened = {
    title: "",
    images,
    experiments,
    shown: experiment?.id ?? null,
    settings: current.settings,
  };
  await session.open(joined({ ...current, shown: null }, { ...opened, plan: experiment?.plan ?? plan }));
  if (crop !== null && services.client !== null) await handOver(services.engines, crop);
}

/** The chosen rollout with its pictures, and the plan under which an open model would be asked. */
export async function openChosen({ services, store }: LogsServices) {
  const { chosen } = store.getState();
  if (chosen?.rollout == null || chosen.subject === null)
    return failure("notFound", "The rollout is still being read.");
  if (!chosen.rollout.ok) return chosen.rollout;
  if (!chosen.subject.ok) return chosen.subject;
  const pictures = await openPictures(services, chosen.subject.value);
  if (!pictures.ok) return pictures;
  const { image, crop } = pictures.value;
  const plan = planFor(reader(services), chosen.subject.value, image.id, crop?.id ?? null);
  return success({ rollout: chosen.rollout.value, pictures: pictures.value, plan });
}

/** Adds the chosen rollout to the playground's session, and shows it. */
export async function openRollout(logs: LogsServices): Promise<Outcome<null>> {
  const { services } = logs;
  const opened = await openChosen(logs);
  if (!opened.ok) return opened;
  const { pictures, plan, rollout } = opened.value;
  const experiment = experimentOf(logs, rollout, plan);
  await showExperiment(logs, pictures, plan, experiment);
  // A log has the sampled tokens alone: what can be seen of them is the difference of the two sides.
  if (experiment?.replays[0] != null) apply(services, { kind: "setSignal", signal: "logRatio" });
  return success(null);
}
