/**
 * `npm run examples [-- SCENE …]`, `-- edges` or `-- runs`: records the sessions that come with Fovea (scripts/examples/list.mjs) with the
 * bundled models and writes public/sessions, or the recording of the lesson on pixels (src/lesson/exhibits/edges.json), or that of the
 * lesson on training (src/lesson/exhibits/runs.recorded.json). Greedy answers and seeded groups: recording again gives the same tokens.
 */

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { recordEdges } from "./examples/edges.mjs";
import { CONTROLS, EXAMPLES, GATE_VIEWS, GROUP, SEED } from "./examples/list.mjs";
import { recordRuns } from "./examples/runs.mjs";
import { withPage } from "./fovea/page.mjs";
import { createProgress, listen } from "./fovea/progress.mjs";
import { unwrap } from "./fovea/refuse.mjs";
import { loadTypeScript } from "./process/load-typescript.mjs";
import { root } from "./process/run.mjs";

/** @typedef {import("./examples/list.mjs").Example} Example */
/** @typedef {import("../src/suite/item.ts").SuiteItem} SuiteItem */

const folder = join(root, "public", "sessions");
const { parseSuite } = await loadTypeScript("src/suite/item.ts");
/** @type {readonly SuiteItem[]} */
const gallery = unwrap(
  parseSuite(JSON.parse(readFileSync(join(root, "public", "gallery", "gallery.json"), "utf8"))),
);

function itemOf(/** @type {Example} */ { scene }) {
  const item = gallery.find(({ id }) => id === scene);
  if (item === undefined) throw new Error(`The gallery has no scene ${scene}.`);
  return item;
}

/** @returns {import("../src/command/model/open-model.ts").ModelRequest} */
const bundled = (/** @type {string} */ id) => ({ kind: "site", manifest: `models/${id}/manifest.json` });

/** @returns {import("../src/command/record/record-plan.ts").RecordRequest} */
function requestOf(/** @type {Example} */ example, /** @type {number} */ group) {
  const item = itemOf(example);
  const sides = example.views ?? "crop";
  return {
    image: { url: `gallery/${item.image}`, name: item.image },
    box: item.box,
    question: item.question,
    answer: { answer: item.answer, evidence: item.evidence, choices: item.choices },
    model: bundled(example.model),
    teacher: example.teacher === undefined ? null : bundled(example.teacher),
    group,
    seed: SEED,
    signal: null,
    views: `${sides},${group === 1 ? CONTROLS : GATE_VIEWS}`,
    viewImages: {},
    longestEdge: null,
    embed: false,
    logits: false,
  };
}

/** One recorded session's text. */
async function made(
  /** @type {import("playwright").Page} */ page,
  /** @type {Example} */ example,
  group = 1,
) {
  const request = requestOf(example, group);
  const { session, fault, lines } = await page.evaluate((asked) => window.fovea.record(asked), request);
  if (fault !== null || session === null) throw new Error(fault?.message ?? "Nothing was recorded.");
  for (const line of lines) console.log(`${example.scene}: ${line}`);
  return session;
}

const wanted = process.argv.slice(2);
async function recordSessions() {
  const examples = EXAMPLES.filter(({ scene }) => wanted.length === 0 || wanted.includes(scene));
  const { assembled } = await loadTypeScript("scripts/examples/assemble.ts");
  mkdirSync(folder, { recursive: true });
  const site = { mounts: {}, keeps: false };
  unwrap(
    await withPage({}, site, async (page) => {
      await listen(page, createProgress());
      for (const example of examples) {
        const text = assembled(
          example.about,
          itemOf(example),
          await made(page, example),
          await made(page, example, GROUP),
        );
        writeFileSync(join(folder, `${example.scene}.json`), text);
      }
    }),
  );
  const index = EXAMPLES.map(({ scene, about }) => ({ scene, about, file: `${scene}.json` }));
  writeFileSync(join(folder, "index.json"), `${JSON.stringify(index, null, 1)}\n`);
}

if (wanted.includes("edges")) await recordEdges();
else if (wanted.includes("runs")) await recordRuns();
else await recordSessions();
