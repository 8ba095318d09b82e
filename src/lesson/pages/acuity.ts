/** Lesson: at which size a model stops reading. */
import { ACUITY_MODEL, MOST_STEPS, REASON, rightGuess, shrunk, THRESHOLD } from "../exhibits/acuity.ts";
import { exhibit, formula, type Lesson, list, live, text } from "../lesson.ts";

const percent = (share: number): string => `${Number((100 * share).toPrecision(2))} %`;

export const acuity: Lesson = {
  id: "acuity",
  title: "How small can it be?",
  about:
    "A thing shrinks until the model no longer sees what is asked about it. Where is that, and is it the size alone?",
  scene: null,
  begins: "unanswered",
  exhibits: {},
  pages: [
    {
      title: "An eye chart for models",
      blocks: [
        text(
          "An optician shows letters that become smaller and smaller. The size at which you read half of them is a measure of your sight. The same can be done with a model.",
        ),
        text(
          `Here ${ACUITY_MODEL} was asked about one thing in each of several drawn scenes. The thing shrinks; its place and everything around it stay. All answers below are recorded.`,
        ),
        text("We call the size at which it sees half as much as it can its *threshold*."),
      ],
    },
    {
      title: "What do you expect?",
      blocks: [
        text(
          "At its largest the thing covers a tenth of the image. At its smallest it covers a two-thousandth, some twenty pixels on each side.",
        ),
      ],
      prediction: {
        ask: "Where is the model right as often as half way to its best?",
        options: [
          "Above 2 % of the image",
          "Between 0.5 and 2 %",
          "Below 0.5 %",
          "There is no such size among these",
        ],
        right: rightGuess,
        reveal: [
          live("The fitted threshold", () => (THRESHOLD === null ? REASON : percent(THRESHOLD))),
          text("It is half way up the curve, which you will see on a later page."),
        ],
      },
    },
    {
      title: "Shrink it by hand",
      blocks: [
        text(
          "This is one scene. Move the slider, and watch where the answer from the full image turns wrong.",
        ),
        exhibit("shrinking"),
        text(
          "Then try another scene. The size at which it fails is not the same: one scene is no measurement.",
        ),
      ],
      task: {
        ask: "Shrink the thing until the answer from the full image is wrong, or it is as small as it can be.",
        key: "Shrink it",
        action: { kind: "tune", change: { acuity: { steps: MOST_STEPS } } },
        done: ({ exhibits: { acuity: settings } }) => settings.steps === MOST_STEPS || !shrunk(settings).full,
      },
    },
    {
      title: "Many scenes make a curve",
      blocks: [
        text(
          "Asked about many scenes at each size, the share of right answers rises with the size. A *psychometric function* is fitted to it:",
        ),
        formula(
          "ψ(x) = γ + (1 − γ − λ) / (1 + e^{−(x − m)s})",
          "from guessing, γ, to what is right but for lapses, 1 − λ; the threshold m lies half way between, on a logarithmic scale of sizes",
        ),
        exhibit("acuity"),
        text("What a model gets right on a blank image tells how well it guesses."),
      ],
    },
    {
      title: "And from the crop?",
      blocks: [
        text(
          "The evidence crop shows the same thing enlarged, and nothing else. Where the answer from the crop is right and that from the full image is not, the detail could be seen: the model lost it on the way.",
        ),
        exhibit("acuityCrop"),
        text(
          "The distance between both curves is the gap at each size. It is small for large things, and may close again where even the crop has too few pixels.",
        ),
      ],
      claim: {
        says: "Psychometric functions were fitted to answers of multimodal models about contrast. Some models resemble human contrast sensitivity in shape or in scale, none in both.",
        figure: "0 in both",
        paper: "Contrast Sensitivity in Multimodal Large Language Models",
        arxiv: "2508.10367",
        place: "abstract",
        caution: "The paper also finds that its estimates depend strongly on how the question is put.",
      },
    },
    {
      title: "What a threshold shows, and what it does not",
      blocks: [
        list(
          "It belongs to a model, a kind of question and a kind of scene. In less clutter it is another.",
          "It has an interval. With few scenes the interval is wide.",
          "Where even the smallest is read, or the largest is not, there is no threshold to tell.",
        ),
        text(
          "The page under *Scenes* measures such curves for any model: for size, clutter, contrast, the distance to a look-alike and others.",
        ),
      ],
    },
  ],
};
