/**
 * node scripts/engines/screenshot.mjs URL — takes the picture of docs/engines.md: the page with a model of that server, after the
 * steps that the document describes.
 */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { chromium } from "playwright";
import { decode, sameLetters } from "../appearance/decode.mjs";
import { indexedPng } from "../appearance/indexed-png.mjs";
import { builtFolder, ensureBuild } from "../build/build.mjs";
import { serve } from "../build/server.mjs";
import { chromiumFlags, requireChromium } from "../process/chromium.mjs";
import { root } from "../process/run.mjs";
import { listEngines } from "./list.mjs";

const [, , url] = process.argv;
if (url === undefined)
  throw new Error("Name the server: node scripts/engines/screenshot.mjs http://127.0.0.1:8000");
if (!(await ensureBuild())) throw new Error("The page could not be built.");
const engines = listEngines([`lab=${url}`], {});
const site = await serve({ folder: builtFolder, port: 0, isolated: true, engines });
const browser = await chromium.launch({
  executablePath: requireChromium(),
  args: [...chromiumFlags, ...sameLetters],
});
try {
  const page = await browser.newPage({ serviceWorkers: "block", locale: "en-US" });
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  await page.goto(`${site.url}?scene=identification-5`);
  await page.locator('.chip[data-state="ready"]').waitFor({ timeout: 180_000 });
  await page.getByRole("button", { name: "Models…" }).click();
  await page.getByRole("button", { name: "Connect lab" }).click();
  const remote = page.getByRole("region", { name: "On your own server" });
  await remote.getByRole("button", { name: /^Use/ }).first().click();
  await page.locator(".served-badge").first().waitFor({ timeout: 60_000 });
  await page.locator(".answer-key").click();
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await page.locator(".answer-key", { hasText: "Answer again" }).waitFor({ timeout: 120_000 });
  await page.locator('.token[data-measured="true"]').nth(2).click();
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(1500);
  const { rgba, width } = await decode(page, await page.screenshot());
  const png = indexedPng(rgba, width);
  writeFileSync(join(root, "docs", "screenshot-engines.png"), png);
  console.log(`docs/screenshot-engines.png: ${Math.round(png.length / 1000)} kB`);
} finally {
  await browser.close();
  await site.close();
}
