/**
 * Makes training/proxy: 400 printed lines that nothing is trained on, against which reading is measured once, at the end.
 * Their typefaces and looks are used nowhere else and another renderer draws them (resvg), so a model that reads them
 * has not just learnt our own painter. Run by hand, in a folder where the packages of `faces` below are installed; what
 * is committed stays as it is.
 */

import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { gzipSync } from "node:zlib";
import { Resvg } from "@resvg/resvg-js";
import { create } from "fontkit";
// @ts-expect-error It has no types.
import subsetFont from "subset-font";
import { root } from "../process/run.mjs";

const faces = [
  "nunito-sans",
  "cabin",
  "arimo",
  "crimson-pro",
  "bitter",
  "tinos",
  "merriweather",
  "dm-mono",
  "anonymous-pro",
  "cousine",
  "overpass-mono",
  "pt-sans-narrow",
  "fjalla-one",
  "share-tech",
];
const characters = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).join("");
const count = 400;
const height = 32;

let state = 20_261_129;
/** A whole number below `bound` (mulberry32). */
function below(/** @type {number} */ bound) {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * bound);
}
const between = (/** @type {number} */ low, /** @type {number} */ high) =>
  low + ((high - low) * below(1e6)) / 1e6;
/** @template T @param {readonly T[]} items */
const pick = (items) => /** @type {T} */ (items[below(items.length)]);
const digits = (/** @type {number} */ length) => Array.from({ length }, () => below(10)).join("");

/** English as lawyers write it. */
const prose = readFileSync(join(root, "LICENSE"), "utf8")
  .split(/\s+/)
  .filter((word) => /^[ -~]+$/.test(word));

/** Some words in a row, from anywhere. */
function phrase(/** @type {number} */ limit) {
  let at = below(prose.length - 20);
  let text = prose[at] ?? "";
  while (text.length + 1 + (prose[++at] ?? "").length <= limit && prose[at] !== undefined)
    text += ` ${prose[at]}`;
  return text.slice(0, limit).trim();
}

const goods = [
  "Cafe Latte",
  "HOT TEA",
  "Bagel",
  "2L WATER",
  "Bananas",
  "AA BATTERIES",
  "Envelopes",
  "BUS DAY PASS",
];
const makers = [
  () => `${pick(goods)} ${below(90)}.${digits(2)}`,
  () => `Total: $${below(400)}.${digits(2)}`,
  () => `${1 + below(12)}/${1 + below(28)}/20${digits(2)} ${below(12)}:${digits(1)}${below(6)} PM`,
  () => `No. ${digits(3 + below(6))}`,
  () => `(${digits(3)}) ${digits(3)}-${digits(4)}`,
  () => `${pick(["Room", "Gate", "Seat", "Bay", "Apt"])} ${below(60)}${pick([..."ABCDEF"])}`,
  () => `${below(100)}% ${pick(["OFF", "cotton", "VAT", "full", "vol."])}`,
  () => `SKU ${pick([..."HKMRTX"])}${digits(2)}-${digits(4)}/${pick([..."BDGP"])}`,
];

/** Half of the lines have at most 16 characters, the others up to 45. */
function textOf(/** @type {number} */ index) {
  const limit = index % 2 === 0 ? 1 + below(16) : 17 + below(29);
  let text = below(5) < 2 ? pick(makers)() : phrase(limit);
  if (text.length < limit / 2 && index % 2 === 1) text = `${text} ${pick(makers)()} ${phrase(limit)}`;
  return text.slice(0, limit).trim() || String(below(10));
}

/** @typedef {{ width: number, ink: string, paper: string, text: (attributes: string) => string }} Sheet */

/** Each look draws the whole sheet; none of them is among the looks of src/scene. */
const looks = /** @type {Readonly<Record<string, (sheet: Sheet) => string>>} */ ({
  graph: ({ width, ink, text }) =>
    `${Array.from({ length: Math.ceil(width / 6) }, (_, i) => `<path d="M${6 * i} 0V32M0 ${6 * i}H${width}" stroke="#8fb3d9" stroke-width=".7"/>`).join("")}${text(`fill="${ink}"`)}`,
  fold: ({ width, ink, text }) =>
    `<linearGradient id="f"><stop offset="0" stop-opacity="0"/><stop offset=".48" stop-opacity=".35"/><stop offset=".52" stop-color="#fff" stop-opacity=".5"/><stop offset="1" stop-opacity=".1"/></linearGradient>${text(`fill="${ink}"`)}<rect width="${width}" height="32" fill="url(#f)"/>`,
  outline: ({ ink, text }) => text(`fill="none" stroke="${ink}" stroke-width="1"`),
  raised: ({ ink, paper, text }) =>
    `<g transform="translate(1.3 1.3)">${text(`fill="#000" opacity=".45"`)}</g><g transform="translate(-.8 -.8)">${text(`fill="#fff"`)}</g>${text(`fill="${below(2) ? ink : paper}" stroke="${ink}" stroke-width=".4"`)}`,
  faded: ({ ink, text }) =>
    `<linearGradient id="g" x2="1" y2=".3"><stop offset="0" stop-color="${ink}"/><stop offset=".55" stop-color="${ink}" stop-opacity=".45"/><stop offset="1" stop-color="${ink}" stop-opacity=".9"/></linearGradient>${text(`fill="url(#g)"`)}`,
  wavy: ({ ink, text }) =>
    `<filter id="w" x="-5%" y="-20%" width="110%" height="140%"><feTurbulence baseFrequency=".02 .06" numOctaves="2" seed="${below(99)}"/><feDisplacementMap in="SourceGraphic" scale="4" xChannelSelector="R" yChannelSelector="G"/></filter><g filter="url(#w)">${text(`fill="${ink}"`)}</g>`,
  stamped: ({ width, ink, paper, text }) =>
    `${text(`fill="${ink}" opacity=".85"`)}${Array.from({ length: Math.ceil(width / 3) }, () => `<circle cx="${between(0, width)}" cy="${between(0, 32)}" r="${between(0.3, 0.9)}" fill="${paper}"/>`).join("")}`,
  slanted: ({ ink, text }) => `<g transform="translate(5 0) skewX(-14)">${text(`fill="${ink}"`)}</g>`,
});

/** @typedef {{ name: string, family: string, file: string, width: (text: string) => number, top: number, bottom: number }} Face */

/** @returns {Promise<Face>} a face as a file that resvg reads */
async function openFace(/** @type {string} */ name, /** @type {string} */ folder) {
  const from = join(
    process.cwd(),
    "node_modules",
    "@fontsource",
    name,
    "files",
    `${name}-latin-400-normal.woff2`,
  );
  const sfnt = await subsetFont(readFileSync(from), characters, { targetFormat: "sfnt" });
  const file = join(folder, `${name}.ttf`);
  writeFileSync(file, sfnt);
  const font = create(sfnt);
  if (!("layout" in font)) throw new Error("A collection of fonts is not expected.");
  const box = (/** @type {string} */ text) => font.layout(text).bbox;
  return {
    name,
    family: font.familyName,
    file,
    width: (text) => font.layout(text).advanceWidth / font.unitsPerEm,
    top: box("Hdbl").maxY / font.unitsPerEm,
    bottom: -box("pqgy").minY / font.unitsPerEm,
  };
}

const escaped = (/** @type {string} */ text) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll(" ", "\u00a0");

/** Grey pixels of a line, 32 high. */
function draw(/** @type {string} */ text, /** @type {Face} */ face, /** @type {string} */ look) {
  const size = (height * between(0.62, 0.9)) / (face.top + face.bottom);
  const left = between(3, 9);
  const width = Math.ceil(left + face.width(text) * size + between(5, 12));
  const [light, dark] = [
    `hsl(${below(360)} 20% ${88 + below(11)}%)`,
    `hsl(${below(360)} 30% ${5 + below(22)}%)`,
  ];
  const [paper, ink] = below(6) === 0 ? [dark, light] : [light, dark];
  const baseline = height / 2 + ((face.top - face.bottom) * size) / 2;
  const line = (/** @type {string} */ attributes) =>
    `<text x="${left}" y="${baseline}" font-family="${face.family}" font-size="${size}" ${attributes}>${escaped(text)}</text>`;
  const body = looks[look]?.({ width, ink, paper, text: line }) ?? "";
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="${paper}"/>${body}</svg>`;
  const options = {
    font: { fontFiles: [face.file], loadSystemFonts: false, defaultFontFamily: face.family },
  };
  const pixels = new Resvg(svg, options).render().pixels;
  const grey = Buffer.alloc(width * height);
  for (let i = 0; i < grey.length; i++) {
    const [red = 0, green = 0, blue = 0] = pixels.subarray(4 * i, 4 * i + 3);
    grey[i] = (19595 * red + 38470 * green + 7471 * blue + 0x8000) >> 16;
  }
  return { width, grey };
}

const temporary = mkdtempSync(join(tmpdir(), "fovea-proxy-"));
const opened = await Promise.all(faces.map((name) => openFace(name, temporary)));
const names = Object.keys(looks);
const pictures = [];
const lines = [];
let offset = 0;
for (let i = 0; i < count; i++) {
  const face = /** @type {Face} */ (opened[i % opened.length]);
  const look = /** @type {string} */ (names[Math.floor(i / 2) % names.length]);
  const text = textOf(i);
  const { width, grey } = draw(text, face, look);
  lines.push({ text, font: face.name, look, width, height, offset });
  pictures.push(grey);
  offset += grey.length;
}
rmSync(temporary, { recursive: true });
const packed = gzipSync(Buffer.concat(pictures), { level: 9 });
const sha256 = createHash("sha256").update(packed).digest("hex");
const folder = join(root, "training", "proxy");
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, "lines.grey.gz"), packed);
const rows = lines.map((line) => `  ${JSON.stringify(line)}`).join(",\n");
writeFileSync(
  join(folder, "index.json"),
  `{"file": "lines.grey.gz", "sha256": "${sha256}", "lines": [\n${rows}\n]}\n`,
);
console.log(`${count} lines in ${faces.length} faces and ${names.length} looks, ${packed.length} bytes`);
