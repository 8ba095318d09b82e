/** Lesson: visual advantage, and why few tokens carry it. */
import { shareOfTopFifth } from "../exhibits/advantage.ts";
import { exhibit, formula, type Lesson, list, live, text } from "../lesson.ts";
import { heaviest, isSet } from "../seen.ts";
import type { Snapshot } from "../snapshot.ts";
import { percent } from "../written.ts";

const advantages = (snapshot: Snapshot): readonly number[] | null =>
  snapshot.read("visualAdvantage")?.map((value) => value ?? 0) ?? null;

function topFifth(snapshot: Snapshot): string | null {
  const values = advantages(snapshot);
  return values === null ? null : (percent(shareOfTopFifth(values)) ?? "no advantage at all");
}

/** Whether the answer with the largest weight is right: 0 for yes, 1 for no. */
function heaviestIs(snapshot: Snapshot): number | null {
  const verdict = snapshot.verdicts[heaviest(snapshot.weigh("va-opd")) ?? -1] ?? null;
  if (verdict === null) return null;
  return verdict ? 0 : 1;
}

const share = (snapshot: Snapshot): string | null =>
  percent(Math.max(...(snapshot.weigh("va-opd")?.perAnswer ?? [Number.NaN])));

export const advantage: Lesson = {
  id: "advantage",
  title: "Visual advantage",
  about: "Which words needed the image, and why few of them carry nearly all of it.",
  scene: "material-6",
  begins: "recorded",
  exhibits: {},
  pages: [
    {
      title: "Did the image matter for this word?",
      blocks: [
        text(
          "Most words of an answer follow from the words before them. After “There is a” something must come; which thing it is, only the image shows.",
        ),
        text(
          "VA-OPD (arXiv 2605.21924) asks a frozen teacher twice: once with the image $v$, and once with a degraded copy $ṽ$. The copy is shrunk to a tenth of each side and blown up again. It has as many image tokens as before, but its details are gone.",
        ),
        formula(
          "a_t = max( ln q(y_t | v) − ln q(y_t | ṽ), 0 )",
          "the visual advantage of token t, in nats (eq. 2); what the image makes likelier counts, what it makes less likely does not",
        ),
        text(
          "Note the difference: this teacher sees the *same* image as the student, not a crop, and it is usually a larger model.",
        ),
      ],
    },
    {
      title: "Guess the words",
      blocks: [text("A student answered: `There is a fox on the red plate.`")],
      prediction: {
        ask: "Which words will gain most from the clear image?",
        options: ["“There is a”", "“fox” and “red”", "“on the” and “plate”", "All words about alike"],
        right: 1,
        reveal: [
          exhibit("advantage"),
          text(
            "The numbers are made up for this page; the shape is what to look at. Two words need the image. The rest is grammar, or follows from the question.",
          ),
        ],
      },
    },
    {
      title: "Few tokens carry it",
      blocks: [
        text(
          "If that holds in general, an average over all tokens mostly measures grammar. The signal sits in a few places, and is diluted by the many.",
        ),
        text(
          "[The filmstrip](views) can degrade the input of the teacher here, its crop. How much of an answer’s whole advantage lies in the fifth of the tokens where it is largest? Spread evenly, that would be about 20 %.",
        ),
        live("The top fifth of these tokens holds", topFifth),
      ],
      task: {
        ask: "Colour [the tokens](tokens) by visual advantage; below [the lines](timeline) it is shown as bars.",
        key: "Colour by visual advantage",
        action: { kind: "signal", signal: "visualAdvantage", view: "degraded" },
        done: (snapshot) => snapshot.signal.id === "visualAdvantage" && advantages(snapshot) !== null,
      },
      claim: {
        says: "Over some 105,000 tokens, the tenth with the largest visual advantage holds about 93 % of all of it.",
        figure: "93 %",
        paper: "VA-OPD",
        arxiv: "2605.21924",
        place: "figure 2a",
        caution:
          "Taken from published reading notes on the paper, not from the paper itself. Yours are short answers of a small model: expect another number.",
      },
    },
    {
      title: "Weight answers",
      blocks: [
        text(
          "The same question is answered several times. Each answer has a mean advantage $ā$; standardised within the group, these go through a softmax.",
        ),
        formula(
          "w = softmax( (ā − μ) / (σ + 10^{−6}) / τ_w )",
          "eq. 3 and 4, with σ the population deviation; the weights of a group sum to 1",
        ),
      ],
      prediction: {
        ask: "Which answer of this group will have the largest weight?",
        options: ["One that is right", "One that is wrong"],
        right: heaviestIs,
        reveal: [
          live("The largest weight is", share),
          text(
            "No label was used. The gate saw only which answers depend on the image. That the right ones do is likely, not certain.",
          ),
          exhibit("siblings"),
          text(
            "This is the example of the paper’s method figure, .656, .206, .095 and .044, computed by the gate on this screen. With the sample deviation, which divides by $n − 1$, the first weight would be .606. So the figure shows which one is meant.",
          ),
        ],
      },
      task: {
        ask: "Open VA-OPD among [the gates](gates), over a group of answers.",
        key: "Open VA-OPD",
        action: { kind: "gate", gate: "va-opd" },
        done: ({ gate, answers }) => gate === "va-opd" && answers > 1,
      },
    },
    {
      title: "The answer that depends on the image",
      blocks: [
        live("The answer on the screen is", ({ studentAnswer }) => studentAnswer),
        live("Its top fifth holds", topFifth),
        text(
          "Arrow keys go from answer to answer in [the group](gates); tokens and bars follow. Where a whole answer has next to no advantage, even its top fifth is a share of nearly nothing.",
        ),
      ],
      task: {
        ask: "Go to the answer with the largest weight.",
        key: "Show that answer",
        action: { kind: "selectHeaviest", gate: "va-opd" },
        done: (snapshot) => snapshot.answers > 1 && snapshot.sibling === heaviest(snapshot.weigh("va-opd")),
      },
    },
    {
      title: "Weight tokens",
      blocks: [
        text(
          "VA-OPD also splits each answer in two: $V$, the fifth of its tokens with the largest $a_t$, and $L$, the rest. Each part has a mean of its own, and λ sets how much that of $V$ counts.",
        ),
        formula(
          "loss = λ mean_V KL_t + (1 − λ) mean_L KL_t",
          "with $KL_t$ the reverse KL over the full vocabulary (eq. 5); λ = ½ by default",
        ),
        text(
          "With λ = ½ and a fifth of the tokens in $V$, one of its tokens counts four times as much as one of the others: ½ / 0.2 against ½ / 0.8.",
        ),
      ],
      task: {
        ask: "Set λ of [the gate](gates) to where every token counts the same, as in ordinary distillation.",
        key: "Set λ to 0.2",
        action: { kind: "gate", gate: "va-opd", settings: { lambda: 0.2 } },
        done: (snapshot) => isSet(snapshot, "va-opd", "lambda", 0.2),
      },
    },
    {
      title: "Where it can mislead",
      blocks: [
        list(
          "*Only gains count.* A word that the image makes less likely has an advantage of 0, like a word that needs no image.",
          "*All zero.* If no token gains, the top fifth is still chosen: simply the first ones.",
          "*Softmax saturates.* If one answer of eight stands out alone, it takes about three quarters of the weight, however far it stands out.",
          "*Advantage is not correctness.* A teacher that misreads the clear image gives its mistake a large advantage.",
        ),
        text(
          "The abstract speaks of a “difference”; the method takes its positive part. V-Zero’s evidence gap, in the next lesson, keeps its sign.",
        ),
      ],
    },
  ],
};
