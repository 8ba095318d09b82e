/** Lesson: closing the gap. */
import { listedRun, RUN_SIZE } from "../exhibits/run-list.ts";
import { changeOver, evaluationsAt, recordedRun, watchedAt } from "../exhibits/runs.ts";
import { exhibit, type Lesson, list, live, text } from "../lesson.ts";
import { percent } from "../written.ts";

const RUN = "frozen";
const { steps } = RUN_SIZE;
const { header } = recordedRun(RUN);
const { before } = evaluationsAt({ run: RUN, step: steps });
const accuracy = (view: "global" | "regional"): string => percent(before.views[view].accuracy.mean) ?? "";

/** How much of the gap between full image and matched crop was closed: half or more, less, or nothing that can be told. */
function closedShare(): number {
  const { matched, global } = before.views;
  const { difference } = changeOver(RUN, "global");
  if (difference.low <= 0) return 2;
  return difference.mean >= (matched.accuracy.mean - global.accuracy.mean) / 2 ? 0 : 1;
}

/** Of the answers that were right from the evidence crop: none forgotten, at most one in twenty, or more. */
function forgottenShare(): number {
  const { lost, before: share } = changeOver(RUN, "regional");
  if (lost === 0) return 0;
  return lost / (share * before.items) <= 0.05 ? 1 : 2;
}

/** The steps after which the watched item was answered rightly. */
function rightSteps(): string {
  const found = recordedRun(RUN).watched.filter(({ right }) => right);
  return found.length === 0 ? "none" : found.map(({ step }) => step).join(", ");
}

const overTime = (): string =>
  recordedRun(RUN)
    .evaluations.map(({ views }) => percent(views.regional.accuracy.mean))
    .join(", ");

const changed = (view: "global" | "regional"): string => {
  const { gained, lost } = changeOver(RUN, view);
  return `${gained} became right, ${lost} became wrong`;
};

export const closing: Lesson = {
  id: "closing",
  title: "Closing the gap",
  about: `${steps} steps of training without a single right answer: what they gain, and what they cost.`,
  scene: null,
  begins: "recorded",
  exhibits: { runs: { run: RUN, step: 0 } },
  pages: [
    {
      title: "A student that could know better",
      blocks: [
        text(
          `${header.model.title} was asked ${before.items} questions about drawn scenes. From the evidence crop it answered ${accuracy("regional")} of them rightly, from the full image ${accuracy("global")}.`,
        ),
        text(
          "So it can read these things and does not, as long as it sees the whole picture. *Self-distillation* lets it learn from itself:",
        ),
        list(
          "The *student* answers a question from the full image, in its own words.",
          "The *teacher*, a frozen copy of the same model, reads the evidence crop and scores each token of that answer.",
          "A step of training pulls the student’s next-token distributions towards the teacher’s.",
        ),
        text(
          "No right answer is ever shown to either. Everything in this lesson was recorded from such a run in a browser tab.",
        ),
      ],
    },
    {
      title: "What do you expect?",
      blocks: [
        text(
          `The run has ${steps} steps of ${header.recipe.pictures * header.recipe.questions} answers each, about scenes that it sees once. Before it and every ${header.every} steps it answered the same ${before.items} held-out questions.`,
        ),
      ],
      prediction: {
        ask: `What do ${steps} steps do to accuracy from the full image? A matched crop, with as few pixels, shows what is possible.`,
        options: [
          "It makes up half of the distance to the matched crop, or more",
          "It rises, by less than half of that distance",
          "Nothing that these questions could tell",
        ],
        right: closedShare(),
        reveal: [exhibit("runAccuracy"), live("From the full image", () => changed("global"))],
      },
      task: {
        ask: `Slide the run from its start to step ${steps}.`,
        key: `Run ${steps} steps`,
        action: { kind: "tune", change: { runs: { run: RUN, step: steps } } },
        done: ({ exhibits: { runs } }) => runs.step === steps,
      },
    },
    {
      title: "One answer, again and again",
      blocks: [
        text(
          "A single question tells more than an average. This one was answered rightly from the crop and wrongly from the full image, so training could change it. It was asked again every five steps.",
        ),
        exhibit("runWatched"),
        text(
          "A token’s colour is its divergence from what the model before the first step says there from the crop. The strip fades where the gap closes.",
        ),
        live("Its answer was right after steps", rightSteps),
        live("In the end it is", () => (watchedAt({ run: RUN, step: steps }).right ? "right" : "wrong")),
        text(
          "One answer can come and go while the average rises. So one item is watched, and many are counted.",
        ),
      ],
    },
    {
      title: "What was forgotten?",
      blocks: [
        text(
          "Training changes all weights for the sake of some answers. Others may be lost: those that were right before, from the full image or from the crop.",
        ),
      ],
      prediction: {
        ask: "Of the answers that were right from the evidence crop, how many became wrong?",
        options: ["None", "At most one in twenty", "More than that"],
        right: forgottenShare(),
        reveal: [
          exhibit("runForgotten"),
          live(`Right from the crop, every ${header.every} steps`, overTime),
          text(
            "A mean hides this: it can rise while answers are lost. *Gained* and *forgotten* count the two apart. Where the interval of the change holds 0, these questions cannot tell a change from chance.",
          ),
        ],
      },
    },
    {
      title: "Run it yourself",
      blocks: [
        text(
          "The page for training makes the same run in this tab, and shows its losses, gradients and signs of damage as well. Before Start it says what the run needs.",
        ),
        list(
          "The watched item answers from the beginning.",
          "*Pause*, *End the run* and a reload lose nothing.",
          "Afterwards *The trained weights* opens the trained model beside its parent.",
        ),
        text("With another seed the run sees other scenes. Does the rise stay?"),
      ],
      trial: {
        ask: `Set up ${steps} steps of ${listedRun(RUN).title}.`,
        key: "Set it up",
        action: { kind: "train", run: RUN },
      },
    },
    {
      title: "A small model, and a made gap",
      blocks: [
        text(
          `${header.model.title} was trained so that it has such a gap: its focus is still there, and not used. A gap that comes from lost pixels, or from a skill that was never learned, does not close in this way.`,
        ),
      ],
      claim: {
        says: "On ZoomBench, the models that Vision-OPD starts from are right 18 to 22 points more often from the crop than from the full image.",
        figure: "18 to 22 points",
        paper: "Vision-OPD",
        arxiv: "2605.18740",
        place: "§3.1",
        caution:
          "Its figure 5 shows this gap over the steps of training. How far a large model’s gap closes cannot be read off this small one.",
      },
    },
  ],
};
