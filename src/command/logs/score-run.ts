/** Has an open model score the rollouts of a log anew, and says what that comes to over the steps. */

import { readOverrides } from "../../app/address.ts";
import { PASSES, REQUESTS, scoreLog } from "../../app/logs/score-log.ts";
import { type Fault, failure, type Outcome, success } from "../../base/outcome.ts";
import { NEVER } from "../../base/signal.ts";
import type { ModelFacts } from "../../engine/port.ts";
import type { DataSet } from "../../log/data/data-set.ts";
import { createSubjects } from "../../log/data/subjects.ts";
import type { Unread } from "../../log/read/records.ts";
import { ANEW_REMARK, anewFigures, leftToScore, type ScoredAnew, spread } from "../../log/run/anew.ts";
import type { AnewScores } from "../../log/run/anew-lines.ts";
import { type RunLog, readRollout } from "../../log/run/run-log.ts";
import type { StepPoint } from "../../log/run/step-figure.ts";
import { shownSubject } from "../../log/worker/shown-subject.ts";
import { type CommandEngines, type ModelRequest, openModel } from "../model/open-model.ts";
import { reportStep } from "../output.ts";

export interface AnewRequest {
  readonly model: ModelRequest;
  /** How many rollouts at most, spread over the steps; null for all. */
  readonly limit: number | null;
}

export interface ScoredLog extends AnewScores {
  /** What it comes to over the steps, in sentences. */
  readonly lines: readonly string[];
  readonly leftOut: readonly Unread[];
  /** Why it ended before all were scored; null where it did not. */
  readonly fault: Fault | null;
}

const short = (value: number): string => String(Number(value.toPrecision(3)));

function pointWords({ from, to, mean, low, high, rollouts }: StepPoint): string {
  const steps = from === to ? `step ${from}` : `steps ${from} to ${to}`;
  const interval = low === null || high === null ? "" : ` (${short(low)} to ${short(high)})`;
  return `  ${steps}: ${short(mean)}${interval}, ${rollouts} rollouts`;
}

function linesOf(run: RunLog, title: string, scores: ReadonlyMap<number, ScoredAnew>): readonly string[] {
  const { divergence, logRatio } = anewFigures(run.entries, scores);
  const bound = [...scores.values()].some(({ isBound }) => isBound) ? ", lower bounds" : "";
  const curve = (what: string, points: readonly StepPoint[]): readonly string[] =>
    points.length === 0
      ? []
      : [`${what} over the steps, nats, with 95 % intervals:`, ...points.map(pointWords)];
  return [
    `Scored anew by ${title}: ${scores.size} of ${run.entries.length} rollouts. ${ANEW_REMARK}`,
    ...curve(`Mean JSD(0.5) between full image and evidence${bound}`, divergence),
    ...curve("Mean log p − log q, full image minus evidence", logRatio),
  ];
}

/** What the model has scored already, as the log says: a log that an earlier run wrote goes on where that ended. */
function scoredBefore({ entries }: RunLog, weights: string): Map<number, ScoredAnew> {
  const known = entries.flatMap(({ anew }, index) =>
    anew?.weights === weights ? [[index, anew.scored] as const] : [],
  );
  return new Map(known);
}

function costWords(rollouts: number, { title, served }: ModelFacts): string {
  const cost =
    served === null
      ? `${rollouts * PASSES} passes of ${title}`
      : `about ${rollouts * REQUESTS} requests to ${served.host}`;
  return `${rollouts} rollouts to score: ${cost}`;
}

/** Faults: those of the model. One at which every further rollout would fail too ends it, and what was scored is kept. */
export async function scoreRun(
  command: CommandEngines,
  run: RunLog,
  data: DataSet | null,
  { model: asked, limit }: AnewRequest,
): Promise<Outcome<ScoredLog>> {
  if (data === null)
    return failure("badInput", "A model scores answers under their images.", "Name the data.");
  const device = await command.client.inspect(readOverrides(location.search));
  if (!device.ok) return device;
  const model = await openModel(command, asked);
  if (!model.ok) return model;
  const { id, boxWords, title } = model.value;
  const weights = model.value.weights.sha256;
  const subjects = createSubjects(data);
  const scores = scoredBefore(run, weights);
  const leftOut: Unread[] = [];
  const everyOne = run.entries.map((_, index) => index);
  const chosen = spread(run.entries, everyOne, limit ?? everyOne.length);
  const indices = leftToScore(chosen, scores, new Map());
  reportStep(costWords(indices.length, model.value), 0, 1);
  let done = chosen.length - indices.length;
  const tell = () => reportStep("scoring the rollouts", ++done, chosen.length);
  const ended = await scoreLog({
    engine: command.engines,
    by: { model: id, boxWords },
    indices,
    atOnce: asked.kind === "served" ? asked.atOnce : 1,
    signal: NEVER,
    keeps: () => false,
    goOn: async () => true,
    async read(index) {
      const entry = run.entries[index];
      if (entry === undefined) return failure("notFound", `There is no rollout ${index}.`);
      const rollout = await readRollout(entry);
      if (!rollout.ok) return rollout;
      const subject = await subjects.of(entry.prompt, rollout.value);
      if (!subject.ok) return subject;
      const shown = await shownSubject(subject.value);
      return shown.ok ? success({ rollout: rollout.value, subject: shown.value }) : shown;
    },
    onScored(index, scored) {
      scores.set(index, scored);
      tell();
    },
    onLeftOut(index, { message }) {
      leftOut.push({ place: run.entries[index]?.place ?? "", reason: message });
      tell();
    },
  });
  const fault = ended.ok ? null : ended.fault;
  return success({ model: title, weights, scores, leftOut, fault, lines: linesOf(run, title, scores) });
}
