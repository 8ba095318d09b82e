/**
 * Draws the installed page's icons from public/icon.svg: as it is, and for systems that cut icons to a shape of their own
 * on a full ground, with all that matters within the middle four fifths. `node scripts/appearance/icons.mjs`
 */

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright";
import { chromiumFlags, requireChromium } from "../process/chromium.mjs";
import { root } from "../process/run.mjs";

const folder = join(root, "public", "icons");
const drawing = readFileSync(join(root, "public", "icon.svg"), "utf8");

/** The drawing's ground without its round corners; its ring takes three fifths of the width, so nothing is cut. */
const maskable = drawing.replace(/ rx="7"/, "");

const browser = await chromium.launch({ executablePath: requireChromium(), args: [...chromiumFlags] });
mkdirSync(folder, { recursive: true });
for (const size of [192, 512]) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  for (const { name, svg } of [
    { name: `icon-${size}`, svg: drawing },
    { name: `maskable-${size}`, svg: maskable },
  ]) {
    await page.setContent(`<style>body{margin:0}svg{display:block;width:100vw}</style>${svg}`);
    writeFileSync(join(folder, `${name}.png`), await page.screenshot({ omitBackground: true }));
    console.log(`public/icons/${name}.png`);
  }
}
await browser.close();
