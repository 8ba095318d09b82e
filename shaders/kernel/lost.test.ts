/** The news of a loss, which may come after what failed because of it. */
import { expect, test } from "vitest";
import { lossOf } from "./run.ts";

function deviceLostAfter(milliseconds: number | null, message = "unplugged"): GPUDevice {
  const lost = new Promise((resolve) => {
    if (milliseconds !== null) setTimeout(() => resolve({ message, reason: "destroyed" }), milliseconds);
  });
  return { lost } as unknown as GPUDevice;
}

test("after a failure the news is waited for, and without one it is not", async () => {
  expect(await lossOf(deviceLostAfter(40), true)).toBe("unplugged");
  expect(await lossOf(deviceLostAfter(40), false)).toBeNull();
});

test("a device that lives is not lost, whatever failed; one that gave no words gives its reason", async () => {
  expect(await lossOf(deviceLostAfter(null), true)).toBeNull();
  expect(await lossOf(deviceLostAfter(1, ""), true)).toBe("destroyed");
});
