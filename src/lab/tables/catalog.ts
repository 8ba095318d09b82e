/** The papers' tables as tables of runs: rows that are recipes, and what the papers say of them. A table is registered only here. */

import { CROP_SCALE, FULL, type Recipe as View } from "../../evidence/views/recipe.ts";
import { vZero } from "../../gate/v-zero.ts";
import { vaOpd } from "../../gate/va-opd.ts";
import { recipeOf } from "../recipe/catalog.ts";
import type { Recipe } from "../recipe/recipe.ts";

export interface TableRow {
  readonly id: string;
  readonly title: string;
  readonly recipe: Recipe;
  /** The paper's own numbers as they were read at their source, with what they are; null where none were available. */
  readonly paper: string | null;
}

/** What a paper says of two rows: the first is better by the measure, at the end of the run. */
export interface Claim {
  readonly better: string;
  readonly worse: string;
  readonly of: "global" | "advantage";
  /** Where the paper says so, or shows it. */
  readonly source: string;
}

export interface TableDefinition {
  readonly id: string;
  readonly title: string;
  readonly source: string;
  readonly about: string;
  readonly rows: readonly TableRow[];
  readonly claims: readonly Claim[];
}

const known = (id: string): Recipe => recipeOf(id) as Recipe;

function row(id: string, recipe: Recipe = known(id), paper: string | null = null, title?: string): TableRow {
  return { id, title: title ?? recipe.title, recipe, paper };
}

const divergence = (kind: "forwardKl" | "reverseKl"): Recipe => ({
  ...known("vision-opd"),
  loss: { kind: "divergence", divergence: { kind }, support: { kind: "full" } },
});

const topK = (k: number): Recipe => ({
  ...known("vision-opd"),
  loss: {
    kind: "divergence",
    divergence: { kind: "jsd", beta: 0.5 },
    support: { kind: "topK", k, from: "student", rest: "tail" },
  },
});

const sampled: Recipe = { ...known("vision-opd"), loss: { kind: "sampled-token", largest: 10 } };

const IMAGE_AND_CROP: View = [{ kind: "two-images" }];
const IMAGE_AND_ANY_CROP: View = [
  { kind: "two-images" },
  { kind: "random-crop", margin: 0, scale: CROP_SCALE, seed: 0 },
];

const zero = known("v-zero");

/** V-Zero whose teacher sees `view`, with its gate or without. */
function vZeroWith(view: View, gated: boolean): Recipe {
  const teacher = zero.teacher === null ? null : { ...zero.teacher, view };
  return gated ? { ...zero, teacher } : { ...zero, teacher, gate: null };
}

const groupOf = (group: number, questions: number): Recipe => ({
  ...zero,
  rollout: { kind: "student", temperature: 1, group },
  questions,
});

/** VA-OPD with one of its two components: the weights of answers, or those of tokens. */
function vaOpdWith(settings: Partial<typeof vaOpd.start>): Recipe {
  const recipe = known("va-opd");
  const { gate } = recipe;
  return gate === null ? recipe : { ...recipe, gate: { ...gate, settings: { ...vaOpd.start, ...settings } } };
}

const uni = known("uni-opd");
const { balance: _, ...unbalanced } = uni;
const balancedTo = (balance: number): Recipe => ({ ...uni, balance });

/** Uni-OPD whose rewards are neither shifted nor masked: every token's is its log-ratio. */
const withoutMargin: Recipe =
  uni.gate === null
    ? uni
    : { ...uni, gate: { ...uni.gate, settings: { ...uni.gate.settings, margin: "mean", delta: -1000 } } };

const OUR_OWN = "ours; the paper has no such row";

export const tables: readonly TableDefinition[] = [
  {
    id: "vision-opd-2",
    title: "Vision-OPD beside supervised training, GRPO and OPSD",
    source: "Vision-OPD (arXiv 2605.18740), table 2",
    about: "Four ways to train the same model on the same questions; GRPO and OPSD need right answers.",
    rows: [row("vision-opd"), row("teacher-answers"), row("grpo"), row("opsd")],
    claims: ["teacher-answers", "grpo", "opsd"].map((worse) => ({
      better: "vision-opd",
      worse,
      of: "global",
      source: "the text on table 2",
    })),
  },
  {
    id: "vision-opd-3",
    title: "Whose weights the teacher has",
    source: "Vision-OPD, table 3 and §4.3.1",
    about: "The same views and loss with four teachers.",
    rows: [
      row("vision-opd", known("vision-opd"), "75.43, the mean of its benchmarks (§4.3.1)", "frozen"),
      row("vision-opd-average", known("vision-opd-average"), "75.70 (§4.3.1)", "moving average"),
      row("trust-region", known("trust-region"), null, "trust region"),
      row("current-teacher", known("current-teacher"), "near 0 (§4.3.1)", "the current student"),
    ],
    claims: [
      { better: "vision-opd-average", worse: "vision-opd", of: "global", source: "§4.3.1" },
      { better: "vision-opd", worse: "current-teacher", of: "global", source: "§4.3.1" },
      { better: "vision-opd-average", worse: "current-teacher", of: "global", source: "§4.3.1" },
    ],
  },
  {
    id: "vision-opd-4",
    title: "Divergences",
    source: "Vision-OPD, table 4",
    about:
      "The divergence between student and teacher, over the full vocabulary. The table’s numbers are not available here.",
    rows: [
      row("vision-opd", known("vision-opd"), null, "Jensen–Shannon, ½"),
      row("forward-kl", divergence("forwardKl"), null, "forward KL"),
      row("reverse-kl", divergence("reverseKl"), null, "reverse KL"),
    ],
    claims: [],
  },
  {
    id: "vision-opd-6",
    title: "The most likely tokens against the sampled one",
    source: "Vision-OPD, table 6",
    about: "Over how many tokens the two sides are compared. The table’s numbers are not available here.",
    rows: [
      row("vision-opd", known("vision-opd"), null, "the full vocabulary"),
      row("top-100", topK(100), null, "the student’s 100 most likely tokens and the rest"),
      row("sampled", sampled, null, "the sampled token alone"),
    ],
    claims: [{ better: "top-100", worse: "sampled", of: "global", source: "the text on table 6" }],
  },
  {
    id: "v-zero-2",
    title: "The gate and its crops",
    source: "V-Zero (arXiv 2606.25319), table 2",
    about: "The table’s row without a gate drops the crop as well; the last row here keeps the crop.",
    rows: [
      row("v-zero", zero, "79.2, the mean of perception", "real crops"),
      row("none", vZeroWith(FULL, false), "78.0", "none: no crop, no gate"),
      row("random", vZeroWith(IMAGE_AND_ANY_CROP, true), "72.5", "random crops"),
      row("crop-no-gate", vZeroWith(IMAGE_AND_CROP, false), OUR_OWN, "crop, gate off"),
    ],
    claims: [
      { better: "v-zero", worse: "none", of: "global", source: "table 2" },
      { better: "none", worse: "random", of: "global", source: "table 2" },
    ],
  },
  {
    id: "v-zero-4",
    title: "Answers of a group",
    source: "V-Zero, table 4",
    about:
      "Groups of two, four or eight answers; every step has sixteen. The table’s numbers are not available here.",
    rows: [
      row("g-2", groupOf(2, 4), null, "G = 2"),
      row("v-zero", zero, null, "G = 4"),
      row("g-8", groupOf(8, 1), null, "G = 8"),
    ],
    claims: [{ better: "g-8", worse: "v-zero", of: "global", source: "the text on table 4" }],
  },
  {
    id: "v-zero-5",
    title: "Steps",
    source: "V-Zero, table 5",
    about:
      "V-Zero’s strength of the gate at half of the paper’s, beside it; read the steps off its evaluations.",
    rows: [
      row("v-zero", zero, null, "α = 1"),
      row(
        "alpha-half",
        zero.gate === null
          ? zero
          : { ...zero, gate: { ...zero.gate, settings: { ...vZero.start, alpha: 0.5 } } },
        null,
        "α = 0.5, the released code’s",
      ),
    ],
    claims: [],
  },
  {
    id: "va-opd-components",
    title: "VA-OPD’s components, and visual advantage",
    source: "VA-OPD (arXiv 2605.21924), figure 4(a), and its authors’ release",
    about: "Plain distillation from the stronger model, with the weights of answers, of tokens, or both.",
    rows: [
      row("opd", { ...known("va-opd"), gate: null }, "45.4 and 64.6 (maths, visual; Geometry3K)", "none"),
      row("answers", vaOpdWith({ lambda: 0.2 }), null, "answers alone"),
      row("tokens", vaOpdWith({ tau: 1000 }), null, "tokens alone"),
      row("va-opd", known("va-opd"), "48.3 and 66.1", "both"),
    ],
    claims: [
      { better: "va-opd", worse: "opd", of: "global", source: "its release" },
      { better: "va-opd", worse: "opd", of: "advantage", source: "the text on visual advantage" },
    ],
  },
  {
    id: "uni-opd-4",
    title: "Right to wrong answers",
    source: "Uni-OPD (arXiv 2605.03677), figure 4",
    about:
      "Online balance at several ratios; the paper’s numbers are its students’ scores in mathematics and code.",
    rows: [
      row("as-they-come", unbalanced, "42.7 and 59.0", "as they come"),
      row("half", balancedTo(0.5), "42.0 and 58.1", "0.5"),
      row("uni-opd", uni, "43.8 and 60.4", "1"),
      row("two", balancedTo(2), "42.4 and 58.5", "2"),
    ],
    claims: [
      { better: "uni-opd", worse: "as-they-come", of: "global", source: "figure 4" },
      { better: "uni-opd", worse: "two", of: "global", source: "figure 4" },
    ],
  },
  {
    id: "uni-opd-margin",
    title: "The margin on and off",
    source: "Uni-OPD, margin calibration",
    about:
      "Rewards shifted until right answers return 0.4 more than wrong ones, answers masked instead, or neither.",
    rows: [
      row("uni-opd", uni, null, "shift"),
      row("uni-opd-mask", known("uni-opd-mask"), null, "mask"),
      row("off", withoutMargin, null, "off"),
    ],
    claims: [{ better: "uni-opd", worse: "off", of: "global", source: "the text on margin calibration" }],
  },
];

/** The table with that id; undefined if there is none. */
export function tableOf(id: string): TableDefinition | undefined {
  return tables.find((each) => each.id === id);
}
