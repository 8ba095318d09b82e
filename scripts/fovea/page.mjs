/** The app's own page in a headless Chromium, with the folders that a command names served beside it. */

import { join, resolve } from "node:path";
import process from "node:process";
import { chromium } from "playwright";
import { builtFolder, ensureBuild } from "../build/build.mjs";
import { serve } from "../build/server.mjs";
import { chromiumFlags, requireChromium } from "../process/chromium.mjs";
import { root } from "../process/run.mjs";
import { refuse } from "./refuse.mjs";

/** @typedef {import("./values.mjs").Values} Values */
/** @typedef {import("playwright").Page} Page */
/** @typedef {{ ok: false, fault: { message: string, hint?: string } }} Failed */

/**
 * @typedef {object} Site
 * @property {Readonly<Record<string, string>>} mounts folders to serve
 * @property {boolean} keeps whether models of former commands are wanted
 * @property {(path: string, body: Buffer) => void} [receive] takes what the page sends by PUT
 * @property {boolean} [stopsItself] whether the command handles interrupts; otherwise they close the browser
 * @property {readonly import("../engines/list.mjs").RemoteEngine[]} [engines] remote engines that the page may ask
 */

/** The browser's profile that keeps downloaded models. It gives them back to the same port only. */
const keptFolder = resolve(process.env["FOVEA_MODELS"] ?? join(root, ".cache", "models"));
const keptPort = 41_733;

/** @returns {Promise<Failed>} once the page can do nothing any more, and why */
function failureOf(/** @type {Page} */ page) {
  return new Promise((settle) => {
    const fail = (/** @type {string} */ message) => settle({ ok: false, fault: { message } });
    page.on("pageerror", (error) => fail(`The page failed: ${error.message}`));
    page.on("crash", () =>
      fail("The browser's page crashed: there may be too little memory for this model."),
    );
    page.on("close", () => fail("The browser was closed."));
  });
}

/**
 * @template T
 * @param {Page} page
 * @param {Values} values
 * @param {string} url
 * @param {(page: Page) => Promise<T>} work
 * @returns {Promise<{ ok: true, value: T } | Failed>}
 */
async function drive(page, values, url, work) {
  const failed = failureOf(page);
  const query = new URLSearchParams();
  for (const name of ["run", "numbers", "threads"]) {
    const value = values[name];
    if (value !== undefined) query.set(name, value);
  }
  await page.goto(`${url}command.html?${query}`);
  await page.waitForFunction(() => window.fovea !== undefined);
  /** @type {Promise<{ ok: true, value: T } | Failed>} */
  const worked = work(page).then(
    (value) => ({ ok: true, value }),
    (error) => {
      // A page that is gone rejects everything; what became of it is told by its own event.
      const reason = {
        ok: /** @type {const} */ (false),
        fault: { message: `The page failed: ${error.message}` },
      };
      return Promise.race([failed, new Promise((settle) => setTimeout(settle, 1000, reason))]);
    },
  );
  return Promise.race([worked, failed]);
}

/**
 * Opens the page, lets `work` drive it, and closes everything whatever happens. A page that fails on the way is a fault.
 * @template T
 * @param {Values} values --run, --numbers and --threads are handed to the page
 * @param {Site} site
 * @param {(page: Page) => Promise<T>} work
 * @returns {Promise<{ ok: true, value: T } | Failed>}
 */
export async function withPage(values, { mounts, keeps, receive, engines = [], stopsItself = false }, work) {
  if (!(await ensureBuild())) return refuse("The page could not be built; the reason is above.");
  const site = await serve({
    folder: builtFolder,
    port: keeps ? keptPort : 0,
    isolated: true,
    mounts,
    engines,
    ...(receive === undefined ? {} : { receive }),
  });
  if (keeps && site.port !== keptPort)
    return refuse(`Port ${keptPort} is taken, perhaps by another command that uses downloaded models.`);
  const handled = { handleSIGINT: !stopsItself, handleSIGTERM: !stopsItself };
  const options = { executablePath: requireChromium(), args: [...chromiumFlags], ...handled };
  const browser = await chromium.launchPersistentContext(keeps ? keptFolder : "", options);
  try {
    return await drive(await browser.newPage(), values, site.url, work);
  } finally {
    await browser.close();
    await site.close();
  }
}
