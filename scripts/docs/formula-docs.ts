/** The page about formulas (docs/formulas.md), with the names that the language knows and the entries to start from. */

import { DIVERGENCE_STARTS, STARTS } from "../../src/formula/catalog/starts.ts";
import { OPERATIONS } from "../../src/formula/elementwise.ts";
import { type Entry, NAMES } from "../../src/formula/names.ts";
import { LIMITS } from "../../src/formula/syntax.ts";

const HEAD =
  "<!-- Generated from the language by node scripts/docs/write-schema.mjs; a test compares the two. -->\n";

const cell = (text: string): string => text.replaceAll("|", "\\|");

const row = (written: string, about: string): string => `| \`${cell(written)}\` | ${cell(about)} |`;

const KINDS: readonly (readonly [Entry["kind"], string])[] = [
  ["measured", "Numbers per token or per answer"],
  ["side", "Sides, which only the next functions take"],
  ["over sides", "Functions of sides, one number per token"],
  ["over the vocabulary", "Sums over the vocabulary"],
  ["function", "Functions of numbers"],
  ["over tokens", "Over the tokens of an answer"],
  ["over answers", "Over the answers of a group"],
];

function names(kind: Entry["kind"], title: string): string {
  const rows = NAMES.filter((entry) => entry.kind === kind).map(({ written, about }) => row(written, about));
  return `### ${title}\n\n| written | meaning |\n| --- | --- |\n${rows.join("\n")}\n`;
}

const operators = Object.values(OPERATIONS).map(({ written, about }) => row(written, about));

const starts = STARTS.map(
  ({ signal, title, text }) => `**${title}** (\`${signal}\`)\n\n\`\`\`text\n${text}\n\`\`\`\n`,
);

const divergences = DIVERGENCE_STARTS.map(
  ({ divergence, title, text }) => `**${title}** (\`${divergence}\`)\n\n\`\`\`text\n${text}\n\`\`\`\n`,
);

/** The text of docs/formulas.md. */
export function formulaDocs(): string {
  return `${HEAD}
# Formulas of your own

A signal can be a formula that you type. Choose “A formula of your own…” where the tokens are coloured; it starts with what the
page shows, and the tokens follow as you type. Without a sum over the vocabulary and without attention it needs no model: it is computed from the numbers that
a session holds, also from one that was recorded elsewhere.

\`\`\`text
alpha = 0.5 in 0..1          # a constant with a slider
gap = finite(l+ - l-, 20)    # a definition
weight = clip(1 + alpha * (gap - mean_t(gap)), 0, 2)
\`\`\`

The last line is the value, and its name is that of the signal. A line goes on within parentheses and after an operator; \`;\` also
ends a line, and \`#\` begins a remark. A function of one number may stand without parentheses, as in \`log x\`.

**Shapes.** Every part is one number for the group, one per answer, one per token, or one per vocabulary entry. A coarser number goes with a finer one
(\`gap - mean_t(gap)\`), while a function over tokens takes a number per token and one over answers a number per answer. What does
not fit is refused at its place, with what was expected there.

**Sums over the vocabulary.** p, q and r(NAME) are also values per vocabulary entry, and \`sum_v\` adds them up:
\`sum_v(p * (log p - log q))\` is KL(p, q). \`log p\` is the log-probability itself. A sum takes the student, at most one other side,
and constants; up to ${LIMITS.sums} sums are one more read of the logits in WGSL, whatever is in them, behind the read that the page's own
numbers need; those of \`p log p\`, \`p log q\` and the like, such as that KL, follow from these numbers without another. \`max_v\` takes the largest value, and \`top_v(K, …)\` adds up the K largest, K at most ${LIMITS.top}, with a read of its own. They need
rows of logits: the page
says how many terms that are and computes them when you press “Compute”, by scoring the answers again; they are then part of the
session. At one token of each part, WGSL is held to float64, and a sum on which the two disagree is missing with both numbers. So is
one that the graphics device does not compile within ten seconds. Where the device is lost meanwhile, the formulas with sums or attention are switched off and say so, each by its name.

Where two sides run in different engines, or a server lists only the most likely tokens, there are no rows, and \`sum_v\` is missing with that reason.
\`sum_top\` adds up over the tokens that both sides list, from the numbers of the session; what is not listed is left out.

**Cost.** A KL divergence as a formula took 1.02 times as long as its own kernel behind the same first read, and six sums that make both entropies,
KL divergences and cross-entropies, with the first read, 1.53 times as long as the kernel \`divergence\`: 64 rows of 49,280 logits, software adapter, two
processor cores, one run of \`npm run bench\` ([bench.md](bench.md)).

**Units** are inferred: nats, probability, count, or a plain weight. A sum of different units gets a remark and is computed all the
same.

**Undefined and infinite values.** 0 / 0 and the logarithm of a negative number are undefined, and so is whatever is computed from
them, except by a factor of 0, a power of 0, or in the part that \`if\` does not choose; such tokens are not coloured and are counted. Infinite values are shown as such. A factor of 0 gives 0, and the difference of
two equal values is 0 even where both are infinite, as in the page’s own numbers.

**Limits.** At most ${LIMITS.characters} characters, ${LIMITS.nodes} parts and ${LIMITS.depth} levels of parentheses. There are no loops, and nothing from outside is
run.

**Masks.** \`greedy_mask\` and \`balance\` say which answers of a group stay, by a number per answer and by which of them are right: with
\`G = mean_t(lT - lS)\`, \`greedy_mask(G, correct, 0.4)\` is Uni-OPD’s mask with a margin of 0.4 nats.

**Attention.** \`attention\` is the evidence box’s share of the student’s relative attention at each token: the coverage of
[maps.md](maps.md), at two thirds of the depth, of the map from the position that emits the token. The generic prompt of that map is
followed by the same tokens, so the first token’s number is that of the map. It is measured when you press “Compute”, by two more passes
for each answer, and is then part of the session; a box that is moved makes it out of date. Models whose graphs do not give attention,
model servers and training runs have none, and say so. Attention is not use.

**Checking.** “Check this number” lists every part of the formula with its value at the selected token. A formula is computed in
float64 from its numbers and sums; the run card says where those were computed. “Sketch” draws the formula at that token as a function of
one of its numbers or constants, with all others as they are.

**As a gate.** *Gates* has a tab for a formula: its value is the weight of each token. The table shows each answer’s weight beside that of a
paper’s gate, and the loss of the group under both. The lesson *Invent a gate* starts there.

**In a suite.** Among the settings of a run, a formula becomes a column: its mean over the tokens of each item’s answer from the full
image, with the evidence crop as q and r(teacher). It is drawn by outcome, exported with the results, and measured on the command line by
[\`evaluate --signal\`](command-line.md#evaluate).

**Derivatives.** In a [training run](training.md#formulas-as-loss-and-gate) a formula can be the loss or the gate. The derivative with
respect to the student’s logits is then derived from the formula, and compared with central differences in a test.

**Saving and sharing.** Formulas are settings of the session: files and links contain them, undo takes them back, the token table has
a column for each, and the run card of a figure has the text of those that it shows. A formula of a file or a link is shown first and
computes nothing until you run it. On the command line, [\`record --signal\`](command-line.md#record) writes one into a session.

## Names

${KINDS.map(([kind, title]) => names(kind, title)).join("\n")}
### Operators

| written | meaning |
| --- | --- |
${operators.join("\n")}

Comparisons bind the least, then sums, products, signs and powers. Papers’ signs (\`−\`, \`·\`, \`×\`, \`≤\`, \`≥\`, \`≠\`) are read as well.

## The page’s own signals as formulas

Each of these computes the same numbers as the signal of the page whose name in sessions is in parentheses; a test compares the two.

${starts.join("\n")}
## The divergences of the catalog as formulas

Each of these is the divergence whose name in sessions is in parentheses, summed over the vocabulary; a test compares the two. By name they are
\`KL\`, \`JSD\`, \`TV\`, \`hellinger\`, \`renyi\` and \`skewKL\`.

${divergences.join("\n")}`;
}
