/** Lesson: fooling yourself. */
import { exhibit, type Lesson, list, live, text } from "../lesson.ts";
import { largestToken, seenView } from "../seen.ts";
import type { Snapshot } from "../snapshot.ts";
import { nats, tinyNats } from "../written.ts";

/** Below this, in nats, no colour of the screen shows a difference. */
const UNSEEN = 0.001;

function floorIs(snapshot: Snapshot): number | null {
  const floor = seenView(snapshot, "floor");
  if (floor === null) return null;
  return floor.largest < UNSEEN ? 0 : 1;
}

/** The distractor crop's mean divergence against the evidence crop's: well below, below, or not below. */
function wrongBesideRight(snapshot: Snapshot): number | null {
  const [wrong, right] = [seenView(snapshot, "wrong"), seenView(snapshot, "teacher")];
  if (wrong === null || right === null || right.mean === 0) return null;
  const ratio = wrong.mean / right.mean;
  if (ratio < 0.5) return 0;
  return ratio < 1 ? 1 : 2;
}

export const controls: Lesson = {
  id: "controls",
  title: "Fooling yourself",
  about: "The noise floor, and the controls that a number must survive before you believe it.",
  scene: "ocr-2",
  begins: "recorded",
  exhibits: {},
  pages: [
    {
      title: "A number is not yet a finding",
      blocks: [
        text(
          "Show a model two different images and its rows will differ. There is always a largest difference, and it is always at some token. A finding needs more: *compared with what?*",
        ),
        live("Here the largest is at", (snapshot) => largestToken(snapshot)?.text.trim() ?? null),
        live("with", (snapshot) => nats(largestToken(snapshot)?.divergence ?? null)),
        text(
          "Below the image there are [four controls](controls), one click each. [The lines](timeline) show them beside the evidence crop, token by token.",
        ),
      ],
    },
    {
      title: "The floor",
      blocks: [
        text(
          "A *noise floor* is what the instrument shows where there is nothing to show. The student’s tokens are scored again under its own image. They should get the log-probabilities that they had when they were generated. Any difference is rounding, and whatever lies below it is nothing.",
        ),
        live("Log-probabilities differ by at most", ({ floor }) => tinyNats(floor)),
      ],
      prediction: {
        ask: "How large is the largest disagreement with the student’s own view?",
        options: ["Too small for any colour to show it", "Large enough to be seen"],
        right: floorIs,
        reveal: [
          exhibit("views"),
          text(
            "The strip is blank, as it must be. [The lines](timeline) grey out what lies below the floor; on their scale that is often too thin to see.",
          ),
        ],
      },
      task: {
        ask: "Colour [the tokens](tokens) by how far the student is from itself.",
        key: "Show the same view",
        action: { kind: "signal", signal: "divergence", view: "floor" },
        done: ({ signal }) => signal.id === "divergence" && signal.view === "floor",
      },
    },
    {
      title: "The distractor crop",
      blocks: [
        text(
          "The second control keeps everything and changes one thing: a crop of the *same size*, from a place where the answer is not. It is as sharp, and as unlike the full image. Only the evidence is missing.",
        ),
      ],
      prediction: {
        ask: "Averaged over the answer, the distractor crop disagrees with the student …",
        options: [
          "less than half as much as the evidence crop",
          "less, but not by half",
          "as much as the evidence crop, or more",
        ],
        right: wrongBesideRight,
        reveal: [
          exhibit("views"),
          text(
            "A distractor crop often disagrees a lot. A teacher that sees a patch of background still has to predict something. Divergence measures *that* the two differ, never *why*.",
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
      title: "No image at all",
      blocks: [
        text(
          "A blank image leaves the words alone: the question, and the habits of the model. What disagrees as much here as with a distractor crop owes nothing to that crop’s content.",
        ),
        exhibit("views"),
      ],
      task: {
        ask: "Colour [the tokens](tokens) by how far the student is from a blank image.",
        key: "Show the blank",
        action: { kind: "signal", signal: "divergence", view: "blank" },
        done: ({ signal }) => signal.id === "divergence" && signal.view === "blank",
      },
    },
    {
      title: "What would convince?",
      blocks: [
        list(
          "The disagreement lies *above the floor*.",
          "It lies at *the words that the evidence is about*, not at “there” or “the”.",
          "The evidence crop makes the *right word* likelier. The distractor crop does not.",
          "It holds over many items, and with another random seed.",
        ),
        text(
          "The third point is what V-Zero’s evidence gap measures: evidence crop minus irrelevant crop, on the words of the answer.",
        ),
      ],
      task: {
        ask: "Colour [the tokens](tokens) by the evidence gap. Which of these points does it support?",
        key: "Colour by the evidence gap",
        action: { kind: "signal", signal: "evidenceGap", view: "negative" },
        done: (snapshot) => snapshot.signal.id === "evidenceGap" && snapshot.read("evidenceGap") !== null,
      },
    },
    {
      title: "Controls decide",
      blocks: [
        text(
          "A control can cost a paper its claim, or make it. Here, crops from random places replaced both the evidence crop and the irrelevant crop of the method.",
        ),
      ],
      claim: {
        says: "Averaged over V-Zero’s perception benchmarks: 72.5 with random crops, 78.0 without any crop, 79.2 with evidence crops.",
        figure: "72.5 < 78.0 < 79.2",
        paper: "V-Zero",
        arxiv: "2606.25319",
        place: "table 2",
        caution:
          "So “more images help” is ruled out: random ones hurt. The step from 78.0 to 79.2 is much smaller than the one that bad crops cost.",
      },
    },
  ],
};
