/** The jobs of the page: who replaces whom, who gives way, and that each ends once. */
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  createJobs,
  isStoppedByLoading,
  type Job,
  type JobFacts,
  type JobOwner,
  type JobSpec,
} from "./jobs.ts";

const owners: readonly JobOwner[] = ["playground", "token", "suite", "map"];
const spec = (owner: JobOwner, kind: JobSpec["kind"], usesModel = true): JobSpec => ({
  ...{ owner, kind, usesModel },
  title: owner,
});

function listed() {
  let facts: readonly JobFacts[] = [];
  let cameBack = false;
  const gone = new Set<number>();
  const jobs = createJobs((all) => {
    for (const { id } of facts) if (!all.some((each) => each.id === id)) gone.add(id);
    cameBack ||= all.some(({ id }) => gone.has(id));
    facts = all;
  });
  return {
    jobs,
    facts: () => facts,
    cameBack: () => cameBack,
    stateOf: (owner: JobOwner) => facts.find((each) => each.owner === owner)?.state,
  };
}

/** A job whose work lasts until it is released. */
function begin(jobs: ReturnType<typeof createJobs>, asked: JobSpec) {
  const started: { job: Job | null; release: () => void } = { job: null, release: () => undefined };
  const ended = jobs.run(asked, (job) => {
    started.job = job;
    return new Promise<void>((resolve) => {
      started.release = resolve;
    });
  });
  return { job: started.job as Job, release: () => started.release(), ended };
}

test("an interactive job takes the place of its owner's former one, and of nobody else's", () => {
  const { jobs } = listed();
  const suite = begin(jobs, spec("suite", "background"));
  const token = begin(jobs, spec("token", "interactive"));
  const first = begin(jobs, spec("playground", "interactive"));
  const second = begin(jobs, spec("playground", "interactive"));
  expect([first, second, token, suite].map(({ job }) => job.signal.aborted)).toEqual([
    true,
    false,
    false,
    false,
  ]);
  expect([first, second].map(({ job }) => job.isCurrent())).toEqual([false, true]);
  begin(jobs, spec("suite", "interactive"));
  expect(suite.job.signal.aborted).toBe(false);
});

test("a job in the background waits while a person waits for another, and goes on after it", async () => {
  const { jobs, stateOf } = listed();
  const suite = begin(jobs, spec("suite", "background"));
  const answer = begin(jobs, spec("playground", "interactive"));
  const map = begin(jobs, spec("map", "background"));
  expect([stateOf("suite"), stateOf("map"), stateOf("playground")]).toEqual(["paused", "queued", "running"]);
  const steps: string[] = [];
  void suite.job.goOn().then((goesOn) => steps.push(`suite ${goesOn}`));
  await Promise.resolve();
  expect(steps).toEqual([]);
  answer.release();
  await answer.ended;
  await Promise.resolve();
  expect(steps).toEqual(["suite true"]);
  expect([stateOf("suite"), stateOf("map")]).toEqual(["running", "running"]);
  map.release();
  await map.ended;
  expect(stateOf("map")).toBeUndefined();
});

test("paused by a person it waits; let go on it goes on; stopped it goes on no more", async () => {
  const { jobs, stateOf, facts } = listed();
  const { job } = begin(jobs, spec("suite", "background"));
  job.report(120, 600);
  expect(facts()[0]).toMatchObject({ title: "suite", progress: { done: 120, total: 600 } });
  expect(facts().filter(isStoppedByLoading)).toHaveLength(1);
  job.pause();
  expect(stateOf("suite")).toBe("paused");
  expect(facts().filter(isStoppedByLoading)).toEqual([]);
  const waits = job.goOn();
  job.resume();
  expect(await waits).toBe(true);
  job.pause();
  const cut = job.goOn();
  jobs.stop(facts());
  expect(await cut).toBe(false);
  expect(job.state()).toBe("ended");
  expect(jobs.of("suite")).toBeNull();
  expect(job.isCurrent()).toBe(true);
  jobs.dismiss("suite");
  expect(job.isCurrent()).toBe(false);
});

type Deed = {
  readonly owner: JobOwner;
  readonly kind: JobSpec["kind"];
  readonly ends: "work" | "throw" | "stop" | "twice";
};
const deed: fc.Arbitrary<Deed> = fc.record({
  owner: fc.constantFrom(...owners),
  kind: fc.constantFrom("interactive", "background"),
  ends: fc.constantFrom("work", "throw", "stop", "twice"),
});

test("whatever happens to them, each job ends once and for good, and in the end none is left", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { maxLength: 12 }), async (deeds) => {
      const { jobs, facts, cameBack } = listed();
      const works = deeds.map(({ owner, kind, ends }) =>
        jobs
          .run(spec(owner, kind), async (job) => {
            const goesOn = await job.goOn();
            if (ends === "stop" || ends === "twice") job.stop();
            if (ends === "twice") job.stop();
            job.report(1, 2);
            job.resume();
            if (ends === "throw" && goesOn) throw new Error("failed on purpose");
          })
          .catch((thrown: Error) => expect(thrown.message).toBe("failed on purpose")),
      );
      await Promise.all(works);
      expect(facts()).toEqual([]);
      expect(cameBack()).toBe(false);
    }),
  );
});
