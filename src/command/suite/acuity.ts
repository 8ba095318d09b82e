/** Measures at which size, clutter or contrast a model stops seeing: `npm run fovea -- acuity`. */

import { type AcuityCurves, curvesOf, type TrialResult } from "../../acuity/curves.ts";
import { type AcuityDocument, parseAcuity } from "../../acuity/document.ts";
import { ACUITY_CONDITIONS } from "../../acuity/measure.ts";
import { startPainter } from "../../acuity/painter/painter.ts";
import { measurePlan } from "../../acuity/run.ts";
import { type AcuityPlan, checkPlan, pathOf, trialsOf } from "../../acuity/trials.ts";
import { levelWords, VARIABLES } from "../../acuity/variables.ts";
import { readOverrides, siteUrl } from "../../app/address.ts";
import { createRespondent, learnCard } from "../../app/suite/create-respondent.ts";
import { failure, type Outcome, success } from "../../base/outcome.ts";
import { NEVER } from "../../base/signal.ts";
import { type CommandEngines, type ModelRequest, openModel } from "../model/open-model.ts";
import { reportStep } from "../output.ts";

export interface AcuityRequest {
  readonly model: ModelRequest;
  readonly dimension: AcuityPlan["dimension"];
  readonly variable: AcuityPlan["variable"];
  /** As typed, from the hardest to the easiest; null for the usual ones. */
  readonly levels: readonly number[] | null;
  /** What an earlier run of the same plan wrote, which this one goes on from; null to begin anew. */
  readonly resume: string | null;
  /** How many questions are asked under each condition, over all levels. */
  readonly items: number;
}

export interface Acuity {
  readonly document: AcuityDocument;
  readonly curves: AcuityCurves;
}

declare global {
  interface Window {
    /** Provided by the command line: takes the measurement so far. */
    keepMeasurement?(text: string): Promise<void>;
  }
}

/** The trials of an earlier run. Faults: badInput, where it is of another plan or other weights. */
function earlier(text: string, plan: AcuityPlan, weightsSha256: string): Outcome<readonly TrialResult[]> {
  const opened = parseAcuity(text);
  if (!opened.ok) return opened;
  const { plan: old, card, trials } = opened.value;
  const same = JSON.stringify([old.dimension, old.variable, old.levels, card.weightsSha256]);
  if (same !== JSON.stringify([plan.dimension, plan.variable, plan.levels, weightsSha256]))
    return failure(
      "badInput",
      "The earlier measurement is of another dimension, variable, levels or weights.",
    );
  const asked = new Set(trialsOf(plan).map(pathOf));
  return success(trials.filter((trial) => asked.has(pathOf(trial))));
}

/** Faults: those of the plan, the device, the model and the engine. */
export async function acuity(command: CommandEngines, request: AcuityRequest): Promise<Outcome<Acuity>> {
  const { dimension, variable } = request;
  const levels = request.levels ?? VARIABLES[variable].levels;
  const plan: AcuityPlan = {
    dimension,
    variable,
    levels,
    scenes: Math.max(1, Math.round(request.items / levels.length)),
  };
  const checked = checkPlan(plan);
  if (!checked.ok) return checked;
  const device = await command.client.inspect(readOverrides(location.search));
  if (!device.ok) return device;
  const model = await openModel(command, request.model);
  if (!model.ok) return model;
  const trials = trialsOf(plan);
  using painter = startPainter(siteUrl(""));
  const files = painter.filesOf(plan, trials);
  const respondent = createRespondent(command.engines, model.value, files, () => null, NEVER);
  const card = await learnCard(respondent, files.keys());
  if (!card.ok) return card;
  if (card.value === null) return failure("bug", "No answer came back.");
  const before =
    request.resume === null ? success([]) : earlier(request.resume, plan, card.value.weightsSha256);
  if (!before.ok) return before;
  const { id, title } = model.value;
  const { build, modelBackend, numbersBackend, adapter, weightsSha256, runtime } = card.value;
  const trialsSeen: TrialResult[] = [...before.value];
  const document: AcuityDocument = {
    format: "fovea-acuity",
    schema: 1,
    plan,
    model: { id, title },
    card: { build, modelBackend, numbersBackend, adapter, weightsSha256, runtime },
    trials: trialsSeen,
  };
  // A served model does not say to what size it resizes a full image, which the matched crop needs.
  const conditions = ACUITY_CONDITIONS.filter((each) => each !== "matched" || model.value.served === null);
  const measured = await measurePlan(respondent, plan, trials, conditions, before.value, {
    goOn: async () => true,
    keep(result) {
      trialsSeen.push(result);
      reportStep(`asking about ${levelWords(variable, result.level)}`, trialsSeen.length, trials.length);
      void window.keepMeasurement?.(JSON.stringify({ document }));
    },
  });
  return measured.ok ? success({ document, curves: curvesOf(plan, trialsSeen) }) : measured;
}
