import { expect, test } from "vitest";
import { createRunQueue } from "./run-queue.ts";

test("work in the queue never overlaps, and a failure does not block what follows", async () => {
  const queue = createRunQueue();
  let inside = 0;
  let most = 0;
  const work = (fails: boolean) => async () => {
    inside++;
    most = Math.max(most, inside);
    await new Promise((resolve) => setTimeout(resolve, 1));
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
