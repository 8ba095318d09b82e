/** How the Chromium of end-to-end tests is started. */
import { chromiumFlags, requireChromium } from "../scripts/chromium.mjs";

/** Options for its launch, with more flags where a test needs them. */
export const launchWith = (...more: readonly string[]) => ({
  executablePath: requireChromium(),
  args: [
    ...chromiumFlags,
    // A test asks little of a page just opened: compiling ONNX Runtime well costs more than it gives back.
    "--js-flags=--liftoff-only",
    // A camera that shows a test picture, and may be used.
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    ...more,
  ],
});
