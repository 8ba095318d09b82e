/** Lesson: a gate as a formula of one's own. */
import { STARTS } from "../../formula/catalog/starts.ts";
import { formula, type Lesson, list, live, text } from "../lesson.ts";
import type { Snapshot } from "../snapshot.ts";
import { evidenceGate } from "./evidence-gate.ts";

const V_ZERO = STARTS.find(({ signal }) => signal === "weight:v-zero")?.text ?? "";

const [MEAN, LARGEST] = ["score = mean_t(", "score = max_t("];

/** The answer whose weight rises the most, and by how much. */
function gainer(snapshot: Snapshot): { readonly answer: number; readonly by: number } | null {
  const changes = (snapshot.weighOwn() ?? []).map(({ own, original }) =>
    own === null || original === null ? Number.NEGATIVE_INFINITY : own - original,
  );
  const by = Math.max(...changes);
  return Number.isFinite(by) ? { answer: changes.indexOf(by) + 1, by } : null;
}

function gainWords(snapshot: Snapshot): string | null {
  const found = gainer(snapshot);
  return (
    found &&
    (found.by < 0.005 ? "none by more than 0.005" : `answer ${found.answer}, by ${found.by.toFixed(2)}`)
  );
}

function agreement(snapshot: Snapshot): string | null {
  const rows = snapshot.weighOwn();
  if (rows === null) return null;
  const apart = rows.map(({ own, original }) => Math.abs((own ?? Number.NaN) - (original ?? Number.NaN)));
  return Math.max(...apart).toFixed(6);
}

/** Whether the formula on the screen is another one than V-Zero's, and gives weights. */
const isOther = (snapshot: Snapshot): boolean =>
  snapshot.ownGate !== null && snapshot.ownGate !== V_ZERO && snapshot.weighOwn() !== null;

export const inventGate: Lesson = {
  id: "formula",
  title: "Invent a gate",
  about:
    "V-Zero’s weight as a line that you can change: which answer gains, and what forty steps of training make of it.",
  scene: evidenceGate.scene,
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
        done: (snapshot) => snapshot.ownGate === V_ZERO && snapshot.weighOwn() !== null,
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
          "Move the slider of `alpha` and both part: the built-in gate keeps its own setting. Move it back, or press undo.",
        ),
      ],
    },
    {
      title: "The decisive word",
      blocks: [
        text(
          "V-Zero takes the *mean* of the gap over an answer. Most words have hardly any gap. So a long sentence with one word that the evidence decides scores little more than a sentence without it.",
        ),
        text("`max_t` takes the largest gap instead: the one word counts, however long the sentence is."),
      ],
      prediction: {
        ask: "All answers of a group have the same wording but for the one word. Which ones can gain weight from the change?",
        options: [
          "All of them",
          "Those whose largest gap stands out more than their mean gap does",
          "None: weights are relative",
        ],
        right: 1,
        reveal: [
          text(
            "Weights are relative, so what counts is where an answer stands in its group. An answer gains where its largest gap is farther above the group’s than its mean was.",
          ),
          live("In this group the largest gain has", gainWords),
        ],
      },
      task: {
        ask: "Change a term: take the largest gap of an answer in the place of the mean. Any other change will do too.",
        key: "Take the largest gap",
        action: { kind: "rewrite", from: MEAN, to: LARGEST },
        done: isOther,
      },
    },
    {
      title: "Who gains?",
      blocks: [
        text(
          "Step through [the answers](gates). Is the one that gains right? A gate never sees the right answer. It can only be right by looking at the evidence.",
        ),
        live("The largest gain has", gainWords),
        list(
          "`relu(gap)` in the place of `gap` ignores what the irrelevant crop makes likelier.",
          "`quantile_t(0.9, gap)` is less sensitive to one odd token than the maximum.",
          "`gap > 0.5` inside `mean_t` counts tokens and does not measure them.",
        ),
      ],
    },
    {
      title: "Forty steps",
      blocks: [
        text(
          "Whether a weight is any good shows in training. The page for training takes the formula as the gate of V-Zero’s recipe: the weight is detached, and everything else stays the paper’s.",
        ),
        list(
          "The key below sets up two runs: V-Zero’s recipe with your formula, and after it V-Zero as it is, on the same data and seed.",
          "Press *Start* there. A bundled model makes forty steps of each, in this tab.",
          "Then press *Compare* beside the other run: accuracies and losses of both are drawn together, with intervals.",
        ),
        text(
          "Forty steps and a few hundred held-out questions tell large effects only. Where the intervals overlap, the difference is not known.",
        ),
      ],
      trial: {
        ask: "Set up both runs in the lab.",
        key: "Set up forty steps",
        action: { kind: "trainOwn", steps: 40 },
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
