/**
 * The pictures of the README, of what a first visitor meets: the built page on a recorded session, light, dark and on a
 * phone. `npm run screenshots` takes them anew and writes down where each part is and what it says;
 * `npm run screenshots -- --check` compares both with the page as it is now: places and words exactly, pixels within 1 %.
 * On the software adapter, since the page names what it runs on.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { chromium } from "playwright";
import { compareParts, differingPixels, mostPixels, readParts } from "./appearance/appearance.mjs";
import { decode, sameLetters } from "./appearance/decode.mjs";
import { indexedPng } from "./appearance/indexed-png.mjs";
import { builtFolder, ensureBuild } from "./build/build.mjs";
import { serve } from "./build/server.mjs";
import { chromiumFlags, requireChromium } from "./process/chromium.mjs";
import { root } from "./process/run.mjs";

const largest = 400_000;
const partsFile = join(root, "docs", "screenshots.json");
const pictureFile = (/** @type {string} */ name) => join(root, "docs", `screenshot-${name}.png`);

const shots = /** @type {const} */ ([
  { name: "light", colorScheme: "light", width: 1440, height: 1280, from: "body" },
  { name: "dark", colorScheme: "dark", width: 1440, height: 1280, from: "body" },
  { name: "narrow", colorScheme: "light", width: 360, height: 1480, from: "#answers" },
]);

/** @typedef {{ parts: import("./appearance/appearance.mjs").Part[], png: Buffer }} Shot */

/** Waits for engine, model, every picture and letter, and until nothing changes any more. */
async function settle(/** @type {import("playwright").Page} */ page) {
  await page.locator('.chip[data-state="ready"]').waitFor({ timeout: 180_000 });
  await page.locator('.view-card[data-side="teacher"] canvas').waitFor();
  await page.evaluate(() => document.fonts.ready);
  let [former, present] = ["", JSON.stringify(await readParts(page))];
  while (former !== present) {
    await page.waitForTimeout(700);
    [former, present] = [present, JSON.stringify(await readParts(page))];
  }
}

/** @returns {Promise<Shot>} */
async function take(
  /** @type {import("playwright").Page} */ page,
  /** @type {typeof shots[number]} */ { colorScheme, width, height, from },
) {
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
  await page.locator(from).evaluate((element) => {
    scrollTo(0, 0);
    scrollTo(0, element.getBoundingClientRect().top);
  });
  await settle(page);
  const { rgba, width: wide } = await decode(page, await page.screenshot());
  return { parts: await readParts(page), png: indexedPng(rgba, wide) };
}

/** Keeps the pictures and what they show. */
function write(/** @type {ReadonlyMap<string, Shot>} */ taken) {
  for (const [name, { png }] of taken) {
    if (png.length > largest)
      throw new Error(`The ${name} picture has ${png.length} bytes; at most ${largest}.`);
    writeFileSync(pictureFile(name), png);
    console.log(`docs/screenshot-${name}.png: ${Math.round(png.length / 1000)} kB`);
  }
  const parts = Object.fromEntries([...taken].map(([name, shot]) => [name, shot.parts]));
  writeFileSync(partsFile, `${JSON.stringify(parts, null, 1)}\n`);
}

/** @returns {Promise<string[]>} what is otherwise than it was kept */
async function check(
  /** @type {import("playwright").Page} */ page,
  /** @type {ReadonlyMap<string, Shot>} */ taken,
) {
  const kept = JSON.parse(readFileSync(partsFile, "utf8"));
  const faults = [];
  for (const [name, shot] of taken) {
    faults.push(...compareParts(kept[name] ?? [], shot.parts).map((fault) => `${name}: ${fault}`));
    const former = await decode(page, readFileSync(pictureFile(name)));
    const share = differingPixels(former, await decode(page, shot.png));
    console.log(
      `${name}: ${(share * 100).toFixed(2)} % of the pixels differ (at most ${mostPixels * 100} %)`,
    );
    if (share > mostPixels) faults.push(`${name}: ${(share * 100).toFixed(2)} % of the pixels differ`);
  }
  return faults;
}

async function main() {
  if (!(await ensureBuild())) throw new Error("The page could not be built.");
  const site = await serve({ folder: builtFolder, port: 0, isolated: true });
  const browser = await chromium.launch({
    executablePath: requireChromium(),
    args: [...chromiumFlags, ...sameLetters],
  });
  try {
    const page = await browser.newPage({ serviceWorkers: "block", locale: "en-US" });
    await page.goto(site.url);
    /** @type {Map<string, Shot>} */
    const taken = new Map();
    for (const shot of shots) taken.set(shot.name, await take(page, shot));
    if (!process.argv.includes("--check")) return write(taken);
    const faults = await check(page, taken);
    if (faults.length === 0) return;
    console.error(`The page looks different from the screenshots in docs/:\n${faults.join("\n")}`);
    console.error("If that is intended, run npm run screenshots, check the images, and commit them.");
    process.exitCode = 1;
  } finally {
    await browser.close();
    await site.close();
  }
}

await main();
