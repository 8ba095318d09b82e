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
  about: "One model looks twice. Why does it read from a crop what it misses in the whole picture?",
  scene: "structure-4",
  begins: "unanswered",
  exhibits: {},
  pages: [
    {
      title: "One model, two looks",
      blocks: [
        text(
          "A vision-language model is given a picture and a question, and answers in words. [The picture](stage) holds many things. The question is about one small thing in it.",
        ),
        text(
          "The red rectangle marks where the answer can be seen. We call it the *evidence box*. Here someone has drawn it already; you may move it.",
        ),
        text(
          "Now the same model looks twice. The [student](student) is given the whole picture. The [teacher](teacher) is given only the box, at twice its size. Their weights are the same: whatever differs between them comes from the picture.",
        ),
        text(
          "[The filmstrip](views) shows what each side is given, and, where a model is there, how many image tokens that becomes.",
        ),
      ],
    },
    {
      title: "What do you expect?",
      blocks: [
        text(
          "The student must find the thing, then recognise it, in a picture that is cut into few image tokens. Small things get few of them.",
        ),
      ],
      prediction: {
        ask: "The student sees the whole picture. Will its answer be right?",
        options: ["Yes, it will be right", "No, it will be wrong"],
        right: (snapshot) => {
          const right = isRight(snapshot);
          if (right === null) return null;
          return right ? 0 : 1;
        },
        reveal: [
          live("The student said", ({ said }) => said),
          live("The teacher, asked from the crop, said", ({ taught }) => taught),
          live("Expected", ({ expected }) => expected),
          text(
            "One answer is one draw from the model’s habits. It shows what can happen, not how often it does.",
          ),
        ],
      },
      task: {
        ask: "Let the student answer from the whole picture.",
        key: "Answer",
        action: { kind: "answer" },
        done: ({ said, fromFull }) => said !== null && fromFull,
      },
    },
    {
      title: "The teacher reads along",
      blocks: [
        text(
          "The teacher has an answer of its own. But to compare the two word by word, it is handed the student’s tokens one by one. Before each, it says how likely it finds every piece of the vocabulary. This is called *teacher forcing*.",
        ),
        text(
          "So both sides are asked the same thing at every place: after these very words, what comes next? Under [each token](tokens) stands what the teacher would have said instead, where its first choice is another.",
        ),
        live("Its first choice differs at", differing),
      ],
      task: {
        ask: "Select the token where the two sides differ most, and compare their five likeliest words in [the table](token).",
        key: "Select that token",
        action: { kind: "selectLargest" },
        done: hasLargest,
      },
      trial: {
        ask: "What if it had said the teacher’s word? The student goes on from there; in [the table](token) any word can be chosen so.",
        key: "Let it say the teacher’s word",
        action: { kind: "branch" },
      },
    },
    {
      title: "Does it matter where we look?",
      blocks: [
        text(
          "The teacher’s advantage should come from the evidence. So show it something else: a crop of the same size, beside the evidence, with the same question. It is one of [the controls](controls).",
        ),
        text("The student’s answer stays as it is. Only the reader of it changes."),
      ],
      prediction: {
        ask: "How far from the student is a teacher with the wrong crop, at its largest?",
        options: ["Not as far as with the right crop", "As far, or farther"],
        right: wrongIsNearer,
        reveal: [
          exhibit("views"),
          text(
            "One scene proves nothing. Where a wrong crop disagrees as much as the right one, disagreement alone says little; the lesson on fooling yourself has such a scene.",
          ),
        ],
      },
      task: {
        ask: "Colour [the tokens](tokens) by how far the student is from the wrong crop.",
        key: "Show the wrong crop",
        action: { kind: "signal", signal: "divergence", view: "wrong" },
        done: ({ signal }) => signal.id === "divergence" && signal.view === "wrong",
      },
    },
    {
      title: "From one picture to a benchmark",
      blocks: [
        text("Ask many questions twice, once with the whole picture and once with the crop. Then subtract."),
        formula(
          "gap = Acc_{crop} − Acc_{full}",
          "in percentage points: how much more often the same model is right from the crop",
        ),
        text(
          "The gap is a difference of two kinds of items: those that only the crop gets right, less those that only the whole picture gets right. A small gap can hide many of both.",
        ),
      ],
      claim: {
        says: "On ZoomBench, Qwen3-VL-8B is right in 63.08 % of the questions from the crop and in 37.87 % from the full image.",
        figure: "25.21 points",
        paper: "Zooming without Zooming",
        arxiv: "2602.11858",
        place: "table 7",
        caution:
          "After training by the paper’s method the gap is 15.26 points (73.37 less 58.11): smaller, because accuracy from the full image rose more than accuracy from the crop.",
      },
    },
    {
      title: "What a gap tells, and what it does not",
      blocks: [
        list(
          "It tells that the model *can* recognise the thing, once it fills the picture.",
          "It does not tell why it failed before: it may not have found the thing, not seen it sharply, or looked at something else.",
          "Some questions are about more than the box. A crop takes their context away, and the teacher gets worse.",
          "Some are ambiguous in the whole picture: “What does the sign say?”, where there are three signs.",
        ),
        text(
          "Vision-OPD (arXiv 2605.18740) turns the gap into training: the student learns, token by token, from its own closer look. No label is needed for the loss. How far the two sides are apart at one token is the subject of the next lesson.",
        ),
      ],
    },
  ],
};
