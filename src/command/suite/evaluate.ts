/** Asks a model the questions of a suite: `npm run fovea -- evaluate`. It asks, writes and counts as the suite page does. */

import { createRespondent, learnCard } from "../../app/suite/create-respondent.ts";
import { headerOf } from "../../app/suite/results/results-header.ts";
import type { RunSettings } from "../../app/suite/suite-state.ts";
import { failure, type Outcome, success } from "../../base/outcome.ts";
import { NEVER } from "../../base/signal.ts";
import type { DeviceReport } from "../../engine/local/protocol.ts";
import type { Engine, ModelFacts } from "../../engine/port.ts";
import { itemFormula, itemFormulaMistake } from "../../session/signals/own/item-formula.ts";
import { namedFormula } from "../../session/signals/own/named-formula.ts";
import { type Card, cardOf } from "../../suite/figures/card.ts";
import { type Comparison, compareRuns } from "../../suite/figures/compare.ts";
import type { BrokenRow } from "../../suite/open/draft.ts";
import type { SuiteEntry } from "../../suite/open/entry.ts";
import { ordered, WHOLE } from "../../suite/order.ts";
import { recordsOf } from "../../suite/results/continued.ts";
import { resultLine, writeJsonl } from "../../suite/results/jsonl.ts";
import { openResults } from "../../suite/results/open-results.ts";
import {
  CONDITIONS,
  type Condition,
  gather,
  type ResultRecord,
  type Results,
} from "../../suite/results/result.ts";
import { askEntry } from "../../suite/run/ask-entry.ts";
import { drive } from "../../suite/run/drive.ts";
import type { Respondent } from "../../suite/run/respondent.ts";
import { createRun, step } from "../../suite/run/runner.ts";
import { slideOf } from "../../suite/run/slide.ts";
import type { ChoiceMode } from "../../suite/score/choice.ts";
import type { CommandEngines } from "../model/open-model.ts";
import { reportStep } from "../output.ts";
import { type OpenRequest, openAll } from "./open-all.ts";
import type { ServedSuite } from "./open-suite.ts";

export interface EvaluateRequest extends OpenRequest {
  /** How many items, spread evenly over the suite; null for all. */
  readonly limit: number | null;
  /** Under which conditions, as typed, with commas; null for all that the model can be asked under. */
  readonly conditions: string | null;
  readonly choice: ChoiceMode;
  /** The seed of the order of the choices; null keeps the suite's order. */
  readonly shuffle: number | null;
  /** Whether number words count as numbers and articles are ignored. */
  readonly numberWords: boolean;
  /** How many answers are sampled per item, and whether divergence and visual advantage are measured. */
  readonly samples: number;
  readonly signals: boolean;
  /** A formula of one's own whose mean over the tokens is measured too; null for none. */
  readonly formula: string | null;
  /** The interval, in items, at which the box slides; null for never. */
  readonly slideEvery: number | null;
  /** The longest edge of full images in pixels, of a choice that the model has; null for its usual one. */
  readonly longestEdge: number | null;
  /** The text of a results file that a run which ended early left; null starts afresh. */
  readonly resume: string | null;
  /** The text of previous results to compare with; null for none. */
  readonly against: string | null;
}

export interface Evaluation {
  readonly device: DeviceReport;
  readonly model: ModelFacts;
  readonly card: Card;
  readonly results: Results;
  /** Rows of the suite that were left out, and why. */
  readonly broken: readonly BrokenRow[];
  /** How the suite was interpreted, in sentences. */
  readonly understood: readonly string[];
  readonly comparison: Comparison | null;
}

declare global {
  interface Window {
    /** Provided by the command line: takes the lines of the results file as they come. */
    keepLine?(line: string): Promise<void>;
  }
}

/** A results file, or what `--json` wrote. */
function openPrevious(text: string): Outcome<Results> {
  const opened = openResults(text);
  if (opened.ok) return opened;
  try {
    return openResults(writeJsonl(JSON.parse(text)));
  } catch {
    return opened;
  }
}

/** A served model does not say to what size it resizes a full image, which the matched crop needs. */
const conditionsOf = ({ served }: ModelFacts): readonly Condition[] =>
  served === null ? CONDITIONS_ASKED : CONDITIONS_ASKED.filter((condition) => condition !== "matched");

const namesIn = (conditions: string): readonly string[] => conditions.split(",").map((name) => name.trim());

const listedIn = (conditions: string): readonly Condition[] =>
  CONDITIONS.filter((condition) => namesIn(conditions).includes(condition));

const unknownIn = (conditions: string): boolean =>
  namesIn(conditions).some((name) => !CONDITIONS.some((condition) => condition === name));

const CONDITIONS_ASKED = ["global", "grounded", "isolated", "matched", "regional", "blank"] as const;

function settingsOf(
  {
    limit,
    conditions,
    choice,
    shuffle,
    numberWords,
    samples,
    signals,
    longestEdge,
    formula,
  }: EvaluateRequest,
  facts: ModelFacts,
): RunSettings {
  return {
    part: { ...WHOLE, limit },
    ask: {
      conditions: conditions === null ? conditionsOf(facts) : listedIn(conditions),
      choices: choice,
      shuffle,
      numberWords,
      samples: { count: samples, seed: 1 },
      longestEdge,
      signals: signals || formula !== null,
      ...(formula === null ? {} : { formula: namedFormula(formula, []) }),
    },
  };
}

/** Asks entry after entry. An entry's own fault is its result; a fault of the engine ends the run. */
async function askAll(
  respondent: Respondent,
  entries: readonly SuiteEntry[],
  { ask }: RunSettings,
  before: readonly ResultRecord[],
): Promise<Outcome<readonly ResultRecord[]>> {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const records: ResultRecord[] = [...before];
  const formula = ask.formula === undefined ? null : itemFormula(ask.formula.text);
  const known = new Set(before.map(({ id }) => id));
  let run = step(createRun([...byId.keys()], known), { kind: "start" });
  await drive({
    goOn: async () => true,
    run: () => run,
    keep(next) {
      run = next;
      reportStep("asking the questions", run.done, run.order.length);
    },
    async ask(id) {
      const entry = byId.get(id);
      if (entry === undefined) return failure("bug", `There is no item ${id}.`);
      const asked = await askEntry(respondent, entry, ask, formula);
      return asked.ok ? success(asked.value?.result ?? null) : asked;
    },
    async append(record) {
      records.push(record);
      await window.keepLine?.(resultLine(record));
      return success(null);
    },
    now: () => performance.now(),
  });
  return run.phase.kind === "halted" ? { ok: false, fault: run.phase.fault } : success(records);
}

/** Slides the box of every `every`-th entry; returns the steepest steps of the slides that fell. */
async function slideEach(
  respondent: Respondent,
  entries: readonly SuiteEntry[],
  every: number | null,
): Promise<Outcome<readonly number[]>> {
  const slid = every === null ? [] : entries.filter((_, index) => index % every === 0);
  const steepest: number[] = [];
  for (const [index, entry] of slid.entries()) {
    const share = await slideOf(respondent, entry);
    if (!share.ok) return share;
    if (share.value !== null) steepest.push(share.value);
    reportStep("sliding the box", index + 1, slid.length);
  }
  return success(steepest);
}

/** Everything that is asked of an open model. */
async function examine(
  engine: Engine,
  facts: ModelFacts,
  suite: ServedSuite,
  request: EvaluateRequest,
): Promise<Outcome<{ readonly results: Results; readonly steepest: readonly number[] }>> {
  const settings = settingsOf(request, facts);
  const entries = ordered(suite.entries, settings.part);
  const respondent = createRespondent(engine, facts, suite.files, () => null, NEVER);
  const card = await learnCard(
    respondent,
    entries.map(({ path }) => path),
  );
  if (!card.ok) return card;
  if (card.value === null) return failure("bug", "No answer came back.");
  const header = headerOf(suite, facts, settings, card.value);
  const before = request.resume === null ? success([]) : recordsOf(request.resume, header);
  if (!before.ok) return before;
  for (const line of [header, ...before.value]) await window.keepLine?.(resultLine(line));
  const records = await askAll(respondent, entries, settings, before.value);
  if (!records.ok) return records;
  const steepest = await slideEach(respondent, entries, request.slideEvery);
  if (!steepest.ok) return steepest;
  return success({ results: gather(header, records.value, []), steepest: steepest.value });
}

/** Faults: those of opening the suite, the previous results, the device and the model, and of the engine. */
export async function evaluate(
  command: CommandEngines,
  request: EvaluateRequest,
): Promise<Outcome<Evaluation>> {
  const mistake = request.formula === null ? null : itemFormulaMistake(request.formula);
  if (mistake !== null) return failure("badInput", `--signal. ${mistake}`);
  if (request.conditions !== null && unknownIn(request.conditions))
    return failure("badInput", `--conditions takes some of ${CONDITIONS.join(", ")}.`);
  const previous = request.against === null ? success(null) : openPrevious(request.against);
  if (!previous.ok) return previous;
  const opened = await openAll(command, request);
  if (!opened.ok) return opened;
  const { suite, device, model } = opened.value;
  const examined = await examine(command.engines, model, suite, request);
  if (!examined.ok) return examined;
  const { results, steepest } = examined.value;
  return success({
    device,
    model,
    card: cardOf(results.items, steepest),
    results,
    broken: suite.broken,
    understood: suite.understood,
    comparison: previous.value === null ? null : compareRuns(previous.value, results),
  });
}
