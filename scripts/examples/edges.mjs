/** Records src/lesson/exhibits/edges.json: one model and one suite with full images of every longest edge that the model offers. */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createMounts } from "../fovea/mounts.mjs";
import { withPage } from "../fovea/page.mjs";
import { createProgress, listen } from "../fovea/progress.mjs";
import { unwrap } from "../fovea/refuse.mjs";
import { root } from "../process/run.mjs";

/** @typedef {import("../../src/command/suite/evaluate.ts").Evaluation} Evaluation */
/** @typedef {import("../../src/command/suite/evaluate.ts").EvaluateRequest} EvaluateRequest */

export const MODEL = "fovea-mini";
const SUITE = "fovea-700";
const EDGES = [128, 256, 384, 512];
/** Questions, spread evenly over the suite. */
const ITEMS = 90;

/** @type {readonly import("../../src/evidence/gap.ts").GapCondition[]} */
const CONDITIONS = ["regional", "matched", "isolated", "global"];

/** An item that shows what the page is about: its pixels are lost at the smallest edge, and it is passed over at the largest. */
function telling(/** @type {readonly Evaluation[]} */ evaluations) {
  const [smallest, largest] = [evaluations[0], evaluations.at(-1)];
  const looksOf = (/** @type {Evaluation | undefined} */ evaluation, /** @type {string} */ id) =>
    evaluation?.results.items.find((item) => item.id === id)?.looks;
  const found = smallest?.results.items.find(({ id, looks }) => {
    const later = looksOf(largest, id);
    return (
      looks.regional?.right &&
      looks.matched?.right === false &&
      later?.matched?.right &&
      later.isolated?.right &&
      later.global?.right === false
    );
  });
  if (found === undefined)
    throw new Error("No item loses its pixels at the smallest edge and is passed over at the largest.");
  return found.id;
}

function figuresOf(
  /** @type {Evaluation} */ evaluation,
  /** @type {number} */ edge,
  /** @type {string} */ id,
) {
  const { overall } = evaluation.card.suite;
  const item = evaluation.results.items.find((each) => each.id === id);
  const accuracies = CONDITIONS.map((condition) => {
    const share = overall[condition];
    if (share == null) throw new Error(`Nothing was asked under ${condition}.`);
    return [condition, { mean: share.accuracy, low: share.low, high: share.high }];
  });
  const answers = CONDITIONS.map((condition) => {
    const { text, right } = item?.looks[condition] ?? { text: "", right: false };
    return [condition, { text, right }];
  });
  return {
    edge,
    accuracies: Object.fromEntries(accuracies),
    gaps: overall.gaps,
    answers: Object.fromEntries(answers),
  };
}

export async function recordEdges() {
  const folder = join(root, "public", "suites", SUITE);
  const mounts = createMounts();
  /** @type {EvaluateRequest} */
  const request = {
    suite: mounts.suite(join(folder, "suite.json"), {}),
    model: mounts.model(MODEL, false),
    limit: ITEMS,
    conditions: CONDITIONS.join(","),
    choice: "letter",
    shuffle: null,
    numberWords: false,
    samples: 0,
    signals: false,
    formula: null,
    slideEvery: null,
    longestEdge: null,
    resume: null,
    against: null,
  };
  const ended = await withPage({}, mounts, async (page) => {
    await listen(page, createProgress());
    /** @type {Evaluation[]} */
    const all = [];
    for (const longestEdge of EDGES)
      all.push(
        unwrap(await page.evaluate((asked) => window.fovea.evaluate(asked), { ...request, longestEdge })),
      );
    return all;
  });
  const evaluations = unwrap(ended);
  const id = telling(evaluations);
  /** @type {readonly (import("../../src/suite/item.ts").SuiteItem & { readonly width: number, readonly height: number })[]} */
  const suite = JSON.parse(readFileSync(join(folder, "suite.json"), "utf8"));
  const item = suite.find((each) => each.id === id);
  const model = evaluations[0]?.model;
  if (item === undefined || model === undefined) throw new Error(`The suite has no ${id}.`);
  const { image, width, height, box, question, answer } = item;
  const recording = {
    model: { id: model.id, title: model.title, weightsSha256: model.weights.sha256 },
    suite: SUITE,
    items: ITEMS,
    item: { id, image: `suites/${SUITE}/${image}`, width, height, box, question, answer },
    edges: evaluations.map((evaluation, i) => figuresOf(evaluation, EDGES[i] ?? 0, id)),
  };
  writeFileSync(
    join(root, "src", "lesson", "exhibits", "edges.json"),
    `${JSON.stringify(recording, null, 1)}\n`,
  );
}
