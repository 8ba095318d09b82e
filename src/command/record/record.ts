/** Asks one question about one image, scores the answers and computes gate weights: `npm run fovea -- record`. */

import { readOverrides } from "../../app/address.ts";
import { type Fault, type Outcome, success } from "../../base/outcome.ts";
import { NEVER } from "../../base/signal.ts";
import type { ModelFacts } from "../../engine/port.ts";
import { JSD_HALF, missingIn } from "../../evidence/replay.ts";
import { answerText } from "../../evidence/rollout.ts";
import type { Contrast, Other } from "../../evidence/views/showing.ts";
import { runExperiment } from "../../experiment/experiment.ts";
import type { ExperimentStep, Phase } from "../../experiment/step.ts";
import { usualChoices } from "../../gate/catalog.ts";
import { lackingSides, membersOf } from "../../gate/group.ts";
import type { DocumentImage, Experiment, OwnFormula, Sampling } from "../../session/document/document.ts";
import { documentOf, kept, sessionText } from "../../session/document/write.ts";
import { withoutAnswers } from "../../session/session.ts";
import { EIGHT_ANSWERS, ONE_ANSWER } from "../../session/settings.ts";
import { sumsOf } from "../../session/signals/own/formula-signals.ts";
import { judgeBy } from "../../suite/score/judge.ts";
import { type CommandEngines, openModel } from "../model/open-model.ts";
import { reportStep } from "../output.ts";
import { saveLogits } from "../suite/save-logits.ts";
import { formulaOf, formulaWords, settingsWith } from "./record-formula.ts";
import type { RecordRequest } from "./record-plan.ts";
import { openImage, prepare, viewsOf } from "./record-plan.ts";

/** What a record produces. */
export interface RecordOutput {
  /** The text of the session's file; null while there is nothing to store. */
  readonly session: string | null;
  /** Remarks for the person who reads the session. */
  readonly notes: readonly string[];
  /** One line per answer. */
  readonly lines: readonly string[];
}

/** The result of a record. After a fault it holds what was produced until then. */
export interface Recorded extends RecordOutput {
  readonly fault: Fault | null;
}

declare global {
  interface Window {
    /** Provided by the command line: takes the output after each step, so that a crash of the page loses only the next one. */
    keepOutput?(made: RecordOutput): Promise<void>;
  }
}

/** Longest answer, in tokens. */
const MAX_TOKENS = 256;

/** A record in progress. */
interface Work {
  readonly command: CommandEngines;
  readonly request: RecordRequest;
  readonly formula: OwnFormula | null;
  readonly notes: string[];
  images: readonly DocumentImage[];
  experiment: Experiment | null;
}

/** Opens both models on one device, where their logits are compared: the engine is inspected once. */
async function openModels({
  command,
  request,
}: Work): Promise<Outcome<{ readonly student: ModelFacts; readonly teacher: ModelFacts }>> {
  const device = await command.client.inspect(readOverrides(location.search));
  if (!device.ok) return device;
  const student = await openModel(command, request.model);
  if (!student.ok) return student;
  if (request.teacher === null) return success({ student: student.value, teacher: student.value });
  const teacher = await openModel(command, request.teacher, [student.value.id]);
  return teacher.ok ? success({ student: student.value, teacher: teacher.value }) : teacher;
}

const VERDICTS = new Map<boolean | null | undefined, string>([
  [true, ", right"],
  [false, ", wrong"],
]);

function linesOf(experiment: Experiment, formula: OwnFormula | null): readonly string[] {
  const { rollouts, verdicts, gates: readings } = experiment;
  return rollouts.map((rollout, i) => {
    const weights = readings.map(({ gate, weights: { perAnswer } }) => `${gate} ${perAnswer[i]?.toFixed(3)}`);
    const said = `"${answerText(rollout)}"${VERDICTS.get(verdicts[i]) ?? ""}`;
    const own = formula === null ? [] : [formulaWords(experiment, i, formula)];
    return [said, ...weights, ...own].join("  ");
  });
}

function outputOf({ request, formula, notes, images, experiment }: Work): RecordOutput {
  if (experiment === null) return { session: null, notes, lines: [] };
  const session = sessionText(
    documentOf({
      title: `${request.image.name}: ${request.question}`,
      images,
      experiments: [experiment],
      shown: experiment.id,
      plan: experiment.plan,
      settings: settingsWith(formula, samplingOf(request)),
    }),
  );
  return { session, notes, lines: linesOf(experiment, formula) };
}

/** Starts the experiment, without answers, in `work`; returns its contrast. */
async function begin(work: Work): Promise<Outcome<Contrast>> {
  const { command, request } = work;
  const views = viewsOf(request);
  if (!views.ok) return views;
  const models = await openModels(work);
  if (!models.ok) return models;
  const client = command.engines;
  const image = await openImage(client, request.image, request.embed);
  if (!image.ok) return image;
  const prepared = await prepare(client, request, views.value, image.value, models.value);
  if (!prepared.ok) return prepared;
  const { plan, contrast, notes, images } = prepared.value;
  work.notes.push(...notes);
  work.images = [{ ...image.value.listed, answer: request.answer?.answer ?? null }, ...images];
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
  await window.keepOutput?.(outputOf(work));
  return success(contrast);
}

function samplingOf({ group, seed }: RecordRequest): Sampling {
  const usual = group === 1 ? ONE_ANSWER : EIGHT_ANSWERS;
  return { ...usual, group, seed, maxTokens: MAX_TOKENS };
}

/** The line of progress for a phase of the experiment. */
function phaseWords(phase: Phase, { group }: RecordRequest, { others }: Contrast): string {
  const asNamed = (shown: readonly Other[]) => {
    const names = shown.map(({ role, name }) => `${role} (${name ?? ""})`);
    return `reading the answers as ${["student", ...names].join(", ")}`;
  };
  switch (phase) {
    case "answer":
      return group === 1 ? "answering" : `answering ${group} times`;
    case "scoreAsTeacher":
      return asNamed(others.filter(({ role }) => role === "teacher"));
    case "teacherAnswer":
      return "answering as the teacher";
    case "scoreAsOthers":
      return asNamed(others.filter(({ role }) => role !== "teacher"));
    case "computeWeights":
      return "weighing the answers";
    default:
      return phase satisfies never;
  }
}

/** Remarks on the gates: which views those that were left out lack, and what the others remark. */
function gateNotes({ replays, verdicts, gates }: Experiment): readonly string[] {
  const group = membersOf(
    replays.filter((each) => each !== null),
    verdicts,
  );
  return usualChoices.flatMap(({ gate }) => {
    const lacking = lackingSides(gate, group);
    if (lacking.length > 0) return [`${gate} was left out: no view is read as ${lacking.join(" or as ")}.`];
    const reading = gates.find((each) => each.gate === gate);
    return (reading?.weights.remarks ?? []).map((remark) => `${gate}: ${remark}`);
  });
}

/** Why columns are missing, each reason once. */
function missingNotes({ replays }: Experiment): readonly string[] {
  return [...new Set(replays.flatMap((replay) => (replay === null ? [] : missingIn(replay))))];
}

/** The experiment after a step of it. */
function after(experiment: Experiment, step: ExperimentStep): Experiment {
  switch (step.kind) {
    case "answered": {
      const { rollouts, verdicts } = step;
      return { ...experiment, rollouts, verdicts, replays: rollouts.map(() => null) };
    }
    case "leftOut":
      return withoutAnswers(experiment, step.answers, step.fault.message);
    case "scored":
      return { ...experiment, replays: step.replays };
    case "teacherAnswered":
      return { ...experiment, teacherAnswer: step.rollout };
    case "weightsComputed":
      return { ...experiment, gates: step.gates };
    case "begun":
    case "event":
    case "failed":
      return experiment;
    default:
      return step satisfies never;
  }
}

/** Runs the experiment and hands over its output after every step. */
async function ask(work: Work, contrast: Contrast): Promise<Fault | null> {
  const { request, formula } = work;
  const { maxTokens, group, ...sampler } = samplingOf(request);
  let fault: Fault | null = null;
  await runExperiment(
    work.command.engines,
    {
      contrast,
      divergence: JSD_HALF,
      sums: formula === null ? [] : sumsOf([formula], new Set([formula.text])),
      ...(work.experiment === null ? {} : { evidence: work.experiment.plan.box }),
      maxTokens,
      gates: () => usualChoices,
      verdicts: () => null,
    },
    { showing: contrast.student, sampler, maxTokens, group },
    judgeBy(request.answer),
    NEVER,
    async (step) => {
      if (step.kind === "begun") reportStep(phaseWords(step.phase, request, contrast), 0, 1);
      if (step.kind === "failed") fault ??= step.fault;
      if (step.kind === "begun" || step.kind === "event" || step.kind === "failed") return;
      if (step.kind === "leftOut") work.notes.push(step.fault.message);
      if (work.experiment === null) return;
      const next = after(work.experiment, step);
      if (step.kind === "weightsComputed") work.notes.push(...gateNotes(next), ...missingNotes(next));
      work.experiment = kept(next);
      await window.keepOutput?.(outputOf(work));
    },
  );
  return fault;
}

async function run(work: Work): Promise<Outcome<null>> {
  const contrast = await begin(work);
  if (!contrast.ok) return contrast;
  const fault = await ask(work, contrast.value);
  if (fault !== null) return { ok: false, fault };
  if (!work.request.logits || work.experiment === null) return success(null);
  return saveLogits(work.command.engines, work.experiment.rollouts, contrast.value);
}

/** Records a session of one experiment. It never fails as a whole: a fault is returned beside what was produced until then. */
export async function record(command: CommandEngines, request: RecordRequest): Promise<Recorded> {
  const formula = formulaOf(request.signal);
  const work: Work = {
    command,
    request,
    formula: formula.ok ? formula.value : null,
    notes: [],
    images: [],
    experiment: null,
  };
  const ended = formula.ok ? await run(work) : formula;
  return { ...outputOf(work), fault: ended.ok ? null : ended.fault };
}
