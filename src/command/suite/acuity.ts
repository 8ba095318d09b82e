/** Measures at which size, clutter or contrast a model stops seeing: `npm run fovea -- acuity`. */

import { type AcuityCurves, curvesOf } from "../../acuity/curves.ts";
import { type AcuityDocument, documentOf, parseAcuity } from "../../acuity/document.ts";
import { ACUITY_CONDITIONS } from "../../acuity/measure.ts";
import { questionsAsked, questionsIn, type Results, resultsOf } from "../../acuity/order.ts";
import { startPainter } from "../../acuity/painter/painter.ts";
import { measurePlan } from "../../acuity/run.ts";
import { type AcuityPlan, checkPlan, firstPath } from "../../acuity/trials.ts";
import {
  ADAPTIVE_LEVELS,
  edgeLevels,
  levelWords,
  USUAL_LEVELS,
  usualLevels,
} from "../../acuity/variables.ts";
import { readOverrides, siteUrl } from "../../app/address.ts";
import { createRespondent, learnCard } from "../../app/suite/create-respondent.ts";
import { failure, type Outcome, success } from "../../base/outcome.ts";
import { NEVER } from "../../base/signal.ts";
import type { ModelFacts } from "../../engine/port.ts";
import type { RunCard } from "../../evidence/rollout.ts";
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
  /** Whether each scene's level is chosen by what the answers so far leave open. */
  readonly adaptive: boolean;
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

const settled = ({ dimension, variable, levels, adaptive }: AcuityPlan) => [
  dimension,
  variable,
  levels,
  adaptive === true,
];

/** The trials of an earlier run. Faults: badInput, where it is of another plan or other weights. */
function earlier(text: string, plan: AcuityPlan, weightsSha256: string): Outcome<Results> {
  const opened = parseAcuity(text);
  if (!opened.ok) return opened;
  const { plan: old, card, trials } = opened.value;
  if (JSON.stringify([settled(old), card.weightsSha256]) !== JSON.stringify([settled(plan), weightsSha256]))
    return failure(
      "badInput",
      "The earlier measurement is of another dimension, variable, levels, method or weights.",
    );
  return success(resultsOf(trials));
}

/** The levels that were asked for, otherwise the usual ones. Fault unsupported: the model's longest edge is fixed. */
function levelsOf({ levels, variable, adaptive }: AcuityRequest, { title, gives }: ModelFacts) {
  const count = adaptive ? ADAPTIVE_LEVELS : USUAL_LEVELS;
  if (levels !== null) return success(levels);
  if (variable !== "longestEdge") return success(usualLevels(variable, count));
  return gives.tiling === null
    ? failure("unsupported", `${title} does not cut images into tiles, so its longest edge is fixed.`)
    : success(edgeLevels(gives.tiling.choices, count));
}

/** Faults: those of the plan, the device, the model and the engine. */
export async function acuity(command: CommandEngines, request: AcuityRequest): Promise<Outcome<Acuity>> {
  const { dimension, variable, adaptive, items } = request;
  const device = await command.client.inspect(readOverrides(location.search));
  if (!device.ok) return device;
  const model = await openModel(command, request.model);
  if (!model.ok) return model;
  const levels = levelsOf(request, model.value);
  if (!levels.ok) return levels;
  const plan: AcuityPlan = {
    dimension,
    variable,
    levels: levels.value,
    scenes: Math.max(1, adaptive ? items : Math.round(items / levels.value.length)),
    ...(adaptive ? { adaptive: true } : {}),
  };
  const checked = checkPlan(plan);
  if (!checked.ok) return checked;
  using painter = startPainter(siteUrl(""));
  const files = painter.filesOf(plan, null);
  const respondent = createRespondent(command.engines, model.value, files, () => null, NEVER);
  const card = await learnCard(respondent, firstPath(plan));
  if (!card.ok) return card;
  if (card.value === null) return failure("bug", "No answer came back.");
  const before =
    request.resume === null
      ? success(resultsOf([]))
      : earlier(request.resume, plan, card.value.weightsSha256);
  if (!before.ok) return before;
  const results = before.value;
  const documentNow = () => documentOf(plan, model.value, card.value as RunCard, [...results.values()]);
  // A served model does not say to what size it resizes a full image, which the matched crop needs.
  const conditions = ACUITY_CONDITIONS.filter((each) => each !== "matched" || model.value.served === null);
  const total = questionsIn(plan, conditions);
  const measured = await measurePlan(respondent, plan, conditions, results, {
    goOn: async () => true,
    keep({ level }) {
      reportStep(`asking about ${levelWords(variable, level)}`, questionsAsked(results), total);
      void window.keepMeasurement?.(JSON.stringify({ format: "fovea-acuity", document: documentNow() }));
    },
  });
  if (!measured.ok) return measured;
  const document = documentNow();
  return success({ document, curves: curvesOf(plan, document.trials) });
}
