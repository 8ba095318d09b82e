/** Runs the open suite on the loaded model. */
import { failure, type Outcome, success } from "../../base/outcome.ts";
import type { ModelFacts } from "../../engine/port.ts";
import { itemFormula } from "../../session/signals/own/item-formula.ts";
import { ordered } from "../../suite/order.ts";
import { resultLine } from "../../suite/results/jsonl.ts";
import type { ResultRecord } from "../../suite/results/result.ts";
import { askEntry } from "../../suite/run/ask-entry.ts";
import { drive, type Track } from "../../suite/run/drive.ts";
import type { Respondent } from "../../suite/run/respondent.ts";
import { createRun, type SuiteRun, step } from "../../suite/run/runner.ts";
import type { Job, JobSpec } from "../jobs/jobs.ts";
import { createRespondent, learnCard } from "./create-respondent.ts";
import { keepEvidence } from "./results/kept-evidence.ts";
import { appendLine } from "./results/kept-results.ts";
import { headerOf } from "./results/results-header.ts";
import type { SuiteServices } from "./suite-services.ts";
import type { HeldSuite, SuiteStore } from "./suite-state.ts";

const SUITE_RUN: JobSpec = { owner: "suite", kind: "background", title: "Suite run", usesModel: true };

/** A run over the chosen part, in which every item with a result counts as asked. */
export function prepare({ store }: SuiteServices): void {
  const { source, settings, items, failed } = store.getState();
  if (source.kind !== "open") return;
  const asked = new Set([...items, ...failed].map(({ id }) => id));
  const order = ordered(source.suite.entries, settings.part).map(({ id }) => id);
  store.setState({ run: createRun(order, asked) });
}

function add(store: SuiteStore, record: ResultRecord): void {
  const { items, failed } = store.getState();
  if ("failed" in record) store.setState({ failed: [...failed, record] });
  else store.setState({ items: [...items, record] });
}

/** The header of new results, stored as their first line. Null when stopped meanwhile. */
async function begin(
  { store }: SuiteServices,
  job: Job,
  suite: HeldSuite,
  facts: ModelFacts,
  respondent: Respondent,
  paths: Iterable<string>,
): Promise<Outcome<null>> {
  const card = await learnCard(respondent, paths);
  if (!card.ok) return card;
  if (card.value === null || job.signal.aborted) return success(null);
  const header = headerOf(suite, facts, store.getState().settings, card.value);
  const kept = await appendLine(resultLine(header));
  if (kept.ok) store.setState({ header });
  return kept;
}

function trackOf({ store }: SuiteServices, job: Job, suite: HeldSuite, respondent: Respondent): Track {
  const present = (): SuiteRun => store.getState().run ?? createRun([]);
  const entries = new Map(suite.entries.map((entry) => [entry.id, entry]));
  const { ask: settings } = store.getState().settings;
  const formula = settings.formula === undefined ? null : itemFormula(settings.formula.text);
  return {
    run: present,
    goOn: job.goOn,
    keep(run) {
      job.report(run.done, run.order.length);
      store.setState({ run });
    },
    async ask(id) {
      const entry = entries.get(id);
      if (entry === undefined) return failure("badInput", "The suite no longer has this item.");
      const asked = await askEntry(respondent, entry, settings, formula);
      if (job.signal.aborted) return success(null);
      // A run waits while another model is loaded. An item that the previous model left half done is asked again in full.
      const left = !asked.ok && asked.fault.kind === "notFound" && present().phase.kind === "paused";
      if (left) return success(null);
      if (!asked.ok || asked.value === null) return asked as Outcome<null>;
      const { result, evidence } = asked.value;
      if (evidence !== null) await keepEvidence(evidence);
      return success(result);
    },
    async append(record) {
      const kept = await appendLine(resultLine(record));
      if (kept.ok) add(store, record);
      return kept;
    },
    now: () => performance.now(),
  };
}

/** Asks items until the run is paused, stopped, halted or complete. */
async function askOn(
  suiteServices: SuiteServices,
  job: Job,
  suite: HeldSuite,
  facts: ModelFacts,
): Promise<void> {
  const { services, store } = suiteServices;
  const keeps = () => services.store.getState().session.plan?.image ?? null;
  const respondent = createRespondent(
    services.engines,
    facts,
    suite.files,
    keeps,
    job.signal,
    services.inUse,
  );
  const { run, header } = store.getState();
  if (run !== null) job.report(run.done, run.order.length);
  if (!(await job.goOn())) return;
  if (header === null && run !== null) {
    const left = new Set(run.order.slice(run.done));
    const paths = suite.entries.filter(({ id }) => left.has(id)).map(({ path }) => path);
    const begun = await begin(suiteServices, job, suite, facts, respondent, paths);
    if (!begun.ok) return store.setState({ run: step(run, { kind: "halt", fault: begun.fault }) });
  }
  await drive(trackOf(suiteServices, job, suite, respondent));
}

function wait(store: SuiteStore): void {
  const { run } = store.getState();
  if (run !== null) store.setState({ run: step(run, { kind: "pause" }) });
}

/** The run waits after the item under way; `carryOn` continues it. */
export function pause({ services, store }: SuiteServices): void {
  wait(store);
  services.jobs.of("suite")?.pause();
}

/** Asks until the run ends. Where its job is stopped, as when another model is loaded, it can be continued as after a pause. */
async function ask(suiteServices: SuiteServices, suite: HeldSuite, facts: ModelFacts): Promise<void> {
  const { services } = suiteServices;
  await services.jobs.run(SUITE_RUN, (job) => {
    job.signal.addEventListener("abort", () => wait(suiteServices.store));
    return askOn(suiteServices, job, suite, facts).finally(() => services.inUse.clear());
  });
}

/**
 * Continues without the item that the run halted at, which gets a line with the reason: a server may answer some item with a fault for
 * ever. Before the first line of the results there is nothing to add it to.
 */
export async function leaveOut(suiteServices: SuiteServices): Promise<void> {
  const { store } = suiteServices;
  const { run, header } = store.getState();
  const id = run?.order[run.done];
  if (run?.phase.kind !== "halted" || id === undefined || header === null) return;
  const record = { id, failed: run.phase.fault.message };
  // No longer halted while the line is written, so that a second press leaves nothing out.
  const leaving = step(step(run, { kind: "resume" }), { kind: "pause" });
  store.setState({ run: leaving });
  const kept = await appendLine(resultLine(record));
  if (!kept.ok) return store.setState({ run: step(leaving, { kind: "halt", fault: kept.fault }) });
  add(store, record);
  store.setState({ run: step(leaving, { kind: "itemDone", id, seconds: null }) });
  await carryOn(suiteServices);
}

/** Starts or resumes the prepared run. A loop that waits continues; a stopped one ends before the next one begins. */
export async function carryOn(suiteServices: SuiteServices): Promise<void> {
  const { services, store } = suiteServices;
  const { source, run, header } = store.getState();
  const { model } = services.store.getState();
  if (source.kind !== "open" || run === null || services.client === null || model.kind !== "ready") return;
  if (header !== null && header.card.weightsSha256 !== model.facts.weights.sha256) {
    const message = `These results were made with ${header.model.title}, and ${model.facts.title} is loaded.`;
    return store.setState({
      fault: { kind: "badInput", message, hint: "Load that model, or start again." },
    });
  }
  const running = step(run, { kind: run.phase.kind === "ready" ? "start" : "resume" });
  if (running === run) return;
  store.setState({ run: running, fault: null });
  const waiting = services.jobs.of("suite");
  if (waiting !== null) return waiting.resume();
  suiteServices.asking = suiteServices.asking.then(() => ask(suiteServices, source.suite, model.facts));
  await suiteServices.asking;
}
