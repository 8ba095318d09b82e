/** Lesson: the regional-to-global gap. */
import { exhibit, formula, type Lesson, list, live, text } from "../lesson.ts";
import { hasLargest, isRight, seenView } from "../seen.ts";
import type { Snapshot } from "../snapshot.ts";

function differing({ tokens, measured }: Snapshot): string | null {
  return measured ? `${tokens.filter(({ differs }) => differs).length} of ${tokens.length}` : null;
}

/** Whether a crop beside the evidence is nearer to the student than the evidence is. */
function wrongIsNearer(snapshot: Snapshot): number | null {
  const [wrong, right] = [seenView(snapshot, "wrong"), seenView(snapshot, "teacher")];
  if (wrong === null || right === null) return null;
  return wrong.largest < right.largest ? 0 : 1;
}

export const gap: Lesson = {
  id: "gap",
  title: "The regional-to-global gap",
  about: "One model looks twice. Why does it read from a crop what it misses in the full image?",
  scene: "structure-6",
  begins: "unanswered",
  exhibits: {},
  pages: [
    {
      title: "One model, two looks",
      blocks: [
        text(
          "A vision-language model is given an image and a question, and answers in words. [The image](stage) contains many things. The question is about one small thing in it.",
        ),
        text(
          "The red rectangle marks where the answer can be seen. We call it the *evidence box*. Here someone has drawn it already; you may move it.",
        ),
        text(
          "Now the same model looks twice. The [student](student) is given the full image. The [teacher](teacher) is given only the box, at twice its size. Their weights are the same: whatever differs between them comes from the image.",
        ),
        text(
          "[The filmstrip](views) shows the input of each side, and, if a model is loaded, how many image tokens that becomes.",
        ),
      ],
    },
    {
      title: "What do you expect?",
      blocks: [
        text(
          "The student must find the thing, then recognise it, in an image that is cut into few image tokens. Small things get few of them.",
        ),
      ],
      prediction: {
        ask: "The student sees the full image. Will its answer be right?",
        options: ["Yes, it will be right", "No, it will be wrong"],
        right: (snapshot) => {
          const right = isRight(snapshot);
          if (right === null) return null;
          return right ? 0 : 1;
        },
        reveal: [
          live("The student answered", ({ studentAnswer }) => studentAnswer),
          live("The teacher, asked from the crop, answered", ({ teacherAnswer }) => teacherAnswer),
          live("Expected", ({ expected }) => expected),
          text("One answer is one sample from the model. It shows what can happen, not how often it does."),
        ],
      },
      task: {
        ask: "Let the student answer from the full image.",
        key: "Answer",
        action: { kind: "answer" },
        done: ({ studentAnswer, fromFull }) => studentAnswer !== null && fromFull,
      },
    },
    {
      title: "The teacher scores every word",
      blocks: [
        text(
          "The teacher has an answer of its own. But to compare the two word by word, it is handed the student’s tokens one by one. Before each, it gives every piece of the vocabulary a probability. This is called *teacher forcing*.",
        ),
        text(
          "So both sides are asked the same thing at every position: after these very words, what comes next? Below [each token](tokens) is the teacher’s most likely one, where it differs.",
        ),
        live("Its first choice differs at", differing),
      ],
      task: {
        ask: "Select the token where the two sides differ most, and compare their five most likely words in [the table](token).",
        key: "Select that token",
        action: { kind: "selectLargest" },
        done: hasLargest,
      },
      trial: {
        ask: "What if the student had taken the teacher’s word? It continues from there; in [the table](token) any word can be chosen like this.",
        key: "Take the teacher’s word",
        action: { kind: "branch" },
      },
    },
    {
      title: "Does it matter where we look?",
      blocks: [
        text(
          "The teacher’s advantage should come from the evidence. So show it something else: a crop of the same size, beside the evidence, with the same question. It is one of [the controls](controls).",
        ),
        text("The student’s answer stays as it is. Only the model input that scores it changes."),
      ],
      prediction: {
        ask: "How far from the student is a teacher with the distractor crop, at its largest?",
        options: ["Not as far as with the evidence crop", "As far, or farther"],
        right: wrongIsNearer,
        reveal: [
          exhibit("views"),
          text(
            "One scene proves nothing. Where a distractor crop disagrees as much as the evidence crop, disagreement alone says little; the lesson on fooling yourself has such a scene.",
          ),
        ],
      },
      task: {
        ask: "Colour [the tokens](tokens) by how far the student is from the distractor crop.",
        key: "Show the distractor crop",
        action: { kind: "signal", signal: "divergence", view: "wrong" },
        done: ({ signal }) => signal.id === "divergence" && signal.view === "wrong",
      },
    },
    {
      title: "From one image to a benchmark",
      blocks: [
        text("Ask many questions twice, once with the full image and once with the crop. Then subtract."),
        formula(
          "gap = Acc_{crop} − Acc_{full}",
          "in percentage points: how much more often the same model is right from the crop",
        ),
        text(
          "The gap is a difference between two kinds of items: those that only the crop gets right, minus those that only the full image gets right. A small gap can hide many of both.",
        ),
      ],
      claim: {
        says: "On ZoomBench, Qwen3-VL-8B is right in 63.08 % of the questions from the crop and in 37.87 % from the full image.",
        figure: "25.21 points",
        paper: "Zooming without Zooming",
        arxiv: "2602.11858",
        place: "table 7",
        caution:
          "After training by the paper’s method the gap is 15.26 points (73.37 minus 58.11): smaller, because accuracy from the full image rose more than accuracy from the crop.",
      },
    },
    {
      title: "What a gap shows, and what it does not",
      blocks: [
        list(
          "It shows that the model *can* recognise the thing, once it fills the image.",
          "It does not show why it failed before: it may not have found the thing, not seen it sharply, or looked at something else.",
          "Some questions are about more than the box. A crop takes their context away, and the teacher gets worse.",
          "Some are ambiguous in the full image: “What does the sign say?”, where there are three signs.",
        ),
        text(
          "Vision-OPD (arXiv 2605.18740) turns the gap into training: the student learns, token by token, from its own closer look. No label is needed for the loss. How far the two sides are apart at one token is the subject of the next lesson.",
        ),
      ],
    },
  ],
};
