import fc from "fast-check";
import { expect, test } from "vitest";
import { createRun, nextItem, progressOf, type SuiteRun, type SuiteRunEvent, step } from "./runner.ts";

const order = ["a", "b", "c", "d"];
const done = (id: string, seconds = 2): SuiteRunEvent => ({ kind: "itemDone", id, seconds });
const after = (run: SuiteRun, ...events: readonly SuiteRunEvent[]) => events.reduce(step, run);
const fault = { kind: "deviceLost", message: "gone" } as const;

test("from the first item to the last, with the time left at the pace so far", () => {
  const run = after(createRun(order), { kind: "start" }, done("a", 1), done("b", 3));
  expect(nextItem(run)).toBe("c");
  expect(progressOf(run)).toEqual({ done: 2, total: 4, secondsLeft: 4 });
  const end = after(run, done("c"), done("d"));
  expect(end.phase.kind).toBe("finished");
  expect(nextItem(end)).toBeNull();
  expect(progressOf(end)).toMatchObject({ done: 4, secondsLeft: 0 });
  expect(progressOf(createRun(order)).secondsLeft).toBeNull();
});

test("the time left follows the last items, not the whole run", () => {
  const ids = Array.from({ length: 200 }, (_, i) => `${i}`);
  const slow = ids.slice(0, 100).map((id) => done(id, 10));
  const quick = ids.slice(100, 150).map((id) => done(id, 1));
  const run = after(createRun(ids), { kind: "start" }, ...slow, ...quick);
  expect(progressOf(run).secondsLeft).toBe(50);
});

test("paused between items: the one under way still counts, none follows until it is resumed", () => {
  const run = after(createRun(order), { kind: "start" }, { kind: "pause" }, done("a"));
  expect(nextItem(run)).toBeNull();
  expect(run.done).toBe(1);
  expect(nextItem(step(run, { kind: "resume" }))).toBe("b");
});

test("stopped for good: what comes after does not count, and nothing resumes it", () => {
  const run = after(createRun(order), { kind: "start" }, { kind: "stop" }, done("a"), { kind: "resume" });
  expect(run).toMatchObject({ phase: { kind: "stopped" }, done: 0 });
});

test("halted by a fault of the engine, and resumed once it is there again", () => {
  const run = after(createRun(order), { kind: "start" }, done("a"), { kind: "halt", fault });
  expect(run.phase).toEqual({ kind: "halted", fault });
  expect(nextItem(step(run, { kind: "resume" }))).toBe("b");
});

test("resumed from a results file: what is in it is done, the rest is asked in its order", () => {
  const run = createRun(order, new Set(["c", "a", "of another suite"]));
  expect(run).toMatchObject({ phase: { kind: "ready" }, order: ["a", "c", "b", "d"], done: 2 });
  expect(nextItem(step(run, { kind: "start" }))).toBe("b");
  expect(createRun(order, new Set(order)).phase.kind).toBe("finished");
});

test("whatever happens, each item is asked once and in order, and progress never goes back", () => {
  const event: fc.Arbitrary<SuiteRunEvent> = fc.oneof(
    fc.constantFrom<SuiteRunEvent>(
      { kind: "start" },
      { kind: "pause" },
      { kind: "resume" },
      { kind: "stop" },
    ),
    fc.constant<SuiteRunEvent>({ kind: "halt", fault }),
    fc.constantFrom(...order).map((id) => done(id)),
  );
  fc.assert(
    fc.property(fc.array(event, { maxLength: 60 }), (events) => {
      let run = createRun(order);
      const finished: string[] = [];
      for (const each of events) {
        const next = step(run, each);
        if (next.done > run.done && each.kind === "itemDone") finished.push(each.id);
        expect(next.done - run.done).toBeGreaterThanOrEqual(0);
        expect(next.done - run.done).toBeLessThanOrEqual(1);
        run = next;
      }
      expect(finished).toEqual(order.slice(0, run.done));
      expect(run.phase.kind === "finished").toBe(run.done === order.length);
    }),
  );
});
