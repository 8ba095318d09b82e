/** Every action of the person on the page of acuity curves. */
import { resultsOf } from "../../acuity/order.ts";
import { RECORDED } from "../../acuity/recorded.ts";
import { type AcuitySettings, measurementOf } from "./acuity-state.ts";
import { createFitting, type Fit, measure, opened, put, resultsSoFar } from "./measure.ts";
import { conditionsOf, extendedPlan, planOf } from "./plan-of.ts";
import type { AcuityServices } from "./services.ts";

export interface AcuityActions {
  /** Reads the recorded measurements and those of this browser, and shows the last one. */
  restore(): Promise<void>;
  setSettings(change: Partial<AcuitySettings>): void;
  /** Begins a measurement with the settings. */
  start(): Promise<void>;
  stop(): void;
  /** Asks what is left of the shown measurement, or more scenes where the settings have more. */
  goOn(): Promise<void>;
  show(key: string): void;
  /** Draws another measurement beside the shown one; null ends that. */
  compareWith(key: string | null): void;
  /** Shows a measurement that was saved; needs no model. */
  openFile(file: Blob): Promise<void>;
  remove(key: string): Promise<void>;
  /** Takes the playground's picture, box, question and right answer. */
  takePlayground(): void;
  /** Sets the right answer to the own picture's question. */
  setAnswer(answer: string): void;
  dismissFault(): void;
}

const isRunning = ({ store }: AcuityServices): boolean => store.getState().phase.kind === "running";

async function restore(services: AcuityServices, refit: Fit): Promise<void> {
  const { store, keeping } = services;
  if (store.getState().measurements.length > 0) return;
  const kept = await keeping.all();
  const texts = await Promise.all(
    RECORDED.map(async (name) => ({
      key: name,
      at: 0,
      origin: "recorded" as const,
      read: await services.recorded(name),
    })),
  );
  const recorded = texts.flatMap(({ key, at, origin, read }) => {
    const measurement = read.ok ? opened(key, origin, at, read.value) : read;
    return measurement.ok ? [measurement.value] : [];
  });
  const own = kept.flatMap(({ key, at, text }) => {
    const measurement = opened(key, "kept", at, text);
    return measurement.ok ? [measurement.value] : [];
  });
  if (store.getState().measurements.length > 0) return;
  const measurements = [...recorded, ...own];
  const [first, second] = recorded;
  const shown = own[0] ?? first ?? null;
  const other = own.length === 0 ? (second ?? null) : null;
  store.setState({ measurements, shown: shown?.key ?? null, other: other?.key ?? null });
  for (const each of [shown, other]) if (each !== null) refit(each.key);
}

async function start(services: AcuityServices, refit: Fit): Promise<void> {
  const { store } = services;
  const { model, settings } = store.getState();
  if (isRunning(services) || model === null) return;
  const plan = planOf(store.getState(), model);
  if (!plan.ok) return store.setState({ fault: plan.fault });
  const key = `${model.id}-${Date.now().toString(36)}`;
  await measure(
    services,
    {
      key,
      plan: plan.value,
      conditions: conditionsOf(settings, model),
      model,
      before: resultsOf([]),
      weights: null,
    },
    refit,
  );
}

async function goOn(services: AcuityServices, refit: Fit): Promise<void> {
  const { store } = services;
  const { model, settings, shown } = store.getState();
  const found = measurementOf(store.getState(), shown);
  if (isRunning(services) || model === null || found === null) return;
  const { card } = found.document;
  const plan = extendedPlan(found, settings);
  // What came with Fovea or from a file stays as it is; what is asked now is a measurement of its own.
  const key = found.origin === "kept" ? found.key : `${model.id}-${Date.now().toString(36)}`;
  await measure(
    services,
    {
      key,
      plan,
      conditions: conditionsOf(settings, model),
      model,
      before: resultsSoFar(found),
      weights: card.weightsSha256,
    },
    refit,
  );
}

export function createAcuityActions(services: AcuityServices): AcuityActions {
  const { store, jobs } = services;
  const refit = createFitting(services);
  const fitIfNeeded = (key: string | null) => {
    if (key !== null && measurementOf(store.getState(), key)?.curves === null) refit(key);
  };
  return {
    restore: () => restore(services, refit),
    setSettings: (change) => store.setState({ settings: { ...store.getState().settings, ...change } }),
    start: () => start(services, refit),
    stop: () => jobs.of("acuity")?.stop(),
    goOn: () => goOn(services, refit),
    show(key) {
      const { other } = store.getState();
      store.setState({ shown: key, other: other === key ? null : other });
      fitIfNeeded(key);
    },
    compareWith(key) {
      store.setState({ other: key });
      fitIfNeeded(key);
    },
    async openFile(file) {
      const read = opened(`file-${Date.now().toString(36)}`, "file", 0, await file.text());
      if (!read.ok) return store.setState({ fault: read.fault });
      put(services, read.value);
      store.setState({ shown: read.value.key, fault: null });
      refit(read.value.key);
    },
    async remove(key) {
      const { phase } = store.getState();
      if (phase.kind === "running" && phase.key === key) jobs.of("acuity")?.stop();
      await services.keeping.remove(key);
      const { measurements, shown, other } = store.getState();
      const left = measurements.filter((each) => each.key !== key);
      const another = left.find(({ origin }) => origin !== "recorded") ?? left[0];
      const next = shown === key ? (another?.key ?? null) : shown;
      store.setState({
        measurements: left,
        shown: next,
        other: other === key || other === next ? null : other,
      });
      fitIfNeeded(next);
    },
    takePlayground() {
      const own = services.playground();
      if (!own.ok) return store.setState({ fault: own.fault });
      store.setState({
        own: own.value,
        settings: { ...store.getState().settings, dimension: "picture", variable: "size" },
        fault: null,
      });
    },
    setAnswer(answer) {
      const { own } = store.getState();
      if (own !== null) store.setState({ own: { ...own, subject: { ...own.subject, answer } } });
    },
    dismissFault: () => store.setState({ fault: null }),
  };
}
