/** Lesson: how training goes wrong. */
import { listedRun, RUN_SIZE, type RunName, TOO_FAST } from "../exhibits/run-list.ts";
import {
  changeOver,
  evaluationsAt,
  recordedRun,
  trainingDivergence,
  wayBetween,
  wayOf,
} from "../exhibits/runs.ts";
import { exhibit, type Lesson, list, live, type Task, text } from "../lesson.ts";
import { nats, percent } from "../written.ts";

const { steps } = RUN_SIZE;
const { items } = evaluationsAt({ run: "frozen", step: 0 }).before;

function ends(run: RunName, view: "global" | "regional"): string {
  const { before, after } = changeOver(run, view);
  return `${percent(before)} → ${percent(after)}`;
}

const lastDivergence = (run: RunName): number => trainingDivergence(run).at(-1)?.[1] ?? Number.NaN;

const firstDivergence = (run: RunName): number => trainingDivergence(run)[0]?.[1] ?? Number.NaN;

const divergences = (run: RunName): string =>
  `${nats(firstDivergence(run), 3)} → ${nats(lastDivergence(run), 3)}`;

/** The step after which a run was found to have collapsed. */
const collapsedAfter = (run: RunName): string => String(recordedRun(run).collapse?.step ?? "none");

function show(run: RunName): Task {
  return {
    ask: `Choose the run “${listedRun(run).title}” among the four.`,
    key: "Show that run",
    action: { kind: "tune", change: { runs: { run } } },
    done: ({ exhibits }) => exhibits.runs.run === run,
  };
}

const WAYS = ["It rises", "It stays, as far as these questions can tell", "It falls"] as const;
const BESIDE = ["Better", "The same, as far as these questions can tell", "Worse"] as const;

export const wrongTraining: Lesson = {
  id: "wrong-training",
  title: "How training goes wrong",
  about: "Three recorded runs with one part changed each: a wrong crop, too high a rate, a moving teacher.",
  scene: null,
  begins: "recorded",
  exhibits: { runs: { run: "frozen", step: steps } },
  pages: [
    {
      title: "One part changed",
      blocks: [
        text(
          `The lesson before this one showed ${steps} steps of Vision-OPD: a frozen copy of the student, given the evidence crop, teaches the student to read the full image. Here are three more runs from the same start, on the same scenes.`,
        ),
        list(
          "*Wrong crop*: the teacher sees a crop of the same size from another place of the image.",
          `*${TOO_FAST} times the rate*: as Vision-OPD, with steps that are ${TOO_FAST} times as large.`,
          "*Current teacher*: the teacher has the student’s weights as they are after every step.",
        ),
        text("All of them minimise the same loss: the divergence between student and teacher."),
      ],
    },
    {
      title: "The wrong crop",
      blocks: [
        text(
          "This is a control. Everything is as in the good run, but the teacher’s crop misses the evidence. If accuracy rose here too, its rise would not be due to the evidence.",
        ),
      ],
      prediction: {
        ask: `After ${steps} steps, how does this student answer from the full image, compared with the good run’s?`,
        options: BESIDE,
        right: wayBetween("wrong", "frozen", "global"),
        reveal: [
          exhibit("fourRuns"),
          live("Right from the full image", () => ends("wrong", "global")),
          live("In the good run", () => ends("frozen", "global")),
          live("The run collapsed after step", () => collapsedAfter("wrong")),
          text(
            `So the good run’s rise came from the evidence. What collapsed is accuracy from the *crop*: it was below its starting interval twice running, on ${items} questions.`,
          ),
        ],
      },
      task: show("wrong"),
    },
    {
      title: "The loss does not tell",
      blocks: [text("A loss that falls looks like success. Compare the loss of these two runs.")],
      prediction: {
        ask: "After the last step, which of the two runs has the lower divergence in training?",
        options: ["The good run, whose teacher sees the evidence", "The run with the wrong crop"],
        right: lastDivergence("wrong") < lastDivergence("frozen") ? 1 : 0,
        reveal: [
          exhibit("fourDivergences"),
          live("Wrong crop, from the tenth step to the last", () => divergences("wrong")),
          live("Evidence crop", () => divergences("frozen")),
          text(
            "A divergence says how far student and teacher are apart. Whether they meet at what is in the image it does not say: these two agree without looking.",
          ),
        ],
      },
    },
    {
      title: "Too high a rate",
      blocks: [text(`This run takes the good run’s way in larger steps: ${TOO_FAST} times as large.`)],
      prediction: {
        ask: "What becomes of accuracy from the evidence crop, which the student could read before?",
        options: WAYS,
        right: wayOf("fast", "regional"),
        reveal: [
          exhibit("fourRuns"),
          live("Right from the crop", () => ends("fast", "regional")),
          live("Right from the full image", () => ends("fast", "global")),
          live("The run collapsed after step", () => collapsedAfter("fast")),
          text(
            "Accuracy from the crop went first, and far below its starting interval. Where that is seen twice running, on at least 100 questions, the page for training calls it a *collapse*, marks the step, and may end the run.",
          ),
        ],
      },
      task: show("fast"),
    },
    {
      title: "A teacher that follows its student",
      blocks: [
        text(
          "A better student makes a better teacher, so why not let the teacher have the student’s newest weights? It still sees the crop, which the student does not.",
        ),
      ],
      prediction: {
        ask: `After ${steps} steps, how does it answer from the full image, compared with the frozen teacher’s student?`,
        options: BESIDE,
        right: wayBetween("current", "frozen", "global"),
        reveal: [
          exhibit("fourRuns"),
          live("Current teacher, full image", () => ends("current", "global")),
          live("Frozen teacher, full image", () => ends("frozen", "global")),
          text(
            `${steps} steps at this rate are few. Nothing holds this teacher in place: errors of the student become its own. The last page has what a paper reports.`,
          ),
        ],
      },
      task: show("current"),
    },
    {
      title: "How to notice",
      blocks: [
        list(
          "Measure what should rise *and* what should stay, on questions that are not trained on.",
          "A run *has collapsed* where accuracy from the crop is below its starting interval twice running. The page marks the step.",
          "When accuracy from the full image alone falls, that is a dip, and may pass.",
          "Keep checkpoints: the page goes back to any of them.",
          "Compare with a control that cannot know the answer.",
        ),
      ],
      trial: {
        ask: "Set up the run with the current teacher, and give it more steps before Start.",
        key: "Set it up",
        action: { kind: "train", run: "current" },
      },
    },
    {
      title: "The same in a large model",
      blocks: [text("Vision-OPD tried a teacher with the current weights as well.")],
      claim: {
        says: "With a frozen teacher Vision-OPD reaches 75.43 on average. With the current policy as teacher, accuracy collapses to nearly 0.",
        figure: "75.43 against ≈ 0",
        paper: "Vision-OPD",
        arxiv: "2605.18740",
        place: "§4.3.1",
        caution:
          "The paper does not say after how many steps, and its rate is another. A run that is short enough does not show it, as the one recorded here.",
      },
    },
  ],
};
