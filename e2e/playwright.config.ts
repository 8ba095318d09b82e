/** End-to-end tests of the built page in a real Chromium, with software WebGPU unless FOVEA_GPU=hardware. */

import { defineConfig } from "@playwright/test";
import { launchWith } from "./support/browser.ts";

/** Those with the longest tests begin: at the end one worker would wait for the other. */
const LONG = ["**/suite/*.spec.ts", "**/command/*.spec.ts", "**/page/backends.spec.ts"];

export default defineConfig({
  testDir: ".",
  outputDir: "../.cache/e2e",
  forbidOnly: true,
  fullyParallel: true,
  // Two: the model, the shaders and the browser of one test keep a core busy.
  workers: 2,
  projects: [
    { name: "long", testMatch: LONG },
    { name: "short", testIgnore: LONG },
  ],
  timeout: 60_000,
  reporter: [["list"], ["json"]],
  use: {
    launchOptions: launchWith(),
    // A name that is no longer there fails soon, and not when the whole test's time is over.
    actionTimeout: 45_000,
    // Tracing slows every test; the picture and the outline of the page at a failure tell enough.
    screenshot: "only-on-failure",
    // A page behind one is out of reach of route(); offline.spec.ts, which is about it, allows it again.
    serviceWorkers: "block",
  },
});
