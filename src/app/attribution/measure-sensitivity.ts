/** Computes the sensitivity map of the answer on the screen: one replay for its duration, then the cells. */
import { type Outcome, success } from "../../base/outcome.ts";
import { drawMap } from "../../evidence/maps/draw-map.ts";
import { erasedShowing, lossesOf, startSensitivity } from "../../evidence/maps/sensitivity.ts";
import type { Showing } from "../../evidence/views/showing.ts";
import { compareWhole } from "../../experiment/compare.ts";
import type { Job } from "../jobs/jobs.ts";
import { type AppServices, complain } from "../services.ts";
import type { AttributionStore, MapSubject, SensitivityMapRun } from "./attribution-state.ts";
import { erasureOf, subjectOf } from "./subject.ts";

const WHOLE = { x: 0, y: 0, width: 1, height: 1 } as const;

/** The loss of each token of the answer under each showing; null when stopped. */
async function read(
  services: AppServices,
  { rollout, showing }: MapSubject,
  others: readonly Showing[],
  signal: AbortSignal,
): Promise<Outcome<readonly (readonly number[])[] | null>> {
  if (services.client === null) return success(null);
  const contrast = {
    student: showing,
    others: others.map((other) => ({ role: "control" as const, showing: other })),
  };
  const compared = await compareWhole(services.engines.background, [rollout], contrast, 0, signal);
  if (!compared.ok || compared.value === null) return compared as Outcome<null>;
  const [before, ...after] = compared.value[0]?.sides ?? [];
  return success(after.map(({ logProb }) => lossesOf(before?.logProb ?? [], logProb)));
}

/** Whether the screen still shows the subject of the map. */
function isCurrent(services: AppServices, store: AttributionStore, { key }: MapSubject): boolean {
  return subjectOf(services.store.getState(), store.getState().settings)?.key === key;
}

/**
 * Replays the answer once with the whole image erased, which measures the duration of a replay, and which tokens need the
 * image at all.
 */
export async function measureOne(services: AppServices, store: AttributionStore, job: Job): Promise<void> {
  const subject = subjectOf(services.store.getState(), store.getState().settings);
  if (subject === null || store.getState().run?.subject.key === subject.key) return;
  store.setState({ run: null, selected: null, fault: null });
  const gone = erasedShowing(subject.showing, WHOLE, { kind: "blank" });
  if (!(await job.goOn())) return;
  const start = performance.now();
  const losses = await read(services, subject, [gone], job.signal);
  if (job.signal.aborted || !isCurrent(services, store, subject)) return;
  if (!losses.ok) return fail(services, store, losses.fault);
  const [needs] = losses.value ?? [];
  if (needs === undefined) return;
  const replayMs = performance.now() - start;
  const map = startSensitivity(subject.plan);
  store.setState({ run: { subject, needs, replayMs, map, phase: "ready" } });
}

function fail(services: AppServices, store: AttributionStore, fault: Parameters<typeof complain>[1]): void {
  if (fault.kind === "deviceLost" || fault.kind === "workerLost") complain(services, fault);
  else store.setState({ fault });
}

function change(store: AttributionStore, { key }: MapSubject, changed: Partial<SensitivityMapRun>): void {
  const { run } = store.getState();
  if (run?.subject.key === key) store.setState({ run: { ...run, ...changed } });
}

/** Continues the map until it is complete, stopped, or about something that is no longer shown. */
export async function draw(services: AppServices, store: AttributionStore, job: Job): Promise<void> {
  const { run, selected } = store.getState();
  const { plan } = services.store.getState().session;
  if (run === null || plan === null || run.phase === "done") return;
  const { subject } = run;
  change(store, subject, { phase: "drawing" });
  store.setState({ fault: null });
  const { showing, frame, settings } = subject;
  const by = erasureOf(settings, plan.size);
  const drawn = await drawMap({ showing, frame, by, selected }, run.map, {
    read: async (others) =>
      (await job.goOn()) && isCurrent(services, store, subject)
        ? read(services, subject, others, job.signal)
        : success(null),
    now: () => performance.now(),
    onPart(map, replayMs) {
      job.report(map.measured.length, map.measured.length + map.pending.length);
      change(store, subject, { map, replayMs });
    },
  });
  if (!drawn.ok) fail(services, store, drawn.fault);
  const whole = drawn.ok && drawn.value.pending.length === 0;
  change(store, subject, { phase: whole ? "done" : "stopped" });
}
