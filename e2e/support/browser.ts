/** How the Chromium of end-to-end tests is started. */
import { chromiumFlags, requireChromium } from "../../scripts/process/chromium.mjs";

/** A browser like a visitor’s, with more flags where a test needs them. */
export const launchWith = (...more: readonly string[]) => ({
  executablePath: requireChromium(),
  args: [
    ...chromiumFlags,
    // WebAssembly is optimised later than a browser would: most pages of a test are gone before optimising the runtime pays.
    "--js-flags=--wasm-tiering-budget=130000000",
    // A camera that shows a test picture, and may be used.
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    ...more,
  ],
});
