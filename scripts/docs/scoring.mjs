/** node scripts/docs/scoring.mjs — writes docs/scoring.md: the scorer's rules, and the table of cases that its test runs. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../process/run.mjs";

/** @typedef {typeof import("../../src/suite/score/scoring-cases.json")} Table */

export const scoringPath = join(root, "docs", "scoring.md");

/** @returns {Table} */
export function readTable() {
  return JSON.parse(readFileSync(join(root, "src", "suite", "score", "scoring-cases.json"), "utf8"));
}

/** A cell of Markdown: code, with what would end the cell or the line written otherwise. */
function code(/** @type {string} */ text) {
  const shown = text.replaceAll("\n", "↵").replaceAll("|", "\\|");
  if (shown.trim() === "") return "(nothing)";
  return shown.includes("`") ? `\`\` ${shown} \`\`` : `\`${shown}\``;
}

/** @param {Table["cases"]} cases @param {string} head @param {(each: Table["cases"][number]) => string} row */
const tableOf = (cases, head, row) =>
  [`| ${head} |`, `| ${head.replaceAll(/[^|]+/g, " --- ").trim()} |`, ...cases.map(row)].join("\n");

/** @param {Table} table @param {[id: string, text: string]} convention */
function section({ cases }, [id, text]) {
  const own = cases.filter((each) => each.convention === id);
  const chosen = own.filter(({ choices }) => choices !== undefined);
  const open = own.filter(({ gold }) => gold !== undefined);
  const parts = [`### ${id}`, text];
  if (chosen.length > 0) {
    const choices = (chosen[0]?.choices ?? []).map((each, i) => `${"ABCDEFGHI"[i]} ${each}`).join(", ");
    parts.push(`Choices: ${choices}.`);
    parts.push(
      tableOf(chosen, "answer | picks", (each) => `| ${code(each.answer)} | ${each.picks ?? "none"} |`),
    );
  }
  if (open.length > 0) {
    const verdict = (/** @type {Table["cases"][number]} */ { right }) => (right ? "right" : "wrong");
    parts.push(
      tableOf(
        open,
        "answer | key | verdict",
        (each) => `| ${code(each.answer)} | ${code(each.gold ?? "")} | ${verdict(each)} |`,
      ),
    );
  }
  return parts.join("\n\n");
}

/** The page; its sections follow the order of the conventions. */
export function renderScoring(/** @type {Table} */ table) {
  return `# Which answer counts as right

Answers are scored by rules alone; no model judges another. This page shows the rules, and what they make of ${table.cases.length} answers. It is
written by \`node scripts/docs/scoring.mjs\` from \`src/suite/score/scoring-cases.json\`, which a test runs against the scorer.

## Multiple choice by letter

The choices are listed under letters, A to Z, and the model is told to answer with one of them (LLaVA-1.5's instruction) or, where the
key is several choices together, with all that are right. Its answer is interpreted in this order; the first step that finds something
decides:

1. The whole answer is the text of a choice. A letter that is offered remains that letter even if a choice has the same text.
2. The last statement: answer tags, \`\\boxed\`, "Answer:", "the answer is", "B is correct", "I choose B", and equivalents in other
   languages. Its first line counts before what follows.
3. A letter at the beginning, or else the text of a choice that opens the answer, or else letters inside it: those in brackets or after
   "option" before those followed by punctuation or an end, and these before single capitals; of equal ones the first.
4. The last sentence that contains the text of exactly one choice.
5. The letter A where it looks like the article.

Letters and texts that are negated are skipped. Several at once are wrong unless the key is several. The released code of Zooming without
Zooming takes the first capital letter it finds, so that "Answer: B" is read as A; where a case below differs from that code, this is why.

**By likelihood**, nothing is generated: the likelihood of each choice as the whole answer is computed, and the likeliest is the answer. It
picks one choice, so items whose key is several choices together fail with that reason.

## The answer key of a suite

A key can be a letter in upper or lower case, several letters ("AC", "A,C": exactly these), a position counted from 0 or from 1, the
text of a choice, or a list of these, any of which is right. The interpretation is chosen once for the whole suite: the one that fits most
rows. It is stated above the items with its reason, and can be changed there or by \`--key letter|text|index-0|index-1\`. Where another
interpretation fits equally well and means other choices, the page says that it cannot know. A row whose key means no choice is left out
with that reason.

## Open questions

An item with \`evidence\` words is right if the answer contains all of them as whole words. Otherwise the stated answer, or the last three
lines, must be the same text or the same number as one of the right answers.

## The cases

A line end is shown as ↵.

${Object.entries(table.conventions)
  .map((convention) => section(table, convention))
  .join("\n\n")}
`;
}

if (process.argv[1] === join(root, "scripts", "docs", "scoring.mjs"))
  writeFileSync(scoringPath, renderScoring(readTable()));
