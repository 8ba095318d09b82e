/** Carries a measurement out as a job of the page, which gives way to what a person waits for; its curves follow. */
import { type AcuityDocument, documentOf, parseAcuity } from "../../acuity/document.ts";
import type { AcuityCondition } from "../../acuity/measure.ts";
import { questionsAsked, questionsIn, type Results, resultsOf } from "../../acuity/order.ts";
import type { Painter } from "../../acuity/painter/painter.ts";
import { measurePlan } from "../../acuity/run.ts";
import { type AcuityPlan, firstPath } from "../../acuity/trials.ts";
import { failure, type Outcome, success } from "../../base/outcome.ts";
import type { ModelFacts } from "../../engine/port.ts";
import type { Job, JobSpec } from "../jobs/jobs.ts";
import { type Measurement, measurementOf } from "./acuity-state.ts";
import type { AcuityServices } from "./services.ts";

const ACUITY: JobSpec = { owner: "acuity", kind: "background", title: "Acuity", usesModel: true };

/** A measurement is kept this often while it runs, in milliseconds; a reload loses no more. */
const KEPT_EVERY = 3000;

/** Puts a measurement in the place of the one with its key, or after the recorded ones. */
export function put({ store }: AcuityServices, measurement: Measurement): void {
  const { measurements } = store.getState();
  const known = measurements.some(({ key }) => key === measurement.key);
  const isRecorded = ({ origin }: Measurement) => origin === "recorded";
  store.setState({
    measurements: known
      ? measurements.map((each) => (each.key === measurement.key ? measurement : each))
      : [
          ...measurements.filter(isRecorded),
          measurement,
          ...measurements.filter((each) => !isRecorded(each)),
        ],
  });
}

/** Fits the curves of a measurement one after another, always of what was seen last; a fit may take seconds. */
export function createFitting(services: AcuityServices) {
  const waiting = new Set<string>();
  let fitter: Painter | null = null;
  let busy = false;
  const next = async (): Promise<void> => {
    const [key] = waiting;
    if (busy || key === undefined) return;
    waiting.delete(key);
    busy = true;
    const { store } = services;
    const found = measurementOf(store.getState(), key);
    if (found !== null) {
      const { plan, trials } = found.document;
      fitter ??= services.painter();
      const fitted = await fitter.fit(plan, trials);
      const now = measurementOf(store.getState(), key);
      if (fitted.ok && now !== null) put(services, { ...now, curves: fitted.value });
      if (!fitted.ok) store.setState({ fault: fitted.fault });
    }
    busy = false;
    void next();
  };
  return (key: string): void => {
    waiting.add(key);
    void next();
  };
}

export type Fit = ReturnType<typeof createFitting>;

export interface Wanted {
  readonly key: string;
  readonly plan: AcuityPlan;
  readonly conditions: readonly AcuityCondition[];
  readonly model: ModelFacts;
  readonly before: Results;
  /** The weights of what was seen before; null where nothing was. */
  readonly weights: string | null;
}

async function keep({ keeping, store }: AcuityServices, { key, document }: Measurement): Promise<void> {
  const kept = await keeping.keep({ key, at: Date.now(), text: JSON.stringify(document) });
  if (!kept.ok) store.setState({ fault: kept.fault });
}

/** Asks what is left of a plan. Null where it was stopped before anything was known of the device. */
async function ask(services: AcuityServices, wanted: Wanted, job: Job, refit: Fit): Promise<Outcome<null>> {
  const { store } = services;
  const { key, plan, conditions, model, before: results } = wanted;
  const own = store.getState().own;
  if (plan.picture !== undefined && own?.subject.sha256 !== plan.picture.sha256)
    return failure(
      "badInput",
      `${plan.picture.name} is not open.`,
      "Open it in the playground, and take it from there.",
    );
  using painter = services.painter();
  const files = painter.filesOf(plan, own?.file ?? null);
  const respondent = services.respondent(files, job.signal);
  if (respondent === null) return failure("notFound", "No model is loaded.", "Choose one.");
  const card = await services.card(respondent, firstPath(plan));
  if (!card.ok) return card;
  if (card.value === null) return success(null);
  const { value: made } = card;
  if (wanted.weights !== null && wanted.weights !== made.weightsSha256)
    return failure(
      "badInput",
      `This was measured with other weights than those of ${model.title}.`,
      "Load that model, or measure anew.",
    );
  const total = questionsIn(plan, conditions);
  let keptAt = 0;
  const show = (): Measurement => {
    const document: AcuityDocument = documentOf(plan, model, made, [...results.values()]);
    const former = measurementOf(store.getState(), key);
    const measurement: Measurement = {
      key,
      origin: "kept",
      at: Date.now(),
      document,
      curves: former?.curves ?? null,
    };
    put(services, measurement);
    store.setState({ phase: { kind: "running", key, done: questionsAsked(results), total } });
    job.report(questionsAsked(results), total);
    return measurement;
  };
  show();
  store.setState({ shown: key });
  const measured = await measurePlan(respondent, plan, conditions, results, {
    goOn: job.goOn,
    keep() {
      const measurement = show();
      refit(key);
      if (Date.now() - keptAt < KEPT_EVERY) return;
      keptAt = Date.now();
      void keep(services, measurement);
    },
  });
  await keep(services, show());
  return measured;
}

/** Measures until the plan is done or the job is stopped. */
export async function measure(services: AcuityServices, wanted: Wanted, refit: Fit): Promise<void> {
  const { jobs, store } = services;
  const { plan, conditions, before } = wanted;
  store.setState({
    fault: null,
    phase: {
      kind: "running",
      key: wanted.key,
      done: questionsAsked(before),
      total: questionsIn(plan, conditions),
    },
  });
  const ended = await jobs.run(ACUITY, (job) => ask(services, wanted, job, refit));
  store.setState({ phase: { kind: "idle" }, ...(ended.ok ? {} : { fault: ended.fault }) });
}

/** A measurement as it was written. Faults: badInput. */
export function opened(
  key: string,
  origin: Measurement["origin"],
  at: number,
  text: string,
): Outcome<Measurement> {
  const read = parseAcuity(text);
  return read.ok ? success({ key, origin, at, document: read.value, curves: null }) : read;
}

export const resultsSoFar = ({ document }: Measurement): Results => resultsOf(document.trials);
