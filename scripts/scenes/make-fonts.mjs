/**
 * Makes public/scene-fonts: the typefaces of the scenes for U+0020 to U+007E, each with its licence; and
 * src/scene/text/face-metrics.json, by which a layout knows how wide a text is. Run by hand, in a folder where the packages
 * are installed:
 *
 *   npm install $(node REPOSITORY/scripts/scenes/make-fonts.mjs --packages)
 *   node REPOSITORY/scripts/scenes/make-fonts.mjs
 *
 * A face whose licence reserves its name is shipped as its package has it; the others are reduced to those characters.
 */

import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { create } from "fontkit";
// @ts-expect-error It has no types.
import subsetFont from "subset-font";
import { root } from "../process/run.mjs";

/** @type {Readonly<Record<string, string>>} */
const faces = JSON.parse(readFileSync(join(root, "src", "scene", "text", "faces.json"), "utf8"));
const characters = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).join("");

if (process.argv.includes("--packages")) {
  console.log(
    Object.keys(faces)
      .map((face) => `@fontsource/${face}`)
      .join(" "),
  );
  process.exit();
}

/**
 * Thousandths of the size: the advance of each character, and how far ink reaches above and below the baseline.
 * @returns {{ top: number, bottom: number, widths: number[] }}
 */
function metricsOf(/** @type {Buffer} */ file) {
  const font = create(file);
  if (!("glyphForCodePoint" in font)) throw new Error("A collection of fonts is not expected.");
  const glyphs = [...characters].map((character) => font.glyphForCodePoint(character.codePointAt(0) ?? 0));
  const scaled = (/** @type {number} */ units) => Math.round((1000 * units) / font.unitsPerEm);
  const usual = [..."Hdbklpqgy"].map((character) => glyphs[characters.indexOf(character)]?.bbox);
  return {
    top: scaled(Math.max(...usual.slice(0, 5).map((box) => box?.maxY ?? 0))),
    bottom: scaled(-Math.min(...usual.slice(5).map((box) => box?.minY ?? 0))),
    widths: glyphs.map(({ advanceWidth }) => scaled(advanceWidth)),
  };
}

const folder = join(root, "public", "scene-fonts");
rmSync(folder, { recursive: true, force: true });
mkdirSync(join(folder, "licenses"), { recursive: true });
/** @type {Record<string, ReturnType<typeof metricsOf>>} */
const metrics = {};
let total = 0;
for (const face of Object.keys(faces)) {
  const from = join(process.cwd(), "node_modules", "@fontsource", face);
  const whole = readFileSync(join(from, "files", `${face}-latin-400-normal.woff2`));
  const licence = readFileSync(join(from, "LICENSE"), "utf8");
  // The licence itself speaks of a Reserved Font Name where it defines the words; a notice says "with".
  const reserved = /with reserved font name/i.test(licence);
  const file = reserved ? whole : await subsetFont(whole, characters, { targetFormat: "woff2" });
  writeFileSync(join(folder, `${face}.woff2`), file);
  copyFileSync(join(from, "LICENSE"), join(folder, "licenses", `${face}.txt`));
  metrics[face] = metricsOf(file);
  total += file.length;
  console.log(`${face}: ${file.length} bytes${reserved ? ", whole, since its name is reserved" : ""}`);
}
const entries = Object.entries(metrics).map(
  ([face, its]) => `  ${JSON.stringify(face)}: ${JSON.stringify(its)}`,
);
writeFileSync(join(root, "src", "scene", "text", "face-metrics.json"), `{\n${entries.join(",\n")}\n}\n`);
console.log(`${Object.keys(faces).length} faces, ${total} bytes`);
