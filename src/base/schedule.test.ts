/** Who may go on: laws over any order of jobs that come, are paused, let go on and end. */
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  entered,
  firstOf,
  type JobKind,
  left,
  mayGoOn,
  type Schedule,
  stateOf,
  withHeld,
} from "./schedule.ts";

type Change =
  | { readonly kind: "enter"; readonly job: JobKind }
  | { readonly kind: "hold" | "release" | "leave"; readonly which: number };

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ kind: fc.constant("enter" as const), job: fc.constantFrom("interactive", "background") }),
  fc.record({ kind: fc.constantFrom("hold", "release", "leave"), which: fc.nat(5) }),
);

function after(schedule: Schedule<number>, made: Change, id: number): Schedule<number> {
  if (made.kind === "enter") return entered(schedule, id, made.job);
  const chosen = schedule[made.which % Math.max(1, schedule.length)]?.id ?? -1;
  return made.kind === "leave" ? left(schedule, chosen) : withHeld(schedule, chosen, made.kind === "hold");
}

const running = (schedule: Schedule<number>) =>
  schedule.filter(({ id }) => stateOf(schedule, id) === "running").map(({ id }) => id);

test("no job in the background runs beside an interactive one, and where nobody is paused somebody runs", () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
      let schedule: Schedule<number> = [];
      for (const [id, made] of changes.entries()) {
        schedule = after(schedule, made, id);
        const kinds = new Set(schedule.filter((job) => mayGoOn(schedule, job.id)).map(({ kind }) => kind));
        expect(kinds.size).toBeLessThanOrEqual(1);
        const free = schedule.filter(({ held }) => !held);
        expect(running(schedule).length > 0).toBe(free.length > 0);
        const interactive = free.find(({ kind }) => kind === "interactive");
        expect(firstOf(schedule)).toBe((interactive ?? free[0])?.id ?? null);
      }
    }),
  );
});

test("a job begins once: queued only before it could go on, paused only after that, ended for good", () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
      let schedule: Schedule<number> = [];
      const ran = new Set<number>();
      const came = changes.map((_, id) => id);
      for (const [id, made] of changes.entries()) {
        schedule = after(schedule, made, id);
        const there = new Set(schedule.map((job) => job.id));
        for (const each of running(schedule)) ran.add(each);
        for (const each of came) {
          const state = stateOf(schedule, each);
          expect(state === "ended").toBe(!there.has(each));
          if (state === "queued") expect(ran.has(each)).toBe(false);
        }
        const paused = schedule.filter((job) => stateOf(schedule, job.id) === "paused");
        expect(paused.filter((job) => !job.held && !ran.has(job.id))).toEqual([]);
      }
    }),
  );
});

test("a job that a person paused goes on when it is let, where no interactive one is there", () => {
  const both = entered(entered<string>([], "suite", "background"), "map", "background");
  const paused = withHeld(both, "suite", true);
  expect([stateOf(paused, "suite"), stateOf(paused, "map")]).toEqual(["paused", "running"]);
  const asked = entered(withHeld(paused, "suite", false), "answer", "interactive");
  expect([stateOf(asked, "suite"), stateOf(asked, "answer")]).toEqual(["paused", "running"]);
  expect(stateOf(left(asked, "answer"), "suite")).toBe("running");
});
