/** Build, development server and test projects. */

import { join } from "node:path";
import process from "node:process";
import react from "@vitejs/plugin-react";
import { playwright } from "@vitest/browser-playwright";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";
import { stampName, stampSources } from "./scripts/build/build.mjs";
import { importedBy } from "./scripts/build/chunks.mjs";
import { listFilesForOffline, serviceWorker } from "./scripts/build/offline.mjs";
import { isolationHeaders } from "./scripts/build/server.mjs";
import { chromiumFlags, findChromium, hardware } from "./scripts/process/chromium.mjs";
import { root } from "./scripts/process/run.mjs";

/**
 * Vite's development server adds inline scripts and styles and a web socket to the page, which the policy in
 * index.html refuses. The built page keeps that policy as it is written.
 */
const relaxPolicyInDevelopment: Plugin = {
  name: "fovea:relax-policy-in-development",
  apply: "serve",
  transformIndexHtml: (html) =>
    html
      .replace("script-src 'self'", "script-src 'self' 'unsafe-inline'")
      .replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
      .replace("connect-src 'self'", "connect-src 'self' ws:"),
};

const stamp = stampSources();

/** In `npm run proofs` tests look at more, and may take as long as that takes. */
const atLength = process.env["FOVEA_PROOFS"] === "yes";

/** Looked up only where tests are run: a build needs no browser. */
const executablePath = process.env["VITEST"] ? findChromium() : null;

/** Leaves beside the page what it was built from, so that `npm start` knows when to build again. */
const writeStamp: Plugin = {
  name: "fovea:write-stamp",
  apply: "build",
  applyToEnvironment: (environment) => environment.name === "client",
  generateBundle() {
    this.emitFile({ type: "asset", fileName: stampName, source: JSON.stringify(stamp) });
  },
};

/** Last of all, once every file is where it stays: the service worker is told which there are. */
const listForOffline: Plugin = {
  name: "fovea:list-for-offline",
  apply: "build",
  applyToEnvironment: (environment) => environment.name === "client",
  writeBundle: ({ dir }) => {
    if (dir !== undefined) listFilesForOffline(dir);
  },
};

const [page, actions, command] = ["src/ui/main.tsx", "src/app/create-actions.ts", "src/command/main.ts"].map(
  (path) => join(root, path),
) as [string, string, string];

const isolated = "{src,shaders,scripts}/**/*.isolated.test.{ts,tsx}";

const inNode = {
  environment: "node" as const,
  testTimeout: atLength ? 3_600_000 : 5_000,
  include: ["{src,shaders,scripts}/**/*.test.{ts,tsx}"],
  // What one file put in the place of a global is gone before the next one.
  unstubGlobals: true,
};

export default defineConfig({
  // Relative, so that the built folder works under any path of any static server.
  base: "./",
  plugins: [react(), relaxPolicyInDevelopment, writeStamp, listForOffline],
  define: { __FOVEA_BUILD__: JSON.stringify(stamp.id) },
  server: { headers: isolationHeaders },
  preview: { headers: isolationHeaders },
  // Its bundle finds its wasm beside itself; moved into Vite's cache of dependencies it would not.
  optimizeDeps: { exclude: ["onnxruntime-web"] },
  // `using` is not yet in every browser with WebGPU, nor in Node 20; everything else we write is.
  oxc: { target: "es2023" },
  worker: { format: "es" },
  build: {
    target: "es2023",
    // The policy allows data: for pictures only, and a file is simpler to cache, to weigh and to name.
    assetsInlineLimit: 0,
    rolldownOptions: {
      // The playground, the page behind `npm run fovea`, and what opens the playground without a network.
      input: ["index.html", "command.html", "src/offline/service-worker.ts"],
      // A service worker answers for the folders below its own, and is found anew under the same name.
      output: {
        entryFileNames: ({ name }) =>
          `${name}.js` === serviceWorker ? serviceWorker : "assets/[name]-[hash].js",
        codeSplitting: {
          groups: [
            // Apart from the rest, so that the page behind the command line needs none of the screen.
            { name: importedBy([page, command], "page-and-command"), priority: 4 },
            { name: importedBy([actions, command], "actions-and-command"), priority: 3 },
            { name: importedBy([page], "page"), priority: 2 },
            { name: importedBy([actions], "actions"), priority: 1 },
          ],
        },
      },
    },
    // Said by the size gate, against budgets of our own.
    chunkSizeWarningLimit: 5000,
    reportCompressedSize: false,
  },
  test: {
    projects: [
      {
        extends: true,
        test: {
          ...inNode,
          name: "node",
          exclude: ["**/*.gpu.test.ts", isolated],
          // Files share their modules: to load them anew for each would take longer than the tests.
          isolate: false,
        },
      },
      // Tests that replace modules, or add to catalogs in memory.
      { extends: true, test: { ...inNode, name: "node-isolated", include: [isolated] } },
      {
        extends: true,
        // Named here, since one found in the middle of a run makes Vite reload the page under the tests.
        optimizeDeps: {
          include: [
            "@huggingface/jinja",
            "@huggingface/tokenizers",
            "@noble/hashes/legacy.js",
            "@noble/hashes/sha2.js",
            "@noble/hashes/utils.js",
            "fast-check",
            "valibot",
          ],
        },
        test: {
          name: "gpu",
          include: ["{src,shaders,scripts}/**/*.gpu.test.ts"],
          setupFiles: ["scripts/gates/require-adapter.testing.ts"],
          env: { FOVEA_HARDWARE: hardware ? "yes" : "", FOVEA_PROOFS: atLength ? "yes" : "" },
          testTimeout: atLength ? 3_600_000 : 60_000,
          // One page for all files: one compiled runtime, and one device whose programs are compiled once.
          isolate: false,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                args: [...chromiumFlags],
                ...(executablePath === null ? {} : { executablePath }),
              },
            }),
            instances: [{ browser: "chromium" }],
          },
        },
      },
    ],
  },
});
