/**
 * Takes the pictures of the README from the built page, with the bundled model answering live: docs/screenshot-light.png,
 * -dark.png and -narrow.png. `node scripts/screenshots.mjs`; name another scene of the gallery to picture that.
 */

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright";
import { builtFolder, ensureBuild } from "./build.mjs";
import { chromiumFlags, requireChromium } from "./chromium.mjs";
import { indexedPng } from "./indexed-png.mjs";
import { serve } from "./server.mjs";

const folder = fileURLToPath(new URL("../docs/", import.meta.url));
const largest = 300_000;

const shots = /** @type {const} */ ([
  { name: "light", colorScheme: "light", width: 1440, height: 960 },
  { name: "dark", colorScheme: "dark", width: 1440, height: 960 },
  { name: "narrow", colorScheme: "light", width: 360, height: 1480 },
]);

/** Opens the scene, lets both sides answer and waits until all is drawn. */
async function answer(/** @type {import("playwright").Page} */ page, /** @type {string} */ scene) {
  await page.locator('.chip[data-state="ready"]').waitFor({ timeout: 180_000 });
  const kinds = page.getByRole("radiogroup", { name: "Kind of question" }).getByRole("radio");
  const picture = page.locator(`.scene:has(image[href$="${scene}.jpg"])`);
  for (let kind = 0; (await picture.count()) === 0; kind++) await kinds.nth(kind).check();
  await picture.click();
  await page.locator('.scene[aria-selected="true"]').waitFor();
  await page.locator(".answer-key").click();
  await page.locator('.token[data-measured="true"]').first().waitFor({ timeout: 180_000 });
  await page.waitForTimeout(800);
}

/** The pixels of a screenshot, decoded by the browser that took it. */
async function pixels(/** @type {import("playwright").Page} */ page) {
  const shot = (await page.screenshot()).toString("base64");
  const { base64, width } = await page.evaluate(async (/** @type {string} */ png) => {
    const bytes = Uint8Array.from(atob(png), (character) => character.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
    if (context === null) throw new Error("no canvas");
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    let text = "";
    for (let at = 0; at < data.length; at += 8192)
      text += String.fromCharCode(...data.subarray(at, at + 8192));
    return { base64: btoa(text), width: bitmap.width };
  }, shot);
  return { rgba: Buffer.from(base64, "base64"), width };
}

async function main() {
  if (!(await ensureBuild())) throw new Error("The page could not be built.");
  mkdirSync(folder, { recursive: true });
  const scene = process.argv[2] ?? "ocr-2";
  const site = await serve({ folder: builtFolder, port: 0, isolated: true });
  const browser = await chromium.launch({ executablePath: requireChromium(), args: [...chromiumFlags] });
  try {
    for (const { name, colorScheme, width, height } of shots) {
      const page = await browser.newPage({
        viewport: { width, height },
        colorScheme,
        reducedMotion: "reduce",
      });
      await page.goto(site.url);
      await answer(page, scene);
      await page.evaluate((narrow) => window.scrollTo(0, narrow ? 1e6 : 0), name === "narrow");
      const taken = await pixels(page);
      const file = indexedPng(taken.rgba, taken.width);
      if (file.length > largest)
        throw new Error(`The ${name} picture has ${file.length} bytes; at most ${largest}.`);
      writeFileSync(join(folder, `screenshot-${name}.png`), file);
      console.log(`docs/screenshot-${name}.png: ${Math.round(file.length / 1000)} kB`);
      await page.close();
    }
  } finally {
    await browser.close();
    await site.close();
  }
}

await main();
