/** Lesson: what a token-level divergence is, and which one you are looking at. */
import { exhibit, formula, type Lesson, list, live, text } from "../lesson.ts";
import { hasLargest, largestToken } from "../seen.ts";
import { nats } from "../written.ts";

export const divergence: Lesson = {
  id: "divergence",
  title: "One number per token",
  about: "What a token-level divergence is, and which of the many you are looking at.",
  scene: "ocr-1",
  begins: "recorded",
  exhibits: { pair: { teacher: "sure", divergence: "jsd", beta: 0.5, support: "full" } },
  pages: [
    {
      title: "A token is a choice",
      blocks: [
        text(
          "A model does not pick a word. It gives every piece of its vocabulary a probability, and then one piece is taken: the *token*. The probabilities of one position form a *row* that sums to 1.",
        ),
        text(
          "Student and teacher each have such a row for every position of the answer. [The table](token) shows the top of both rows for one position.",
        ),
      ],
      task: {
        ask: "Select the token where the two rows differ most, and look at both in [the table](token).",
        key: "Select that token",
        action: { kind: "selectLargest" },
        done: hasLargest,
      },
    },
    {
      title: "Two rows, one number",
      blocks: [
        text(
          "A *divergence* states in one number how far two rows are apart. It is never below 0, and it is 0 only where the rows are equal, entry by entry. Ours are in *nats*: all logarithms are natural.",
        ),
        text(
          "Here is a position with a vocabulary of five, made up so that it can be written out. Student and teacher look at a character that may be a B or an 8.",
        ),
        exhibit("pair"),
      ],
      task: {
        ask: "Bring the number to 0: choose a teacher that agrees with the student.",
        key: "Choose that teacher",
        action: { kind: "tune", change: { pair: { teacher: "same" } } },
        done: ({ exhibits }) => exhibits.pair.teacher === "same",
      },
    },
    {
      title: "Not the same as liking the word",
      blocks: [
        text(
          "There is another number that is easily mistaken for it: the *log-ratio* of the generated word, $ln p(y) − ln q(y)$. Here $p$ is the student’s row, $q$ the teacher’s, and $y$ the word.",
        ),
      ],
      prediction: {
        ask: "Both sides give the generated word a probability of 0.6. The log-ratio is 0. Can a divergence be above 0?",
        options: ["No: they agree about the word", "Yes: the other 0.4 may lie elsewhere"],
        right: 1,
        reveal: [
          text(
            "A divergence compares whole rows. The log-ratio looks at one entry, and its sign can be either: [the scale](scale) has two ends now. Averaged over words sampled from the student, though, the log-ratio *is* a divergence: the reverse KL. Of a single word it is a noisy estimate.",
          ),
        ],
      },
      task: {
        ask: "Colour [the tokens](tokens) by the log-ratio; [the list](signal) above them has it.",
        key: "Colour by the log-ratio",
        action: { kind: "signal", signal: "logRatio" },
        done: ({ signal }) => signal.id === "logRatio",
      },
    },
    {
      title: "Which one is on the screen?",
      blocks: [
        text("Five things make two such numbers different. A figure that leaves one out cannot be compared."),
        list(
          "*Which formula*: forward KL, reverse KL, or a Jensen–Shannon divergence with its β.",
          "*Which side is which*: KL is not symmetric.",
          "*Which support*: the whole vocabulary, or the K most likely words of one side.",
          "*Which temperature* the logits are divided by, and which logarithm.",
          "*Which prefix*: here both sides score the very same tokens before the position.",
        ),
        formula(
          "JSD_{½} = ½ KL(p ‖ m) + ½ KL(q ‖ m)",
          "with m = ½ (p + q); in nats, over the full vocabulary, at temperature 1; at most ln 2 ≈ 0.693",
        ),
        text(
          "[The scale](scale) prints formula and support, and [this button](divergence) sets the divergence. The scale of this JSD always runs from 0 to ln 2, so a colour means the same number for every image.",
        ),
      ],
      task: {
        ask: "Colour by another one, the total variation, and find what the screen states of all five.",
        key: "Colour by total variation",
        action: { kind: "signal", signal: "totalVariation" },
        done: ({ signal }) => signal.id === "totalVariation",
      },
      trial: {
        ask: "Compute the reverse KL instead: same rows, another number.",
        key: "Compute the reverse KL",
        action: { kind: "divergence", change: { kind: "reverseKl" } },
      },
    },
    {
      title: "Written out",
      blocks: [
        text(
          "A divergence is a sum over words. [The table](token) lists the most likely few of each side. Of words that both lists contain, both probabilities are known; all others go into one bin.",
        ),
        exhibit("record"),
        text(
          "With all words listed separately, the sum would be the measured number. With some of them merged it can only be smaller.",
        ),
      ],
      task: {
        ask: "List only one word separately, and watch the sum shrink.",
        key: "Keep one word",
        action: { kind: "tune", change: { record: { k: 1 } } },
        done: ({ exhibits }) => exhibits.record.k === 1,
      },
      trial: {
        ask: "[Check this number](check): the token is scored again, and the sum over all words computed in float64.",
        key: "Check the number",
        action: { kind: "check" },
      },
    },
    {
      title: "What it does not say",
      blocks: [
        live("The largest disagreement is at", (snapshot) => largestToken(snapshot)?.text.trim() ?? null),
        live("where it measures", (snapshot) => nats(largestToken(snapshot)?.divergence ?? null, 4)),
        text(
          "A large number means: here the image mattered, look here. It does not say who is right. A teacher that misreads its crop disagrees just as loudly as one that reads it well.",
        ),
        text(
          "A small number does not say that both are right, either. Two sides that share a mistake agree perfectly.",
        ),
      ],
    },
    {
      title: "What a paper trains on",
      blocks: [
        text(
          "The number that a loss consists of is often not the one that is shown. With large vocabularies only the top of the row is kept, and the rest is merged. That can only lower the number; the lesson on top-K shows why.",
        ),
      ],
      claim: {
        says: "Vision-OPD trains on the Jensen–Shannon divergence with β = 0.5, over the student’s 100 most likely words and one bin for all others.",
        figure: "β = 0.5, K = 100",
        paper: "Vision-OPD",
        arxiv: "2605.18740",
        place: "§3.2 and §4.1",
        caution:
          "This screen computes the same formula over the full vocabulary until you set a support, so its numbers are at least as large as that loss.",
      },
    },
  ],
};
