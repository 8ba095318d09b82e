/** Lesson: negative crops and V-Zero's gate. */
import { exhibit, formula, type Lesson, list, live, text } from "../lesson.ts";
import { isSet, seenView } from "../seen.ts";
import type { Snapshot } from "../snapshot.ts";
import { nats } from "../written.ts";

/** The token whose evidence gap is farthest from 0, with it. */
function widestGap(snapshot: Snapshot): string | null {
  const gaps = snapshot.read("evidenceGap");
  if (gaps === null) return null;
  const sizes = gaps.map((gap) => Math.abs(gap ?? 0));
  const at = sizes.indexOf(Math.max(...sizes));
  return `${snapshot.tokens[at]?.text.trim()}, ${nats(gaps[at] ?? null)}`;
}

function weights(snapshot: Snapshot): string | null {
  const values = snapshot.weigh("v-zero")?.perAnswer;
  return values === undefined
    ? null
    : `${Math.min(...values).toFixed(2)} to ${Math.max(...values).toFixed(2)}`;
}

export const evidenceGate: Lesson = {
  id: "evidence",
  title: "Negative crops",
  about:
    "V-Zero asks the teacher about the evidence crop and an irrelevant one, and weights answers by the difference.",
  scene: "identification-3",
  begins: "recorded",
  exhibits: { gate: { alpha: 1, gamma: 1, answers: 4, crops: "different" } },
  pages: [
    {
      title: "Two crops, one answer",
      blocks: [
        text(
          "V-Zero (arXiv 2606.25319) scores an answer without knowing whether it is right. A teacher scores it twice. Each time it is given the full image *and* a crop: once the target region, $z^{+}$, and once an irrelevant region, $z^{−}$.",
        ),
        formula(
          "Δ_k = ln q(y_k | z^{+}) − ln q(y_k | z^{−})",
          "the evidence gap of token k, in nats, with its sign (eq. 17)",
        ),
        text(
          "An answer that depends on the evidence has tokens that the evidence crop makes likelier. Vision-OPD’s teacher sees the crop *alone*; V-Zero’s keeps the full image and gets the crop in addition.",
        ),
      ],
      task: {
        ask: "Show a group of answers that was scored both ways, and look at both crops in [the filmstrip](views).",
        key: "Show the group",
        action: { kind: "showGroup" },
        done: (snapshot) =>
          snapshot.answers > 1 &&
          seenView(snapshot, "positive") !== null &&
          seenView(snapshot, "negative") !== null,
      },
    },
    {
      title: "Why an irrelevant crop at all?",
      blocks: [
        text(
          "One could simply ask whether the evidence crop makes the answer likelier than no crop. But *any* second image changes a model: the prompt is longer, the layout is another, the style may shift.",
        ),
      ],
      prediction: {
        ask: "A teacher likes an answer better with the evidence crop than without. With an irrelevant crop it likes it better by just as much. What is the evidence gap?",
        options: ["Large: the crop helped", "Zero: what helped was not the evidence", "Negative"],
        right: 1,
        reveal: [
          text(
            "The irrelevant crop subtracts what any crop would do. What remains comes from the content. It is the same idea as a placebo.",
          ),
        ],
      },
    },
    {
      title: "The gap, word by word",
      blocks: [
        text(
          "Most words have hardly any gap: both crops leave the grammar as it is. The gap opens where the image decides, and it opens downwards too.",
        ),
        live("The widest gap of the answer on the screen is at", widestGap),
        text(
          "Step through [the group](gates). Does an answer that names what is there have a gap above 0? Do the others fall below?",
        ),
      ],
      task: {
        ask: "Colour [the tokens](tokens) by the evidence gap.",
        key: "Colour by the evidence gap",
        action: { kind: "signal", signal: "evidenceGap", view: "negative" },
        done: (snapshot) => snapshot.signal.id === "evidenceGap" && snapshot.read("evidenceGap") !== null,
      },
    },
    {
      title: "From gaps to weights",
      blocks: [
        text(
          "The mean gap of an answer is its *evidence score* $p$. Within the group of siblings it is standardised to an advantage $a$. The gate then clips.",
        ),
        formula(
          "w = clip( 1 + α (p − μ) / (σ + 10^{−6}), 0, 2 )",
          "with μ and σ the mean and population deviation of the group; this is the weight in eq. 22",
        ),
        text(
          "[The gate](gates) on the screen prints every step of it. The paper’s formula has no α, which is α = 1; its released code has ½.",
        ),
        live("The weights now go from", weights),
      ],
      prediction: {
        ask: "With α = ½ instead of 1, the weights of the group will be …",
        options: ["nearer to 1", "farther from 1", "the same: they are relative"],
        right: 0,
        reveal: [
          text(
            "α is the strength of the gate. Weights are relative, too: the best of four weak answers counts up to twice, and the worst of four strong ones hardly at all.",
          ),
        ],
      },
      task: {
        ask: "Set α of V-Zero to the released code’s value.",
        key: "Set α to 0.5",
        action: { kind: "gate", gate: "v-zero", settings: { alpha: 0.5 } },
        done: (snapshot) => snapshot.gate === "v-zero" && isSet(snapshot, "v-zero", "alpha", 0.5),
      },
    },
    {
      title: "Identical crops",
      blocks: [
        text(
          "Here is the same gate on four answers with made-up gaps. What if both crops show the same? The panel’s ablations do that to real answers, if a model is loaded.",
        ),
        exhibit("gate"),
      ],
      task: {
        ask: "Let both crops show the same, and see what the weights become.",
        key: "Show the same crop twice",
        action: { kind: "tune", change: { gate: { crops: "same" } } },
        done: ({ exhibits }) => exhibits.gate.crops === "same",
      },
    },
    {
      title: "How many siblings?",
      blocks: [
        text(
          "Standardising within a group has a price. With a population deviation no advantage exceeds $√(G − 1)$, for $G$ answers: 1 for two, about 2.65 for eight.",
        ),
      ],
      prediction: {
        ask: "Two siblings, α = 1, and their scores differ by a hair. What are their weights?",
        options: ["Both near 1", "2 and 0", "It depends on the hair"],
        right: 1,
        reveal: [
          text(
            "With two, the advantages are +1 and −1 however small the difference is, unless it is as small as the 10⁻⁶ that keeps the fraction finite. The gate is a coin toss then. More siblings make it finer; V-Zero uses 8.",
          ),
          exhibit("gate"),
        ],
      },
      task: {
        ask: "Leave only two answers in the group, and let the crops differ again.",
        key: "Keep two answers",
        action: { kind: "tune", change: { gate: { answers: 2, crops: "different" } } },
        done: ({ exhibits }) => exhibits.gate.answers === 2 && exhibits.gate.crops === "different",
      },
    },
    {
      title: "Does it pay?",
      blocks: [
        text(
          "The paper trains with the gate, and without crop and gate. Before you repeat the difference, read which rows are compared.",
        ),
      ],
      claim: {
        says: "Averaged over its perception benchmarks, V-Zero reaches 79.2; without crop and gate it is 78.0.",
        figure: "79.2 against 78.0",
        paper: "V-Zero",
        arxiv: "2606.25319",
        place: "table 2",
        caution:
          "The row of 78.0 drops the crop *and* the gate. No row keeps the positive crop and drops the gate alone, so what the gate itself adds is not isolated.",
      },
    },
    {
      title: "Questions to ask of a negative",
      blocks: [
        list(
          "*Content or sharpness?* The paper’s negative crop is of equal size, but cut from the image at half its size. So it covers four times the area, at half the resolution.",
          "*Wrong, or merely less?* The released code also offers the positive crop, shrunk, as a negative. That contrasts sharpness and not content.",
          "*By chance relevant?* A random window may show a second copy of the evidence.",
          "*Signed or not?* In the code a factor γ may discount tokens with a negative gap; with γ = 0 only gains count. The paper’s score keeps the sign.",
        ),
        text("γ of [the gate](gates) is that last choice."),
      ],
    },
  ],
};
