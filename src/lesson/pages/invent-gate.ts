/** Lesson: a gate as a formula of one's own. */
import { LARGEST_GAP, MEAN_GAP, RUN_SIZE, type RunName, V_ZERO_WEIGHT } from "../exhibits/run-list.ts";
import { changeBetween, recordedRun } from "../exhibits/runs.ts";
import { exhibit, formula, type Lesson, list, live, text } from "../lesson.ts";
import type { Snapshot } from "../snapshot.ts";

const JUDGED = { true: ", right", false: ", wrong", null: "" } as const;

/** The answer whose weight rises the most (sign 1) or falls the most (sign -1), and by how much. */
function mostChanged(snapshot: Snapshot, sign: 1 | -1): string | null {
  const changes = (snapshot.weighOwn() ?? []).map(({ own, original }) =>
    own === null || original === null ? Number.NEGATIVE_INFINITY : sign * (own - original),
  );
  const by = Math.max(...changes);
  if (!Number.isFinite(by)) return null;
  if (by < 0.005) return "none, by more than 0.005";
  const at = changes.indexOf(by);
  return `answer ${at + 1}${JUDGED[`${snapshot.verdicts[at] ?? null}`]}, by ${by.toFixed(2)}`;
}

/** How many wrong answers count more than without a gate, by V-Zero and by the formula. */
function wronglyRaised(snapshot: Snapshot): string | null {
  const rows = snapshot.weighOwn()?.filter((_, at) => snapshot.verdicts[at] === false) ?? null;
  if (rows === null) return null;
  const raised = (weight: "own" | "original") => rows.filter((row) => (row[weight] ?? 0) > 1.005).length;
  return `${raised("original")} by V-Zero, ${raised("own")} by your formula`;
}

const apart = changeBetween("largest-gap", "v-zero", "global").difference;

/** Which recorded run is ahead from the full image: that with the largest gap, V-Zero's, or neither for certain. */
function aheadInRuns(): number {
  if (apart.low > 0) return 0;
  return apart.high < 0 ? 1 : 2;
}

/** How long the steps of a recorded run took, in minutes. */
function minutesOf(run: RunName): number {
  const { steps } = recordedRun(run);
  const seconds = steps.reduce((sum, step) => sum + step.seconds, 0) / steps.length;
  return Math.max(1, Math.round((seconds * RUN_SIZE.steps) / 60));
}

function agreement(snapshot: Snapshot): string | null {
  const rows = snapshot.weighOwn();
  if (rows === null) return null;
  const differences = rows.map(({ own, original }) =>
    Math.abs((own ?? Number.NaN) - (original ?? Number.NaN)),
  );
  return Math.max(...differences).toFixed(6);
}

/** Whether the formula on the screen is another one than V-Zero's, and gives weights. */
const isOther = (snapshot: Snapshot): boolean =>
  snapshot.ownGate !== null && snapshot.ownGate !== V_ZERO_WEIGHT && snapshot.weighOwn() !== null;

export const inventGate: Lesson = {
  id: "formula",
  title: "Invent a gate",
  about:
    "V-Zero’s weight as a line that you can change: which answer gains, and what forty steps of training make of it.",
  scene: "identification-5",
  begins: "recorded",
  exhibits: {},
  pages: [
    {
      title: "A gate is a formula",
      blocks: [
        text(
          "A gate decides how much each answer counts in training. V-Zero’s gate asks how much likelier the evidence crop makes the tokens than an irrelevant crop does.",
        ),
        formula(
          "w = clip( 1 + α (p − μ) / (σ + 10^{−6}), 0, 2 )",
          "p is the mean evidence gap of an answer; μ and σ are the mean and the deviation of p in the group (eq. 22)",
        ),
        text(
          "It is a closed expression of numbers that the page has. So it can be typed, and [the gates](gates) have a tab for that.",
        ),
      ],
      task: {
        ask: "Write V-Zero’s weight as a formula over a group of answers.",
        key: "Write it down",
        action: { kind: "ownGate" },
        done: (snapshot) => snapshot.ownGate === V_ZERO_WEIGHT && snapshot.weighOwn() !== null,
      },
    },
    {
      title: "The same numbers",
      blocks: [
        text(
          "[The table](gates) shows each answer’s weight by the formula beside the built-in gate’s. They were computed on two routes.",
        ),
        live("The largest difference between the two in this group is", agreement),
        text(
          "What is left is rounding: a recording keeps six digits of each log-probability. Move the slider of `alpha` and both part: the built-in gate keeps its own setting. Move it back, or press undo.",
        ),
      ],
    },
    {
      title: "The decisive word",
      blocks: [
        text(
          "V-Zero takes the *mean* of the gap over an answer. Most words have hardly any gap, so one word decides: upwards where the evidence supports it, downwards where the evidence speaks against it.",
        ),
        text(
          "`max_t` takes the largest gap instead. It looks for the word that the evidence supports most, and ignores what the evidence speaks against.",
        ),
      ],
      prediction: {
        ask: "The answers of a group have the same wording but for one word. Which ones can gain weight from the change?",
        options: [
          "All of them",
          "Those that stand higher in the group by their largest gap than by their mean",
          "None: weights are relative",
        ],
        right: 1,
        reveal: [
          text(
            "Weights are relative, so what counts is where an answer stands in its group. Of two wrong answers, one may be far less likely with the evidence than the other. By the mean they differ; by the largest gap both merely lack support.",
          ),
          live("In this group the largest gain has", (snapshot) => mostChanged(snapshot, 1)),
          live("The largest loss has", (snapshot) => mostChanged(snapshot, -1)),
        ],
      },
      task: {
        ask: "Change a term: take the largest gap of an answer in the place of the mean. Any other change will do too.",
        key: "Take the largest gap",
        action: { kind: "rewrite", from: MEAN_GAP, to: LARGEST_GAP },
        done: isOther,
      },
    },
    {
      title: "Who gains?",
      blocks: [
        text(
          "Step through [the answers](gates). Is the one that gains right, and the one that loses wrong? A gate never sees the right answer. It can only be right by looking at the evidence.",
        ),
        live("The largest gain has", (snapshot) => mostChanged(snapshot, 1)),
        live("The largest loss has", (snapshot) => mostChanged(snapshot, -1)),
        live("Wrong answers that count more than without a gate", wronglyRaised),
        text("Try another term, and watch these lines:"),
        list(
          "The slider of `gamma` at 0 ignores what the irrelevant crop makes likelier.",
          "`quantile_t(0.9, gap)` as the score is less sensitive to one odd token than the maximum.",
          "`mean_t(gap > 0.5)` as the score counts tokens and does not measure them.",
        ),
      ],
    },
    {
      title: "Forty steps",
      blocks: [
        text(
          `Whether a weight is any good shows in training. Two runs were recorded in a browser tab: V-Zero’s recipe as it is, and with \`max_t\` in its weight. In both, Fovea-mini teaches Fovea-nano; the data, the seed and the ${RUN_SIZE.steps} steps are the same. The weight is detached: training does not change an answer for the sake of its weight.`,
        ),
      ],
      prediction: {
        ask: "After forty steps, which run answers more held-out questions rightly from the full image?",
        options: [
          "The one with the largest gap",
          "V-Zero’s own",
          "These questions cannot tell: the interval of the difference holds 0",
        ],
        right: aheadInRuns(),
        reveal: [
          exhibit("runsBeside"),
          text(
            "Both runs answer the same questions, so the interval is that of the difference, question by question. Forty steps and so few questions tell large effects only.",
          ),
        ],
      },
    },
    {
      title: "Train with your own",
      blocks: [
        list(
          "The key below sets up two runs: V-Zero’s recipe with your formula, and after it V-Zero as it is, on the same data and seed.",
          "Press *Start* there. Fovea-nano makes forty steps of each, in this tab.",
          "When both are done, their accuracies stand on one chart, with intervals. *Compare* beside a kept run adds it to the chart of the shown one later.",
        ),
        text(
          `Where the recorded runs were made, on a busy machine, the steps took ${minutesOf("v-zero")} minutes and ${minutesOf("largest-gap")} minutes; preparing and the held-out questions come on top. The page measures how long it takes on your device. The runs go on while you read elsewhere, and a reload loses nothing.`,
        ),
      ],
      trial: {
        ask: "Set up both runs in the lab.",
        key: "Set up forty steps",
        action: { kind: "trainOwn", steps: RUN_SIZE.steps },
      },
    },
    {
      title: "What the paper measured",
      blocks: [
        text("A gate that looks sensible still has to be compared with the same training without it."),
      ],
      claim: {
        says: "V-Zero reaches 79.2 on average over its perception benchmarks; without crop and gate it is 78.0.",
        figure: "79.2 against 78.0",
        paper: "V-Zero",
        arxiv: "2606.25319",
        place: "table 2",
        caution:
          "The two rows differ in the crop *and* the gate. Your two runs differ in the gate alone, which is what the table leaves open.",
      },
    },
  ],
};
