/** Parts of a step are timed once, however they lie within each other. */

import { expect, test } from "vitest";
import { createClock } from "./clock.ts";

test("a part within another one has its own time, which the outer one does not have", async () => {
  let time = 0;
  const clock = createClock(() => time);
  await clock.time("teacher", async () => {
    time += 1000;
    await clock.time("encoding", async () => {
      time += 3000;
    });
    time += 500;
  });
  await clock.time("encoding", async () => {
    time += 1000;
  });
  expect(clock.seconds()).toEqual({ teacher: 1.5, encoding: 4 });
});
