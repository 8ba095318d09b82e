/**
 * `npm run bench`: times the kernels in Chromium, beside ONNX Runtime and TensorFlow.js, and writes what it finds, with
 * the card of the run, to docs/bench.md and docs/bench.json. `-- --node` runs the kernels in Node through the `webgpu`
 * package instead, and writes docs/bench-node.md and .json; `-- --json` prints the report as JSON. `npm run bench -- train`
 * times a step of training instead (scripts/bench-train.mjs). While working on a kernel: `-- --only=top-k` times only kernels of that name (several between commas), `-- --quick` repeats little; neither writes anything.
 */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { chromium } from "playwright";
import { createServer } from "vite";
import { chromiumFlags, requireChromium } from "./process/chromium.mjs";
import { loadTypeScript } from "./process/load-typescript.mjs";
import { root } from "./process/run.mjs";

const { values: wanted, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    model: { type: "string", default: "fovea-nano" },
    node: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    quick: { type: "boolean", default: false },
    only: { type: "string", default: "" },
  },
});
if (positionals[0] === "train") {
  const { benchTraining } = await import("./bench-train.mjs");
  await benchTraining(wanted);
  process.exit(0);
}
const wish = { quick: wanted.quick, only: wanted.only };

const versions = Object.fromEntries(
  ["onnxruntime-web", "@tensorflow/tfjs-core", "webgpu"].map((name) => {
    const path = join(root, "node_modules", name, "package.json");
    return [name, JSON.parse(readFileSync(path, "utf8")).version];
  }),
);

const say = (/** @type {string} */ what) =>
  process.stderr.write(`${(performance.now() / 1000).toFixed(0).padStart(4)} s  ${what}\n`);

/** Chromium's software adapter serves Dawn in Node where there is no other. */
function offerSoftwareAdapter() {
  const driver = "/usr/lib/chromium/vk_swiftshader_icd.json";
  if (process.env["FOVEA_GPU"] !== "hardware" && existsSync(driver))
    process.env["VK_ICD_FILENAMES"] ??= driver;
}

async function inNode() {
  offerSoftwareAdapter();
  const { runInNode } = await loadTypeScript("bench/node.ts");
  return runInNode(versions, wish, say);
}

async function inChromium() {
  const server = await createServer({
    root,
    configFile: false,
    logLevel: "error",
    oxc: { target: "es2022" },
    optimizeDeps: {
      entries: ["bench/index.html"],
      include: ["@tensorflow/tfjs-core", "@tensorflow/tfjs-backend-webgpu"],
      exclude: ["onnxruntime-web"],
    },
    // A file saved meanwhile must not reload the page under measurement.
    server: { host: "localhost", port: 0, hmr: false, watch: null },
  });
  await server.listen();
  const browser = await chromium.launch({
    executablePath: requireChromium(),
    // Full timestamps: without this they are rounded to 100 microseconds.
    args: [...chromiumFlags, "--enable-webgpu-developer-features"],
  });
  try {
    const page = await browser.newPage();
    page.on("console", (message) => say(message.text()));
    page.on("pageerror", (error) => say(String(error)));
    await page.goto(`${server.resolvedUrls?.local[0]}bench/index.html`);
    await page.waitForFunction("typeof foveaBench === 'function'", null, { timeout: 120_000 });
    return await page.evaluate(`foveaBench(${JSON.stringify(versions)}, ${JSON.stringify(wish)})`);
  } finally {
    await browser.close();
    await server.close();
  }
}

/** A sentence instead of a stack: the usual reason is a machine without an adapter. */
function giveUp(/** @type {unknown} */ error) {
  say(error instanceof Error ? error.message : String(error));
  process.exit(1);
}

const report = await (wanted.node ? inNode() : inChromium()).catch(giveUp);
const { asMarkdown } = await loadTypeScript("bench/report.ts");
const json = `${JSON.stringify(report, null, 2)}\n`;
if (!wanted.quick && wanted.only === "") {
  const path = join(root, "docs", wanted.node ? "bench-node" : "bench");
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.md`, asMarkdown(report));
  writeFileSync(`${path}.json`, json);
}
process.stdout.write(wanted.json ? json : asMarkdown(report));
// Dawn keeps Node's loop alive.
process.exit(0);
