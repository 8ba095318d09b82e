/** A model card as Markdown, from figures that `npm run fovea -- card` measured. */

/** @typedef {import("../../src/command/suite/evaluate.ts").Evaluation} Evaluation */

const percent = (/** @type {number | null | undefined} */ share) =>
  share === null || share === undefined ? "–" : `${(100 * share).toFixed(1)} %`;

const interval = (
  /** @type {import("../../src/suite/figures/summary.ts").Share | null | undefined} */ share,
) =>
  share
    ? `${percent(share.accuracy)} (${(100 * share.low).toFixed(0)}–${(100 * share.high).toFixed(0)})`
    : "–";

/** @param {readonly string[]} head @param {readonly (readonly (string | number)[])[]} rows */
function table(head, rows) {
  const line = (/** @type {readonly (string | number)[]} */ cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function accuracyTable(/** @type {import("../../src/suite/figures/card.ts").Card} */ { suite, blank }) {
  const rows = Object.entries({ overall: suite.overall, ...suite.dimensions }).map(([name, figures]) => {
    const { items, global, grounded, isolated, matched, regional, gap, cells } = figures;
    return [
      name,
      items,
      interval(regional),
      interval(matched),
      interval(isolated),
      interval(global),
      interval(grounded),
      interval(blank[name]),
      gap === null ? "–" : (100 * gap).toFixed(1),
      `${cells.bothRight} / ${cells.onlyRegional} / ${cells.onlyGlobal} / ${cells.bothWrong}`,
    ];
  });
  const head = [
    "dimension",
    "items",
    "regional",
    "matched",
    "isolated",
    "global",
    "grounded",
    "blank",
    "gap, points",
    "cells",
  ];
  return table(head, rows);
}

/** The gap in three parts, in points. */
function gapsLine(/** @type {import("../../src/suite/figures/card.ts").Card} */ { suite }) {
  const { gaps } = suite.overall;
  if (gaps === undefined) return "";
  const points = (/** @type {number} */ share) => (100 * share).toFixed(1);
  const parts = /** @type {const} */ (["resolution", "placement", "clutter"]).map((part) => {
    const { mean, low, high } = gaps[part];
    return `${part} ${points(mean)} (${points(low)} to ${points(high)})`;
  });
  return `The gap in three parts, in points: ${parts.join(", ")}. Resolution is what the model loses before it looks, placement what
the size and the place of the evidence cost, clutter what everything else in the image costs.

`;
}

/** A paragraph about constant answers; nothing where no item has choices. */
function constantsLine(/** @type {import("../../src/suite/figures/card.ts").Card} */ { constants }) {
  if (constants.length === 0) return "";
  const shares = constants.map(({ letter, accuracy }) => `“${letter}” on ${percent(accuracy)}`);
  return `Constant answers are right this often: ${shares.join(", ")}.\n\n`;
}

function areaTable(/** @type {import("../../src/suite/figures/card.ts").Card} */ { area }) {
  return table(
    ["evidence area", "items", "regional", "global", "grounded"],
    area.map(({ from, to, items, regional, global, grounded }) => [
      `${(100 * from).toPrecision(2)}–${(100 * to).toPrecision(2)} %`,
      items,
      percent(regional),
      percent(global),
      percent(grounded),
    ]),
  );
}

/** @param {{ title: string, knows: string, licence: string, source: string }} manifest @param {Evaluation} evaluation */
export function renderCard(manifest, { card, device, model, results }) {
  const { calibration, slide, samples, advantageTopFifth } = card;
  const { limit } = results.header.part;
  const part = limit === null ? "" : ` --limit ${limit}`;
  const fixed = (/** @type {number | undefined} */ value) => value?.toFixed(3) ?? "–";
  return `# ${manifest.title}

${manifest.knows}

Licence ${manifest.licence}. ${manifest.source}. ${(model.bytes / 1e6).toFixed(1)} MB to download, vocabulary ${model.vocabularySize}.

All figures were measured by \`npm run fovea -- card --model ${model.id}${part}\` with the app's own engine: model on
${device.model.backend} (${device.threads} thread${device.threads === 1 ? "" : "s"}), metrics in ${device.numbers.backend === "wgsl" ? "WGSL" : "float64"} on ${device.adapter?.description ?? "no adapter"}; weights SHA-256
\`${model.weights.sha256}\`. Greedy answers, exact match of the evidence words, 95 % bootstrap intervals in brackets.
Regional is the evidence crop, matched the crop with only the pixels that the full image keeps of the evidence, isolated the full image
with all else grey, global the full image without a box, grounded the full image with the box drawn, blank a blank image.
The cells count items that are right from both, only regional, only global, and neither.

${accuracyTable(card)}

${gapsLine(card)}${constantsLine(card)}## Accuracy by evidence area

${areaTable(card)}

## Calibration and gradual slides

- Expected calibration error (ten bins, probability of the whole answer): regional ${fixed(calibration.regional)}, global ${fixed(calibration.global)}, grounded ${fixed(calibration.grounded)}.
- When the box slides from the evidence to the whole image in ten steps: on ${percent(slide.soft)} of the ${slide.scenes} slides in which the answer's probability falls by at least 0.2, no single step accounts for more than half of the fall.
- Of eight answers sampled from the full image at temperature 1, some are right and some wrong on ${percent(samples.mixed)} of ${samples.items} items.
- The 20 % of tokens with the largest visual advantage carry ${percent(advantageTopFifth)} of it.
`;
}
