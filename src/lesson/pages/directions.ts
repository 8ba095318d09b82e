/** Lesson: forward, reverse and JSD on one token. */
import { bestCommitment } from "../exhibits/fit.ts";
import { exhibit, formula, type Lesson, list, live, text } from "../lesson.ts";
import { largestAt } from "../seen.ts";
import type { Snapshot } from "../snapshot.ts";
import { nats } from "../written.ts";

const near = (value: number, wanted: number): boolean => Math.abs(value - wanted) <= 0.05;

/** A signal at the token of the largest disagreement, in nats. */
function there(snapshot: Snapshot, signal: string): number | null {
  const at = largestAt(snapshot);
  return at === null ? null : (snapshot.read(signal)?.[at] ?? null);
}

function larger(snapshot: Snapshot): number | null {
  const [forward, reverse] = [there(snapshot, "forwardKl"), there(snapshot, "reverseKl")];
  if (forward === null || reverse === null) return null;
  return forward > reverse ? 0 : 1;
}

export const directions: Lesson = {
  id: "directions",
  title: "Forward, reverse, and in between",
  about: "KL has a direction. What each one asks of the student, on a single token.",
  scene: "identification-5",
  begins: "recorded",
  exhibits: {
    pair: { teacher: "sure", divergence: "forwardKl", beta: 0.5, support: "full" },
    fit: { commitment: 0 },
  },
  pages: [
    {
      title: "A distance with a direction",
      blocks: [
        text(
          "Let $p$ be the student’s row and $q$ the teacher’s. Walking from one to the other is not the same as walking back.",
        ),
        formula(
          "forward: KL(q ‖ p) = Σ q ln (q / p)",
          "weights each word by the teacher: where it is confident, does the student follow?",
        ),
        formula(
          "reverse: KL(p ‖ q) = Σ p ln (p / q)",
          "weights each word by the student: what it proposes, does the teacher approve?",
        ),
        exhibit("pair"),
        text(
          "Forward, nearly all of the sum comes from 8: the teacher is confident in it, and the student too little. Reverse, it comes from B: the student proposes it, and the teacher would not. Single terms may be negative; the sum never is.",
        ),
      ],
      task: {
        ask: "Reverse the direction and watch which words carry the sum.",
        key: "Switch to reverse KL",
        action: { kind: "tune", change: { pair: { divergence: "reverseKl" } } },
        done: ({ exhibits }) => exhibits.pair.divergence === "reverseKl",
      },
    },
    {
      title: "When the student cannot follow",
      blocks: [
        text(
          "Suppose that the teacher gives two words, fox and wolf, equal probability. Suppose too that this student has only one parameter: from “anything” to “fox”. It cannot output “fox or wolf”.",
        ),
      ],
      prediction: {
        ask: "Which divergence lets the student move further towards fox, and drop the wolf?",
        options: ["Forward KL", "Reverse KL", "Neither: both end at the same place"],
        right: 1,
        reveal: [
          text(
            "Forward KL is *mass-covering*: a word that the teacher likes and the student ignores is expensive. Reverse KL is *mode-seeking*: the student is only asked about words that it proposes itself.",
          ),
          text(
            "If the student *could* match the teacher, all three would be 0 at the same place. The direction matters where it cannot.",
          ),
          exhibit("fit"),
        ],
      },
      task: {
        ask: "Move the slider to where the reverse KL is smallest.",
        key: "Move it there",
        action: { kind: "tune", change: { fit: { commitment: bestCommitment("reverseKl") } } },
        done: ({ exhibits }) => near(exhibits.fit.commitment, bestCommitment("reverseKl")),
      },
    },
    {
      title: "On a real token",
      blocks: [
        text(
          "Now the answer on the screen. [The inspector](token) prints both KLs of a token, and [the list](signal) can colour the tokens by either.",
        ),
        text(
          "Look at its table first: does the teacher bet on a word that the student hardly considers, or the student on words that the teacher rules out?",
        ),
      ],
      prediction: {
        ask: "At the token of the largest disagreement, which KL is larger?",
        options: [
          "Forward: the teacher’s word is rare with the student",
          "Reverse: the student’s words are ruled out",
        ],
        right: larger,
        reveal: [
          live("Forward, KL(q ‖ p)", (snapshot) => nats(there(snapshot, "forwardKl"))),
          live("Reverse, KL(p ‖ q)", (snapshot) => nats(there(snapshot, "reverseKl"))),
          text(
            "Neither has an upper bound, so their scale reaches as far as the values do. Read it before comparing colours.",
          ),
        ],
      },
      task: {
        ask: "Colour [the tokens](tokens) by the reverse KL.",
        key: "Colour by the reverse KL",
        action: { kind: "signal", signal: "reverseKl" },
        done: ({ signal }) => signal.id === "reverseKl",
      },
    },
    {
      title: "Meeting in the middle",
      blocks: [
        text("The Jensen–Shannon divergence compares each side with a mixture of both."),
        formula(
          "m = β q + (1 − β) p",
          "β is the weight of the teacher, in the mixture and in front of its KL",
        ),
        formula("JSD_β = β KL(q ‖ m) + (1 − β) KL(p ‖ m)", "in nats, for 0 < β < 1"),
        text(
          "A KL is infinite where one side gives 0 to a word that the other may choose. A JSD never is, since the mixture gives 0 to nothing that either side may choose. It is at most $−β ln β − (1 − β) ln (1 − β)$, which is ln 2 at β = ½.",
        ),
        exhibit("pair"),
      ],
      task: {
        ask: "Switch to the JSD, and move β.",
        key: "Switch to the JSD",
        action: { kind: "tune", change: { pair: { divergence: "jsd", beta: 0.5 } } },
        done: ({ exhibits }) => exhibits.pair.divergence === "jsd",
      },
    },
    {
      title: "The ends jump",
      blocks: [
        text(
          "It is tempting to read β as a dial from forward to reverse. It is not. The formula goes to 0 at both ends, because the mixture becomes one of the two sides. Near the ends β mostly scales the loss: $JSD_β / β$ tends to the forward KL as β goes to 0, and $JSD_β / (1 − β)$ to the reverse KL as β goes to 1.",
        ),
        text(
          "Released code states “at exactly 0 take the forward KL, at exactly 1 the reverse”. So its loss jumps there. That is why the pure KLs are separate choices here, and β stays between them.",
        ),
        exhibit("pair"),
      ],
      task: {
        ask: "Bring β to 0.02 or below. Compare the value with the forward KL.",
        key: "Set β to 0.01",
        action: { kind: "tune", change: { pair: { divergence: "jsd", beta: 0.01 } } },
        done: ({ exhibits }) => exhibits.pair.divergence === "jsd" && exhibits.pair.beta <= 0.02,
      },
      trial: {
        ask: "Compute the answer on the screen with β = 0.1; [this button](divergence) has all settings.",
        key: "Compute with β = 0.1",
        action: { kind: "divergence", change: { kind: "jsd", beta: 0.1 } },
      },
    },
    {
      title: "Same letters, different sides",
      blocks: [
        list(
          "*Vision-OPD* uses the JSD with β = ½. Its equation 3 writes D(teacher ‖ student), its algorithm 1 D(student ‖ teacher). At β = ½ that is the same number; for a KL it would be the opposite one.",
          "*VA-OPD* uses the reverse KL over the full vocabulary.",
          "*V-Zero* and *Uni-OPD* estimate the reverse KL from the generated token.",
        ),
        text(
          "A test with β = ½ cannot find swapped sides, since swapping turns β into 1 − β. Our own tests use 0.1 for that reason.",
        ),
      ],
      claim: {
        says: "Vision-OPD’s default is the Jensen–Shannon divergence with equal weights.",
        figure: "β = 0.5",
        paper: "Vision-OPD",
        arxiv: "2605.18740",
        place: "§4.1",
        caution:
          "Gradients of a JSD at ½ are several times smaller than those of a KL on the same rows. Compare learning rates before comparing results.",
      },
    },
  ],
};
