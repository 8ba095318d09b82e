/** The figures of a run as charts' data. */

import type { Recipe } from "../../../lab/recipe/recipe.ts";
import { MEASURED_VIEWS, type MeasuredView } from "../../../lab/run/document.ts";
import { gapBetween } from "../../../lab/run/figures.ts";
import type { Run } from "../../../lab/run/run.ts";
import { decimal, percent, points } from "../../shared/format.ts";
import { ofEvaluations, ofSteps, overSteps, type RunFigure, WINDOW } from "./lines.ts";

const nats = { title: "nats", words: (value: number) => decimal(value, 3) };
const share = { title: "share", words: percent };

/** What the loss of a recipe is, in words. */
function lossWords({ loss, gate, weights }: Recipe): string {
  const weighed = gate === null && weights === undefined ? "" : " It is shown before the gate weighs it.";
  switch (loss.kind) {
    case "divergence":
      return `The mean of the divergence over the answers’ tokens.${weighed}`;
    case "sampled-token":
      return `The mean log-ratio of student to teacher at the sampled tokens, which may be below 0.${weighed}`;
    case "estimate":
      return `The mean estimate ${loss.estimate} of the reverse KL divergence at the sampled tokens. Its value falls or rises for other reasons than its gradient.${weighed}`;
    case "policy-gradient":
      if (loss.clip !== undefined)
        return "The mean of −min(r A, clip(r) A), whose value says little: with advantages of mean 0 it stays about 0.";
      return "The mean of −A ln p, whose value says little: with advantages of mean 0 it stays about 0.";
    case "cross-entropy":
      return "The mean of −ln p of the right answers’ tokens.";
    case "formula":
      return `The mean of the formula over the answers’ tokens.${weighed}`;
    default:
      return loss satisfies never;
  }
}

const mean10 = `mean of ${WINDOW} steps`;

function lossFigure(run: Run): RunFigure | null {
  const note = `${lossWords(run.header.recipe)} A falling loss is not success.`;
  return overSteps(run, { id: "loss", title: "Loss", note }, nats, [
    ofSteps(run, "each step", "faint", ({ loss }) => loss, 1),
    ofSteps(run, mean10, "plain", ({ loss }) => loss),
  ]);
}

const VIEW_NAMES: Readonly<Record<MeasuredView, string>> = {
  global: "full image",
  matched: "matched crop",
  regional: "evidence crop",
};

function accuracyFigure(run: Run): RunFigure | null {
  const note =
    "Right answers to held-out questions, word for word, with intervals of 95 %. A dashed line marks a collapse.";
  const { collapse } = run;
  return overSteps(
    run,
    { id: "accuracy", title: "Accuracy on held-out questions", note },
    { ...share, title: "right", within: [0, 1] },
    MEASURED_VIEWS.map((view) =>
      ofEvaluations(run, VIEW_NAMES[view], view, ({ views }) => views[view].accuracy),
    ),
    collapse === null
      ? null
      : [
          { x: collapse.step, y: 0 },
          { x: collapse.step, y: 1 },
        ],
  );
}

function gapFigure(run: Run): RunFigure | null {
  const note =
    "Paired differences of accuracies (Vision-OPD’s figure 5 shows the whole gap). The matched crop has only the pixels of the full image, so its distance from the evidence crop is what resolution costs.";
  return overSteps(
    run,
    { id: "gap", title: "The gap and its parts", note },
    { title: "points", words: points },
    [
      ofEvaluations(run, "evidence crop − full image", "plain", ({ gap }) => gap),
      ofEvaluations(run, "evidence crop − matched crop", "regional", (each) =>
        gapBetween(each, "regional", "matched"),
      ),
      ofEvaluations(run, "matched crop − full image", "matched", (each) =>
        gapBetween(each, "matched", "global"),
      ),
    ],
  );
}

function divergenceFigure(run: Run): RunFigure | null {
  const note =
    "The Jensen–Shannon divergence per token: on held-out answers between the model given the full image and the same weights given the evidence crop; in training between student and teacher, whatever the loss is.";
  return overSteps(run, { id: "divergence", title: "Divergence", note }, nats, [
    ofEvaluations(run, "held-out answers", "global", ({ divergence }) => divergence),
    ofSteps(run, `training answers, ${mean10}`, "plain", ({ divergence }) => divergence),
  ]);
}

function advantageFigure(run: Run): RunFigure | null {
  const note =
    "By how much the full image makes the tokens of held-out answers likelier than a degraded copy of it does, or 0: visual advantage (VA-OPD, eq. 2) of the model itself.";
  return overSteps(run, { id: "advantage", title: "Visual advantage", note }, nats, [
    ofEvaluations(run, "held-out answers", "global", ({ advantage }) => advantage),
  ]);
}

function entropyFigure(run: Run): RunFigure | null {
  const note = "Of the student at the tokens of the training answers.";
  return overSteps(run, { id: "entropy", title: "Entropy", note }, nats, [
    ofSteps(run, "each step", "faint", ({ entropy }) => entropy, 1),
    ofSteps(run, mean10, "plain", ({ entropy }) => entropy),
  ]);
}

function gradientFigure(run: Run): RunFigure | null {
  const { clip } = run.header.recipe.optimizer;
  const note = `The norm of the whole gradient before clipping. The dashed line is ${clip}, to which it is clipped.`;
  return overSteps(
    run,
    { id: "gradient", title: "Gradient norm", note },
    { title: "norm", words: (value) => decimal(value, 2), within: [0, clip] },
    [
      ofSteps(run, "each step", "faint", ({ gradientNorm }) => gradientNorm, 1),
      ofSteps(run, mean10, "plain", ({ gradientNorm }) => gradientNorm),
    ],
    [
      { x: 0, y: clip },
      { x: run.header.steps, y: clip },
    ],
  );
}

function lengthFigure(run: Run): RunFigure | null {
  const note = "Mean length of answers in tokens, the end token included.";
  return overSteps(
    run,
    { id: "length", title: "Answer length", note },
    { title: "tokens", words: (value) => decimal(value, 1) },
    [
      ofSteps(
        run,
        `training answers, ${mean10}`,
        "plain",
        ({ tokens, answers }) => tokens / Math.max(1, answers),
      ),
      ofEvaluations(run, "held-out, full image", "global", ({ views }) => views.global.length),
      ofEvaluations(run, "held-out, evidence crop", "regional", ({ views }) => views.regional.length),
    ],
  );
}

function damageFigure(run: Run): RunFigure | null {
  const note =
    "Of held-out answers from the evidence crop: those with the evidence words, those without an end token, and the share of the most frequent answer. Damage shows here before it shows in the loss.";
  return overSteps(run, { id: "damage", title: "Signs of damage", note }, { ...share, within: [0, 1] }, [
    ofEvaluations(run, "with the evidence words", "regional", ({ views }) => views.regional.evidence),
    ofEvaluations(run, "without an end token", "isolated", ({ views }) => views.regional.withoutEnd),
    ofEvaluations(run, "the most frequent answer", "told", ({ views }) => views.regional.mostFrequent.share),
  ]);
}

function trainingFigure(run: Run): RunFigure | null {
  const note =
    "Of the training answers: those that are right word for word, and those without an end token; where advantages come from right answers, also the groups without spread, which give no gradient.";
  return overSteps(run, { id: "training", title: "Training answers", note }, { ...share, within: [0, 1] }, [
    ofSteps(run, "right", "global", ({ right }) => right),
    ofSteps(run, "without an end token", "isolated", ({ withoutEnd }) => withoutEnd),
    ofSteps(run, "groups without spread", "told", ({ withoutSpread }) => withoutSpread),
  ]);
}

function paceFigure(run: Run): RunFigure | null {
  const note = "Training answers per second. Neither pauses nor evaluations count.";
  return overSteps(
    run,
    { id: "pace", title: "Pace", note },
    { title: "answers per second", words: (value) => decimal(value, 1) },
    [ofSteps(run, mean10, "plain", ({ answers, seconds }) => answers / Math.max(seconds, 1e-3))],
  );
}

/** In the order in which they are shown. */
export const RUN_FIGURES: readonly ((run: Run) => RunFigure | null)[] = [
  accuracyFigure,
  gapFigure,
  lossFigure,
  divergenceFigure,
  advantageFigure,
  entropyFigure,
  gradientFigure,
  lengthFigure,
  damageFigure,
  trainingFigure,
  paceFigure,
];

/** The tones of runs that share a chart, the shown one's first. */
const RUN_TONES = ["global", "regional", "matched", "told"] as const;

/** A run as it is called beside others. */
function runName({ header }: Run): string {
  return `${header.recipe.title}, seed ${header.seed}`;
}

/** Names of runs that share a chart; equal ones are numbered. */
function runNames(runs: readonly Run[]): readonly string[] {
  const names = runs.map(runName);
  return names.map((name, i) =>
    names.indexOf(name) === names.lastIndexOf(name) ? name : `${i + 1}: ${name}`,
  );
}

/** Accuracies of a run and of up to three others over their steps, under a view that tells whether training helped or what it cost. */
export function compareFigure(
  run: Run,
  others: readonly Run[],
  view: "global" | "regional",
): RunFigure | null {
  const runs = [run, ...others];
  const longest = Math.max(...runs.map(({ header }) => header.steps));
  const names = runNames(runs);
  const models = [...new Set(runs.map(({ header }) => header.model.title))].join(" and ");
  return overSteps(
    { ...run, header: { ...run.header, steps: longest } },
    {
      id: `compare-${view}`,
      title: `Runs beside each other: ${VIEW_NAMES[view]}`,
      note: `Right answers to held-out questions, word for word, by ${models}. The questions are the same where runs are measured on equally many.`,
    },
    { ...share, title: "right", within: [0, 1] },
    runs.map((each, i) =>
      ofEvaluations(
        each,
        names[i] ?? "",
        RUN_TONES[i % RUN_TONES.length] ?? "global",
        ({ views }) => views[view].accuracy,
      ),
    ),
  );
}
