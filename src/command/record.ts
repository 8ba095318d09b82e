/** One question about one image, answered, replayed, measured and weighed: `npm run fovea -- record`. */

import { readOverrides } from "../app/overrides.ts";
import { type Fault, type Outcome, success } from "../base/outcome.ts";
import type { LocalEngine } from "../engine/local/client.ts";
import type { ModelFacts } from "../engine/port.ts";
import { JSD_HALF } from "../evidence/replay.ts";
import { GREEDY } from "../evidence/rollout.ts";
import type { Contrast } from "../evidence/showing.ts";
import { lackingSides } from "../gate/applicable.ts";
import { usualChoices } from "../gate/catalog.ts";
import { membersOf } from "../gate/member.ts";
import type { GateReading } from "../gate/reading.ts";
import type { DocumentImage, Experiment, Sampling } from "../session/document.ts";
import { EIGHT_ANSWERS, ONE_ANSWER, USUAL_SETTINGS } from "../session/settings.ts";
import { documentOf, kept, sessionText } from "../session/write.ts";
import { answerText } from "../suite/answer.ts";
import { evidenceMatches } from "../suite/score.ts";
import { openModel } from "./open-model.ts";
import { openImage, prepare } from "./record-plan.ts";
import type { RecordRequest } from "./record-request.ts";
import { saveLogits } from "./save-logits.ts";
import { tellStep } from "./steps.ts";

/** What is made of a record. */
export interface Made {
  /** The session's file; null where there is nothing to keep yet. */
  readonly session: string | null;
  /** What a person must know of it. */
  readonly notes: readonly string[];
  /** One line an answer. */
  readonly lines: readonly string[];
}

/** What a record came to. A fault leaves what was made until then. */
export interface Recorded extends Made {
  readonly fault: Fault | null;
}

declare global {
  interface Window {
    /** Given by the command line: takes what is made after each step, so that a crash of the page loses only the next. */
    keepMade?(made: Made): Promise<void>;
  }
}

/** Longest answer, in tokens. */
const MAX_TOKENS = 256;
/** How many alternatives of each side are listed at every token. */
const RIVALS = 5;

const never = new AbortController().signal;

/** A record under way. */
interface Work {
  readonly client: LocalEngine;
  readonly request: RecordRequest;
  readonly notes: string[];
  images: readonly DocumentImage[];
  experiment: Experiment | null;
}

/** Both models on one device, since the logits of either are compared there: the engine is inspected once. */
async function openModels({
  client,
  request,
}: Work): Promise<Outcome<{ readonly student: ModelFacts; readonly teacher: ModelFacts }>> {
  const device = await client.inspect(readOverrides(location.search));
  if (!device.ok) return device;
  const student = await openModel(client, request.model);
  if (!student.ok) return student;
  if (request.teacher === null) return success({ student: student.value, teacher: student.value });
  const teacher = await openModel(client, request.teacher, [student.value.id]);
  return teacher.ok ? success({ student: student.value, teacher: teacher.value }) : teacher;
}

const VERDICTS = new Map<boolean | null | undefined, string>([
  [true, ", right"],
  [false, ", wrong"],
]);

function linesOf({ rollouts, verdicts, gates: readings }: Experiment): readonly string[] {
  return rollouts.map((rollout, i) => {
    const weights = readings.map(({ gate, weights: { perAnswer } }) => `${gate} ${perAnswer[i]?.toFixed(3)}`);
    const said = `"${answerText(rollout)}"${VERDICTS.get(verdicts[i]) ?? ""}`;
    return [said, ...weights].join("  ");
  });
}

function madeOf({ request, notes, images, experiment }: Work): Made {
  if (experiment === null) return { session: null, notes, lines: [] };
  const session = sessionText(
    documentOf({
      title: `${request.image.name}: ${request.question}`,
      images,
      experiments: [experiment],
      shown: experiment.id,
      plan: experiment.plan,
      settings: { ...USUAL_SETTINGS, sampling: samplingOf(request) },
    }),
  );
  return { session, notes, lines: linesOf(experiment) };
}

/** The experiment without answers, entered in the work, and its contrast. */
async function begin(work: Work): Promise<Outcome<Contrast>> {
  const { client, request } = work;
  const image = await openImage(client, request.image, request.embed);
  if (!image.ok) return image;
  const models = await openModels(work);
  if (!models.ok) return models;
  const prepared = await prepare(client, request, image.value, models.value);
  if (!prepared.ok) return prepared;
  const { plan, contrast, notes, images } = prepared.value;
  work.notes.push(...notes);
  work.images = [{ ...image.value.listed, answer: request.answer }, ...images];
  work.experiment = {
    id: "1",
    note: "",
    plan,
    rollouts: [],
    verdicts: [],
    teacherAnswer: null,
    replays: [],
    gates: [],
  };
  await window.keepMade?.(madeOf(work));
  return success(contrast);
}

function samplingOf({ group, seed }: RecordRequest): Sampling {
  const usual = group === 1 ? ONE_ANSWER : EIGHT_ANSWERS;
  return { ...usual, group, seed, maxTokens: MAX_TOKENS };
}

async function answer(
  { client, request }: Work,
  experiment: Experiment,
  showing: Contrast["student"],
): Promise<Outcome<Experiment>> {
  const { group, answer: known } = request;
  tellStep(group === 1 ? "answering" : `answering ${group} times`, 0, 1);
  const { maxTokens, group: _, ...sampler } = samplingOf(request);
  const asked = { showing, sampler, maxTokens, group };
  const answered = await client.rollout(asked, never, () => undefined);
  if (!answered.ok) return answered;
  const rollouts = answered.value;
  const verdicts = rollouts.map((rollout) =>
    known === null ? null : evidenceMatches(answerText(rollout), [known]),
  );
  return success({ ...experiment, rollouts, verdicts, replays: rollouts.map(() => null) });
}

/** The teacher's own greedy answer, where one of the views is the teacher's. */
async function teach(
  { client }: Work,
  experiment: Experiment,
  { others }: Contrast,
): Promise<Outcome<Experiment>> {
  const showing = others.find(({ role }) => role === "teacher")?.showing;
  if (showing === undefined) return success(experiment);
  tellStep("answering as the teacher", 0, 1);
  const asked = { showing, sampler: GREEDY, maxTokens: MAX_TOKENS };
  const answered = await client.rollout(asked, never, () => undefined);
  return answered.ok ? success({ ...experiment, teacherAnswer: answered.value[0] ?? null }) : answered;
}

async function replay(
  { client }: Work,
  experiment: Experiment,
  contrast: Contrast,
): Promise<Outcome<Experiment>> {
  const names = contrast.others.map(({ role, name }) => `${role} (${name ?? ""})`);
  tellStep(`reading the answers as ${["student", ...names].join(", ")}`, 0, 1);
  const { rollouts } = experiment;
  const asked = { rollouts, contrast, divergence: JSD_HALF, rivals: RIVALS };
  const replayed = await client.compare(asked, never, () => undefined);
  return replayed.ok ? success({ ...experiment, replays: replayed.value }) : replayed;
}

/** Every gate whose sides are there; of the others a note says what they lack. */
async function weigh({ client, notes }: Work, experiment: Experiment): Promise<Outcome<Experiment>> {
  tellStep("weighing the answers", 0, 1);
  const replays = experiment.replays.filter((each) => each !== null);
  const group = membersOf(replays, experiment.verdicts);
  const readings: GateReading[] = [];
  for (const choice of usualChoices) {
    const lacking = lackingSides(choice.gate, group);
    if (lacking.length > 0) {
      notes.push(`${choice.gate} was left out: no view is read as ${lacking.join(" or as ")}.`);
      continue;
    }
    const reading = await client.weigh({ ...choice, group });
    if (!reading.ok) return reading;
    notes.push(...reading.value.weights.remarks.map((remark) => `${choice.gate}: ${remark}`));
    readings.push(reading.value);
  }
  return success({ ...experiment, gates: readings });
}

async function run(work: Work): Promise<Outcome<null>> {
  const contrast = await begin(work);
  if (!contrast.ok) return contrast;
  const steps = [
    (experiment: Experiment) => answer(work, experiment, contrast.value.student),
    (experiment: Experiment) => teach(work, experiment, contrast.value),
    (experiment: Experiment) => replay(work, experiment, contrast.value),
    (experiment: Experiment) => weigh(work, experiment),
  ];
  for (const step of steps) {
    if (work.experiment === null) break;
    const next = await step(work.experiment);
    if (!next.ok) return next;
    work.experiment = kept(next.value);
    await window.keepMade?.(madeOf(work));
  }
  if (!work.request.logits || work.experiment === null) return success(null);
  return saveLogits(work.client, work.experiment.rollouts, contrast.value);
}

/** Makes a session of one experiment. It never fails as a whole: a fault stands beside what was made until then. */
export async function record(client: LocalEngine, request: RecordRequest): Promise<Recorded> {
  const work: Work = { client, request, notes: [], images: [], experiment: null };
  const ended = await run(work);
  return { ...madeOf(work), fault: ended.ok ? null : ended.fault };
}
