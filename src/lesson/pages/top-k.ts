/** Lesson: top-K and the tail. */
import { exhibit, formula, type Lesson, list, live, text } from "../lesson.ts";
import { hasLargest, lookedAt } from "../seen.ts";
import { percent } from "../written.ts";

export const topKAndTail: Lesson = {
  id: "top-k",
  title: "Top-K and the tail",
  about: "What is lost when only the most likely words are compared, and what happens to the rest.",
  scene: "identification-5",
  begins: "recorded",
  exhibits: { pair: { teacher: "sure", divergence: "jsd", beta: 0.5, support: "topK", k: 3 } },
  pages: [
    {
      title: "Rows are long",
      blocks: [
        text(
          "A vocabulary may have 150,000 pieces. Two thousand positions of it in float32 are 1.2 GB, and a divergence needs two of those. So training code keeps only the K largest entries of each row: the *support*.",
        ),
        text("Here is a vocabulary of five, with three words kept and one bin for the others together."),
        exhibit("pairSupport"),
      ],
    },
    {
      title: "Merging loses",
      blocks: [
        text(
          "Both sides are normalised over all words first. Then the words outside the support are merged into one bin, the *tail*.",
        ),
      ],
      prediction: {
        ask: "Compared with all words, the divergence on K words and the tail is …",
        options: ["never larger", "never smaller", "sometimes larger, sometimes smaller"],
        right: 0,
        reveal: [
          text(
            "Merging bins cannot make two distributions easier to tell apart. This is the *data-processing inequality*. It also says that the number never falls as K grows.",
          ),
          exhibit("pairSupport"),
        ],
      },
      task: {
        ask: "Keep a single word. Compare the value with the one over all words.",
        key: "Set K to 1",
        action: { kind: "tune", change: { pair: { k: 1, rest: "tail" } } },
        done: ({ exhibits }) =>
          exhibits.pair.support === "topK" && exhibits.pair.k === 1 && exhibits.pair.rest === "tail",
      },
    },
    {
      title: "On a real token",
      blocks: [
        text(
          "The last row of [the table](tail) is the tail of this very token: all that is not listed. Below, the words whose probability is known for both sides are listed separately, and all others are one bin.",
        ),
        exhibit("record"),
        text(
          "What is missing went into the bin. The teacher’s word may be in there, together with many irrelevant ones.",
        ),
      ],
      task: {
        ask: "Select the token where the two sides differ most.",
        key: "Select that token",
        action: { kind: "selectLargest" },
        done: hasLargest,
      },
      trial: {
        ask: "Compute over the student’s most likely word and a tail; [this button](divergence) has every support.",
        key: "Compute with K = 1",
        action: {
          kind: "divergence",
          change: { support: { kind: "topK", k: 1, from: "student", rest: "tail" } },
        },
      },
    },
    {
      title: "Tail, renormalise, drop",
      blocks: [
        text("Three implementations, three numbers from the same rows:"),
        list(
          "*A tail bin* keeps the rest as one entry (Vision-OPD, SDPO).",
          "*Renormalise* discards the rest and makes the K words sum to 1 again (OPSD).",
          "*Drop* sums over the K words as they are (verl’s `forward_kl_topk`, offered in V-Zero’s code).",
        ),
        text(
          "Only the first can never exceed the full value. The others have no such bound: renormalising may show a difference larger than the real one.",
        ),
        exhibit("pairSupport"),
      ],
      task: {
        ask: "Keep two words and renormalise. Is the value still below the one over all words?",
        key: "Keep 2 and renormalise",
        action: { kind: "tune", change: { pair: { k: 2, rest: "renormalise" } } },
        done: ({ exhibits }) => exhibits.pair.k === 2 && exhibits.pair.rest === "renormalise",
      },
    },
    {
      title: "Whose K?",
      blocks: [
        text(
          "The most likely words of the student need not be those of the teacher. Vision-OPD and SDPO take the student’s, OPSD and verl the teacher’s.",
        ),
        text(
          "If the student’s K miss what the teacher wants, the tail is only “something else”. How much of the teacher’s probability a support holds is therefore worth printing; a low figure is a warning.",
        ),
        live("Of the teacher’s probability, the student’s five most likely hold", (snapshot) =>
          percent(lookedAt(snapshot)?.teacherMass ?? null),
        ),
        exhibit("pairSupport"),
      ],
      task: {
        ask: "Keep one word, with a tail, and choose it by the teacher.",
        key: "Take the teacher’s word",
        action: { kind: "tune", change: { pair: { k: 1, rest: "tail", from: "teacher" } } },
        done: ({ exhibits }) =>
          exhibits.pair.from === "teacher" && exhibits.pair.k === 1 && exhibits.pair.rest === "tail",
      },
    },
    {
      title: "The tail has no names",
      blocks: [
        text(
          "What does this mean for training? Every word outside the support moves by its share of the tail’s update. Nothing distinguishes them.",
        ),
        exhibit("pairUpdate"),
        text(
          "Look at 3 and E. Over all words they go down a little. With two words kept they go up, because the tail as a whole does. The steps are small, but their sign is wrong.",
        ),
      ],
      task: {
        ask: "Keep the student’s two most likely words, with a tail.",
        key: "Keep 2 of the student’s",
        action: { kind: "tune", change: { pair: { k: 2, rest: "tail", from: "student" } } },
        done: ({ exhibits }) =>
          exhibits.pair.k === 2 && exhibits.pair.rest === "tail" && exhibits.pair.from === "student",
      },
      trial: {
        ask: "[Check a number](check): below it is the effect of the loss on each word of the real token.",
        key: "Show the effect of the loss",
        action: { kind: "check" },
      },
    },
    {
      title: "How much is in the tail?",
      blocks: [
        text(
          "With K = 100 and a confident model, almost nothing. Then a bound in the code can matter more than the tail itself.",
        ),
        formula(
          "ln P_{tail} = ln( 1 − e^{s} ), s ≤ −10^{−7}",
          "as released, with s the log of the kept mass; the tail is never assumed to hold less than 1e-7",
        ),
      ],
      claim: {
        says: "With K = 100, Vision-OPD reports a tail that holds less than 10⁻¹³ of the probability.",
        figure: "< 1e-13",
        paper: "Vision-OPD",
        arxiv: "2605.18740",
        place: "with K = 100",
        caution:
          "Its released code floors the tail at 1e-7. In that regime the bin is a constant, and no gradient passes through it.",
      },
    },
  ],
};
