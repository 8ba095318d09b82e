/** Runs by id: each tells its end once, and all can be stopped at once. */
import { expect, test } from "vitest";
import type { RunId } from "../../../base/ids.ts";
import { type Outcome, success } from "../../../base/outcome.ts";
import { createRuns } from "./runs.ts";

const id = (name: string) => name as RunId;
const stopped = (signal: AbortSignal): Promise<Outcome<string>> =>
  new Promise((resolve) => {
    signal.addEventListener("abort", () => resolve(success("stopped")));
  });

test("stopping all waits for the end of each; a run that begins later goes on", async () => {
  const runs = createRuns(async (outcome) => outcome);
  const ends: string[] = [];
  const emit = (name: string) => () => ends.push(name);
  const open = [runs.run(id("a"), emit("a"), stopped), runs.run(id("b"), emit("b"), stopped)];
  await runs.stopAll();
  await Promise.all(open);
  expect(ends).toEqual(["a", "b"]);
  const later = runs.run(id("c"), emit("c"), stopped);
  await new Promise((resolve) => setTimeout(resolve));
  expect(ends).toHaveLength(2);
  runs.cancel(id("c"));
  await later;
  expect(ends).toEqual(["a", "b", "c"]);
});

test("a run that was stopped before it was sent never has time to do anything", async () => {
  const runs = createRuns(async (outcome) => outcome);
  const seen: boolean[] = [];
  const work = async ({ aborted }: AbortSignal) => {
    seen.push(aborted);
    return success(null);
  };
  await runs.run(id("a"), () => undefined, work, true);
  await runs.run(id("b"), () => undefined, work);
  expect(seen).toEqual([true, false]);
});

test("a throw ends its run with a fault, and what wanted memory says so", async () => {
  const runs = createRuns(async (outcome) => outcome);
  const faults: unknown[] = [];
  const emit = ({ outcome }: { outcome: Outcome<unknown> }) => faults.push(outcome);
  for (const message of ["no such thing", "std::bad_alloc"])
    await runs.run(id(message), emit, async () => {
      throw new Error(message);
    });
  expect(faults).toMatchObject([{ fault: { kind: "bug" } }, { fault: { kind: "outOfMemory" } }]);
});
