/** Lesson: when the teacher is wrong. */
import { exhibit, formula, type Lesson, list, live, text } from "../lesson.ts";
import { answerFigures, groupFigure, hasLargest, returnOf, settingOf } from "../seen.ts";
import type { Snapshot } from "../snapshot.ts";
import { nats } from "../written.ts";

const figure = (snapshot: Snapshot, symbol: string): number | null =>
  groupFigure(snapshot.weigh("uni-opd"), symbol);

/** Whether every right answer of the group has a higher return than every wrong one: 0 for yes, 1 for no. */
function inOrder(snapshot: Snapshot): number | null {
  const order = figure(snapshot, "AUC");
  if (order === null) return null;
  return order === 1 ? 0 : 1;
}

function shifts(snapshot: Snapshot): string | null {
  const values = answerFigures(snapshot.weigh("uni-opd"), "s").map((shift) => Math.abs(shift ?? 0));
  return values.length === 0 ? null : nats(Math.max(...values), 3);
}

function masked(snapshot: Snapshot): string | null {
  const weights = snapshot.weigh("uni-opd")?.perAnswer;
  return weights === undefined
    ? null
    : `${weights.filter((weight) => weight === 0).length} of ${weights.length}`;
}

export const margin: Lesson = {
  id: "margin",
  title: "When the teacher is wrong",
  about: "Uni-OPD notices that a teacher may prefer a wrong answer, and shifts rewards until it does not.",
  scene: "identification-3",
  begins: "recorded",
  exhibits: { margin: { delta: 0, margin: "mean", remedy: "shift", direction: "both" } },
  pages: [
    {
      title: "A reward per token",
      blocks: [
        text(
          "Distillation can be read as reinforcement: each token that the student generates earns the teacher’s log-probability, relative to the student’s.",
        ),
        formula(
          "r_t = ln q(y_t) − ln p(y_t)",
          "in nats; above 0 where the teacher gives the token more than the student does",
        ),
        formula("G = mean r_t", "the return of an answer: a mean over its tokens, not a sum"),
        text(
          "[Both sides](answers) print the sum of their log-probabilities. The difference of the two, over the number of tokens, is the return of the answer on the screen.",
        ),
        live("The return of this answer", (snapshot) => nats(returnOf(snapshot), 3)),
      ],
      task: {
        ask: "Colour [the tokens](tokens) by the reward: what the teacher prefers, and what it does not.",
        key: "Colour by the reward",
        action: { kind: "signal", signal: "reward" },
        done: ({ signal }) => signal.id === "reward",
      },
    },
    {
      title: "Right above wrong?",
      blocks: [
        text(
          "Sample the same question several times. Some answers are right, some are wrong. Now compare their returns.",
        ),
      ],
      prediction: {
        ask: "A strong teacher scores a right and a wrong answer. Must the right one have the higher return?",
        options: ["Yes, else it is not strong", "No"],
        right: 1,
        reveal: [
          text(
            "The teacher scores *words given the words before them*. A fluent wrong answer may please it better than a clumsy right one. And where the mistake is made early, everything after it follows well.",
          ),
        ],
      },
      claim: {
        says: "A figure of the authors’ release shows a wrong answer with a return of −0.11 above a right one with −0.19.",
        figure: "−0.11 > −0.19",
        paper: "Uni-OPD",
        arxiv: "2605.03677",
        place: "figures of the released repository",
        caution: "One example shows that it happens, not how often.",
      },
    },
    {
      title: "A margin",
      blocks: [
        text(
          "Uni-OPD asks for a margin between right and wrong. Which answers are right must come from outside: this needs labels, or a checker.",
        ),
        formula(
          "m = mean G_{right} − mean G_{wrong}",
          "as in the released runs, which ask for at least δ = 0.4",
        ),
        formula(
          "m = min G_{right} − max G_{wrong}",
          "as in the framework’s figure: the worst right answer against the best wrong one",
        ),
        text("Four answers; the first right and the first wrong one are those of the example."),
        exhibit("margin"),
      ],
      task: {
        ask: "Compare by means, then by extremes. Which of them sees the violation?",
        key: "Compare the extremes",
        action: { kind: "tune", change: { margin: { margin: "extreme" } } },
        done: ({ exhibits }) => exhibits.margin.margin === "extreme",
      },
    },
    {
      title: "A group of your own",
      blocks: [
        text(
          "Eight answers to the question on the screen, each judged right or wrong, and each with its return. Uni-OPD’s panel draws return against outcome.",
        ),
      ],
      prediction: {
        ask: "Does every right answer of this group have a higher return than every wrong one?",
        options: ["Yes", "No"],
        right: inOrder,
        reveal: [
          live("Margin of the means", (snapshot) => nats(figure(snapshot, "m"), 3)),
          text(
            "The AUC beside it is the chance that a right answer, drawn at random, has the higher return than a wrong one. At 1 the order holds throughout. In one group that is luck; the panel counts violations over all groups of the session.",
          ),
        ],
      },
      task: {
        ask: "Open Uni-OPD among [the gates](gates), over a group of answers.",
        key: "Open Uni-OPD",
        action: { kind: "gate", gate: "uni-opd" },
        done: ({ gate, answers }) => gate === "uni-opd" && answers > 1,
      },
    },
    {
      title: "Shift",
      blocks: [
        text("Where the margin falls short, the missing part is added to the reward of *every token*."),
        formula(
          "s = δ − m; right + s/2, wrong − s/2",
          "the direction “both”, which the released runs use; their code can also move one side only",
        ),
        live("Each answer’s tokens are moved by up to", shifts),
        text(
          "After the shift the margin is what was asked for. But all tokens of an answer move alike: the shift knows that the answer is wrong, not which word is. [The panel](gates) shows the rewards before and after.",
        ),
      ],
      task: {
        ask: "Ask for more margin than the group has: the released runs ask for 0.4 nats, ask for 1.",
        key: "Set δ to 1",
        action: {
          kind: "gate",
          gate: "uni-opd",
          settings: { delta: 1, margin: "mean", remedy: "shift", direction: "both" },
        },
        done: (snapshot) =>
          settingOf(snapshot, "uni-opd", "remedy") === "shift" &&
          Number(settingOf(snapshot, "uni-opd", "delta")) >= 0.995,
      },
    },
    {
      title: "Or mask",
      blocks: [
        text(
          "Instead of shifting, one can leave out what breaks the order: greedily the worst right or the best wrong answer, whichever widens the margin more. At least a quarter of each kind stays, and at least one.",
        ),
        live("Left out of this group are", masked),
        text(
          "A mask may stop before the margin is reached, when no answer may be left out any more or none would help. That can happen in training too, without any message.",
        ),
      ],
      task: {
        ask: "Switch from shifting to masking.",
        key: "Mask",
        action: { kind: "gate", gate: "uni-opd", settings: { remedy: "mask", delta: 1 } },
        done: (snapshot) => settingOf(snapshot, "uni-opd", "remedy") === "mask",
      },
    },
    {
      title: "Look at your own teacher",
      blocks: [
        text(
          "The teacher on this screen knows only its crop. A crop that cuts a letter in half, or shows a neighbour, misleads it. It will be as sure as ever.",
        ),
        list(
          "Where the sides differ most, decide who is right *before* you read the gold answer.",
          "Released code sets the loss of a token to 0 where the two differ by 10 nats or more. That guards against accidents, and it silences the loudest disagreements.",
          "With the same weights and the same image on both sides there is nothing to learn: every reward is 0.",
        ),
      ],
      task: {
        ask: "Select the token where student and teacher differ most, and judge them in [the table](token).",
        key: "Select that token",
        action: { kind: "selectLargest" },
        done: hasLargest,
      },
    },
  ],
};
