/**
 * The Chromium that tests run in, and the flags that give it WebGPU without a GPU: in this place only.
 * FOVEA_CHROMIUM names a browser; FOVEA_GPU=hardware uses the machine's own GPU instead of the software adapter.
 */

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import process from "node:process";
import { runCommand, toolCommand } from "./run.mjs";

/** Whether the person asked for the machine's own GPU. */
export const hardware = process.env["FOVEA_GPU"] === "hardware";

/** SwiftShader is Chromium's own software adapter: slow, but the same WGSL and the same validation everywhere. */
const gpuFlags = hardware
  ? ["--enable-unsafe-webgpu", ...(process.platform === "linux" ? ["--enable-features=Vulkan"] : [])]
  : ["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader"];

/** No sandbox, since continuous integration often runs as root; no traffic but the test's own. */
export const chromiumFlags = Object.freeze([
  ...gpuFlags,
  "--no-sandbox",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-quic",
  "--disable-sync",
]);

export const noChromium =
  "No Chromium was found. Install Chrome or Chromium, or name one: FOVEA_CHROMIUM=/path/to/chrome npm test";

/** @type {Partial<Record<NodeJS.Platform, () => string[]>>} */
const usualPlaces = {
  darwin: () =>
    ["/Applications", join(process.env["HOME"] ?? "", "Applications")].flatMap((folder) => [
      join(folder, "Google Chrome.app/Contents/MacOS/Google Chrome"),
      join(folder, "Chromium.app/Contents/MacOS/Chromium"),
    ]),
  win32: () =>
    ["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"]
      .flatMap((name) => process.env[name] ?? [])
      .flatMap((folder) => [
        join(folder, "Google\\Chrome\\Application\\chrome.exe"),
        join(folder, "Chromium\\Application\\chrome.exe"),
      ]),
  linux: () =>
    (process.env["PATH"] ?? "")
      .split(delimiter)
      .flatMap((folder) =>
        ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"].map((name) =>
          join(folder, name),
        ),
      ),
};

/**
 * Whether the file is there and starts. Linux only asks: there a browser may lack system libraries, or be a script
 * that says to install something else; on Windows the question itself would open a window.
 */
function starts(/** @type {string} */ path) {
  if (!existsSync(path)) return false;
  if (process.platform !== "linux") return true;
  return spawnSync(path, ["--version"], { stdio: "ignore", timeout: 30_000 }).status === 0;
}

/** Where Playwright keeps, or would keep, its own Chromium. */
function playwrightPath() {
  return createRequire(import.meta.url)("playwright").chromium.executablePath();
}

/**
 * @returns {string | null} the browser the environment names, else an installed one, else Playwright's own
 * @throws where the environment names one that is not there: another in its place would be a surprise
 */
export function findChromium() {
  const named = process.env["FOVEA_CHROMIUM"] || process.env["CHROME_PATH"];
  if (named) {
    if (existsSync(named)) return named;
    throw new Error(`The environment names ${named} as the Chromium to use, and there is no such file.`);
  }
  const installed = usualPlaces[process.platform]?.() ?? [];
  return [...installed, playwrightPath()].find(starts) ?? null;
}

/** As `findChromium`, for those who cannot go on without. */
export function requireChromium() {
  const path = findChromium();
  if (path === null) throw new Error(noChromium);
  return path;
}

/** Debian and its kin, where we may install: system packages need root. */
function mayUseApt() {
  return process.getuid?.() === 0 && spawnSync("apt-get", ["--version"], { stdio: "ignore" }).status === 0;
}

async function downloadPlaywrights() {
  console.log("No Chromium is installed; trying Playwright's.");
  const playwright = toolCommand("playwright");
  const environment = { PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: "20000" };
  if (
    !(await runCommand([...playwright, "install", "--no-shell", "chromium"], {
      limitSeconds: 240,
      environment,
    }))
  ) {
    return;
  }
  if (!starts(playwrightPath()) && mayUseApt()) {
    await runCommand([...playwright, "install-deps", "chromium"], { limitSeconds: 300 });
  }
}

async function installDebians() {
  console.log("Installing Debian's chromium package.");
  const environment = { DEBIAN_FRONTEND: "noninteractive" };
  await runCommand(["apt-get", "update"], { limitSeconds: 120, environment });
  await runCommand(["apt-get", "install", "-y", "--no-install-recommends", "chromium"], {
    limitSeconds: 420,
    environment,
  });
}

/** @returns {Promise<string | null>} a Chromium, installed now if need be and if we may */
export async function ensureChromium() {
  const present = findChromium();
  if (present !== null) return present;
  await downloadPlaywrights();
  const downloaded = findChromium();
  if (downloaded !== null || !mayUseApt()) return downloaded;
  await installDebians();
  return findChromium();
}
