/** Another model is loaded while something runs in the background: a person is asked first, and may keep it. */
import { beforeEach, expect, test, vi } from "vitest";
import type { Job } from "../jobs/jobs.ts";
import { fakeLocalEngine, forget, loads } from "../local-engine.testing.ts";
import { type AppServices, createAppServices } from "../services.ts";
import { createAppStore } from "../state.ts";
import { NANO } from "./bundled.ts";
import { createModelActions } from "./models-actions.ts";

beforeEach(() => {
  forget();
  vi.stubGlobal("document", { baseURI: "http://localhost/" });
});

/** An engine, and a job that lasts until it is stopped. */
function withSuiteRun() {
  const store = createAppStore();
  const services: AppServices = createAppServices(store);
  services.client = fakeLocalEngine("", () => undefined);
  const started: Job[] = [];
  const spec = { owner: "suite", kind: "background", title: "Suite run", usesModel: true } as const;
  void services.jobs.run(spec, async (job) => {
    started.push(job);
    job.report(120, 600);
    await new Promise((resolve) => job.signal.addEventListener("abort", resolve));
  });
  const [job] = started;
  if (job === undefined) throw new Error("no job");
  return { store, services, job, models: createModelActions(services) };
}

test("what would be stopped is named; kept, nothing is loaded and it goes on", async () => {
  const { store, services, job, models } = withSuiteRun();
  const taking = models.take(NANO.id);
  await vi.waitFor(() => expect(store.getState().stops).not.toBeNull());
  expect(store.getState().stops).toMatchObject([{ title: "Suite run", progress: { done: 120, total: 600 } }]);
  services.decide(false);
  await taking;
  expect(store.getState().stops).toBeNull();
  expect(loads).toEqual([]);
  expect(job.state()).toBe("running");
});

test("given up, it is stopped and the model is loaded; where nothing runs, nobody is asked", async () => {
  const { store, services, job, models } = withSuiteRun();
  const taking = models.take(NANO.id);
  await vi.waitFor(() => expect(store.getState().stops).not.toBeNull());
  services.decide(true);
  await taking;
  expect(job.state()).toBe("ended");
  expect(loads).toHaveLength(1);
  await models.take(NANO.id);
  expect(loads).toHaveLength(2);
});

test("a later question ends the one before, which keeps what runs", async () => {
  const { store, services, models } = withSuiteRun();
  const first = models.take(NANO.id);
  await vi.waitFor(() => expect(store.getState().stops).not.toBeNull());
  const second = models.take(NANO.id);
  await first;
  expect(store.getState().stops).not.toBeNull();
  services.decide(true);
  await second;
  expect(loads).toHaveLength(1);
});
