/** Training pauses between two calls of the runtime, and goes on with the next one. */

import { expect, test } from "vitest";
import { createRunQueue } from "../../engine/local/queue/run-queue.ts";
import { pausingQueue } from "./pausing-queue.ts";

test("a call waits until the page lets it go on, and short calls are not asked about", async () => {
  let time = 0;
  let letGoOn = (_: boolean): void => undefined;
  let questions = 0;
  const mayGoOn = () => {
    questions++;
    return new Promise<boolean>((resolve) => {
      letGoOn = resolve;
    });
  };
  const queue = pausingQueue(createRunQueue(), mayGoOn, () => time);
  expect(await queue.enter(async () => "first")).toBe("first");
  expect(questions).toBe(0);
  time = 300;
  let done = false;
  const second = queue.enter(async () => {
    done = true;
  });
  await new Promise((resolve) => setTimeout(resolve));
  expect([questions, done]).toEqual([1, false]);
  letGoOn(false);
  await second;
  expect(done).toBe(true);
  await queue.enter(async () => undefined);
  expect(questions).toBe(1);
});
