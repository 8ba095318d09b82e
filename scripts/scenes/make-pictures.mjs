/**
 * Makes the objects, sprites and silhouettes of public/scene: emoji drawn once, 192 pixels wide, by the names of
 * picture-names.json. Run by hand, in a folder where the packages are installed:
 *
 *   npm install @iconify-json/fluent-emoji-flat @iconify-json/fluent-emoji-high-contrast
 *   node REPOSITORY/scripts/scenes/make-pictures.mjs
 */

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { Resvg } from "@resvg/resvg-js";
import { root } from "../process/run.mjs";

/** @typedef {{ body: string, width?: number, height?: number }} Icon */
/** @typedef {{ icons: Readonly<Record<string, Icon>>, width?: number, height?: number }} IconSet */

const side = 192;

/** Folders of public/scene, and the sets that their pictures come from. */
const sets = {
  objects: "fluent-emoji-flat",
  sprites: "fluent-emoji-flat",
  icons: "fluent-emoji-high-contrast",
};

/** @type {Readonly<Record<string, Readonly<Record<string, string>>>>} by folder, the emoji of each word */
const names = JSON.parse(readFileSync(join(root, "scripts", "scenes", "picture-names.json"), "utf8"));

/** An emoji as a PNG file. */
function draw(/** @type {Icon} */ icon, /** @type {IconSet} */ set) {
  const box = `0 0 ${icon.width ?? set.width ?? 32} ${icon.height ?? set.height ?? 32}`;
  const body = icon.body.replaceAll("currentColor", "#000");
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}">${body}</svg>`;
  return new Resvg(svg, { fitTo: { mode: "width", value: side } }).render().asPng();
}

for (const [folder, name] of Object.entries(sets)) {
  const file = join(process.cwd(), "node_modules", "@iconify-json", name, "icons.json");
  /** @type {IconSet} */
  const set = JSON.parse(readFileSync(file, "utf8"));
  const target = join(root, "public", "scene", folder);
  mkdirSync(target, { recursive: true });
  for (const [word, emoji] of Object.entries(names[folder] ?? {})) {
    const icon = set.icons[emoji];
    if (icon === undefined) throw new Error(`${name} has no icon ${emoji}.`);
    writeFileSync(join(target, `${word}.png`), draw(icon, set));
  }
}
