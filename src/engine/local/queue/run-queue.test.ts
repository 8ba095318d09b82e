/** The queue of the worker: calls never overlap, runs take turns unit by unit, the interactive ones first. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { JobKind } from "../../../base/schedule.ts";
import { createRunQueue, type RunQueue } from "./run-queue.ts";

const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

test("calls never overlap, and a failure does not block what follows", async () => {
  const queue = createRunQueue();
  let inside = 0;
  let most = 0;
  const work = (fails: boolean) => async () => {
    inside++;
    most = Math.max(most, inside);
    await wait(1);
    inside--;
    if (fails) throw new Error("failed on purpose");
    return "done";
  };
  const results = await Promise.allSettled([
    queue.enter(work(false)),
    queue.enter(work(true)),
    queue.enter(work(false)),
  ]);
  expect(most).toBe(1);
  expect(results.map((result) => result.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
});

/** A run of some units that is asked for after a while, and may be stopped or fail on its way. */
interface Asked {
  readonly kind: JobKind;
  readonly after: number;
  readonly units: number;
  readonly stopAfter: number | null;
  readonly failsAt: number | null;
}

const asked: fc.Arbitrary<Asked> = fc.record({
  kind: fc.constantFrom("interactive", "background"),
  after: fc.nat(6),
  units: fc.integer({ min: 1, max: 4 }),
  stopAfter: fc.option(fc.nat(8)),
  failsAt: fc.option(fc.nat(3), { freq: 4 }),
});

interface Seen {
  readonly open: Set<Asked>;
  readonly begun: Set<Asked>;
  readonly ends: string[];
  /** What was against the laws. */
  readonly broken: string[];
  working: Asked | null;
}

async function unit(run: Asked, seen: Seen, at: number): Promise<void> {
  if (seen.working !== null) seen.broken.push("two units at once");
  seen.working = run;
  seen.begun.add(run);
  const open = (kind: JobKind) => [...seen.open].filter((each) => each.kind === kind);
  if (run.kind === "background" && open("interactive").length > 0) seen.broken.push("the background first");
  if (open("background").filter((each) => seen.begun.has(each)).length > 1) seen.broken.push("two begun");
  await wait(1);
  seen.working = null;
  if (at === run.failsAt) throw new Error("failed on purpose");
}

async function perform(queue: RunQueue, run: Asked, seen: Seen): Promise<number> {
  await wait(run.after);
  const controller = new AbortController();
  const stop = () => {
    controller.abort();
    seen.open.delete(run);
  };
  if (run.stopAfter !== null) setTimeout(stop, run.stopAfter);
  seen.open.add(run);
  let done = 0;
  await queue
    .run(run.kind, controller.signal, async (turn) => {
      for (; done < run.units && (await turn.next()); done++) await unit(run, seen, done);
      seen.open.delete(run);
    })
    .catch(() => seen.open.delete(run));
  seen.ends.push(run.kind);
  return done;
}

test("no two units at once, none in the background beside an interactive run, one begun background run at most; all end", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(asked, { minLength: 1, maxLength: 6 }), async (runs) => {
      const queue = createRunQueue();
      const seen: Seen = { open: new Set(), begun: new Set(), ends: [], broken: [], working: null };
      const done = await Promise.all(runs.map((run) => perform(queue, run, seen)));
      expect(seen.broken).toEqual([]);
      expect(seen.ends).toHaveLength(runs.length);
      for (const [i, { units, stopAfter, failsAt }] of runs.entries())
        if (stopAfter === null && (failsAt === null || failsAt >= units)) expect(done[i]).toBe(units);
    }),
    { numRuns: 40 },
  );
});

test("a run that is stopped while it waits ends at once, with a signal that says so", async () => {
  const queue = createRunQueue();
  const never = new AbortController().signal;
  let release: () => void = () => undefined;
  const first = queue.run("interactive", never, () => new Promise<void>((resolve) => (release = resolve)));
  const controller = new AbortController();
  const second = queue.run("background", controller.signal, async (turn) => turn.signal.aborted);
  await wait(2);
  controller.abort();
  expect(await second).toBe(true);
  release();
  await first;
  expect(await queue.run("background", never, async (turn) => turn.next())).toBe(true);
});
