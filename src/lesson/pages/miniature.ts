/** Lesson: training in miniature. */
import { exhibit, type Lesson, list, text } from "../lesson.ts";

export const miniature: Lesson = {
  id: "miniature",
  title: "Training in miniature",
  about: "Two tables of numbers learn from each other. Which teacher helps, and which one ruins the student?",
  scene: null,
  begins: "recorded",
  exhibits: {},
  pages: [
    {
      title: "A model that fits on a page",
      blocks: [
        text(
          "This model is a table. For each of six questions it outputs one of twelve characters, which we call letters, or stops without an answer. Each right letter has a look-alike: B and 8, S and 5. From the full image it is torn between the two, and it stops in 3 of 100 cases.",
        ),
        text(
          "A closer look adds to its logits. It adds much to the letter that the crop shows, which for one question of the six is the wrong one. And, since no view changes only what was intended, it adds a little, ¼ nat, to stopping.",
        ),
        text(
          "Training moves the student’s table, by plain gradient steps, towards a teacher that takes the closer look. Everything below is computed here, now, and nothing is random unless you ask for it.",
        ),
        exhibit("miniature"),
      ],
    },
    {
      title: "Four teachers",
      blocks: [
        text("All see the crop. They differ in whose table they use."),
        list(
          "*Frozen*: the initial table, for ever.",
          "*Moving average* (EMA): after each update, 95 % of the teacher and 5 % of the student.",
          "*Trust region*: the logits of the initial and of the student’s current table, mixed 95 to 5.",
          "*Current policy*: the student’s table itself, as it is now.",
        ),
      ],
      prediction: {
        ask: "One of them will ruin the student within 65 updates. Which?",
        options: ["Frozen", "Moving average", "Trust region", "Current policy"],
        right: 3,
        reveal: [
          exhibit("miniature"),
          text(
            "A frozen teacher is a fixed target: the student reaches it and stops moving. The current policy is a target that moves with the student. The ¼ nat towards stopping is added *again and again*, until the student outputs nothing at all.",
          ),
        ],
      },
      task: {
        ask: "Train with the current policy as its own teacher.",
        key: "Train with the current policy",
        action: { kind: "tune", change: { miniature: { rule: "current" } } },
        done: ({ exhibits }) => exhibits.miniature.rule === "current",
      },
    },
    {
      title: "The loss does not tell",
      blocks: [text("Before you look: the student has just forgotten how to answer.")],
      prediction: {
        ask: "What did its loss, the divergence from its teacher, do meanwhile?",
        options: ["It rose", "It stayed", "It fell towards 0"],
        right: 2,
        reveal: [
          exhibit("miniatureLoss"),
          text(
            "Student and teacher agree ever better: on silence. A falling loss says that the two come together. It does not say where.",
          ),
        ],
      },
    },
    {
      title: "A moving average only slows it",
      blocks: [
        text(
          "The moving average holds for 65 updates, about as many as Vision-OPD’s run has: 6.2 thousand samples in batches of 96. It even ends above the frozen teacher, because it passes on what was learnt.",
        ),
        text(
          "But it, too, is a target that moves. It follows at 5 % per update, whatever the learning rate. Give it time.",
        ),
        exhibit("miniature"),
        text("The trust region cannot drift: it stays as close to the start as the mixture allows."),
      ],
      task: {
        ask: "Train 400 updates with the moving average.",
        key: "Train 400 updates",
        action: { kind: "tune", change: { miniature: { rule: "average", updates: 400 } } },
        done: ({ exhibits }) => exhibits.miniature.rule === "average" && exhibits.miniature.updates === 400,
      },
    },
    {
      title: "What the gradient sees",
      blocks: [
        text(
          "The divergence at a position can be computed in full, over the K most likely letters with a tail, or from the one sampled letter. The last costs least. On average it has the gradient of the reverse KL, exactly; but a single sample may point almost anywhere.",
        ),
        exhibit("miniatureNoise"),
        text(
          "The lines show how far each gradient is from the exact one, relative to its length, with 8 answers to each question in every update. Near the goal the exact gradient shrinks, and the noise of sampling does not shrink with it in step.",
        ),
      ],
      task: {
        ask: "Train from sampled letters alone, with a frozen teacher and 65 updates. Then change the seed.",
        key: "Train from sampled letters",
        action: {
          kind: "tune",
          change: { miniature: { rule: "frozen", updates: 65, compared: { kind: "sampled" } } },
        },
        done: ({ exhibits }) => exhibits.miniature.compared.kind === "sampled",
      },
    },
    {
      title: "And the real thing",
      blocks: [
        text(
          "The toy shows one way to collapse: a small side effect of the view, fed back without an anchor. Whether the same thing happened in a large model is another question; there are more ways to go wrong than one.",
        ),
      ],
      claim: {
        says: "Vision-OPD’s averages: 75.43 with a frozen teacher and 75.70 with a moving average. With the current policy as teacher, accuracy collapses to nearly 0.",
        figure: "75.70, 75.43, ≈ 0",
        paper: "Vision-OPD",
        arxiv: "2605.18740",
        place: "§4.3.1",
        caution:
          "The 0.27 points between the first two are too few to rank them without knowing how much runs differ. The collapse is not.",
      },
    },
  ],
};
