/** Lesson: what is lost between the crop and the full image. */
import { EDGES, figuresAt, largestPartAt } from "../exhibits/edges.ts";
import { exhibit, formula, type Lesson, list, live, text } from "../lesson.ts";

const [SMALLEST, LARGEST] = [EDGES.edges[0]?.edge ?? 0, EDGES.edges.at(-1)?.edge ?? 0];

const points = (share: number): string => `${(100 * share).toFixed(0)} points`;

/** How much of the gap is left with the largest images: less than half of it, or more. */
function leftOver(): number {
  const gapAt = (edge: number): number => {
    const { regional, global } = figuresAt(edge).accuracies;
    return regional.mean - global.mean;
  };
  return gapAt(LARGEST) < gapAt(SMALLEST) / 2 ? 0 : 1;
}

export const pixels: Lesson = {
  id: "pixels",
  title: "Pixels, place or clutter?",
  about: "Three different things hide in one gap. Only some of them can be learned away.",
  scene: null,
  begins: "recorded",
  exhibits: { edges: { edge: SMALLEST } },
  pages: [
    {
      title: "Two looks between the two",
      blocks: [
        text(
          "A model reads a detail from the crop and misses it in the full image. What was lost in between? Two further looks take one thing away at a time.",
        ),
        list(
          "*Regional*: the crop, with every pixel of the evidence.",
          "*Matched*: a crop of the same size, made of the pixels alone that the full image keeps of it.",
          "*Isolated*: these pixels at their place and size in the full image, with grey around them.",
          "*Global*: the full image, with everything else in view.",
        ),
        formula(
          "gap = resolution + placement + clutter",
          "regional − matched, matched − isolated, and isolated − global; each may be negative",
        ),
      ],
    },
    {
      title: "Few pixels",
      blocks: [
        text(
          `${EDGES.model.title} answered ${EDGES.items} questions of a suite under all four conditions. Here the long side of each full image was reduced to ${SMALLEST} pixels before the model saw it.`,
        ),
      ],
      prediction: {
        ask: "Which part of the gap is largest?",
        options: ["Resolution", "Placement", "Clutter"],
        right: largestPartAt(SMALLEST),
        reveal: [
          exhibit("edges"),
          text(
            "Look at the picture. Those are all the pixels that the model has of the evidence. Pixels that are not there cannot be attended to, whatever the model has learned.",
          ),
        ],
      },
    },
    {
      title: "More pixels",
      blocks: [
        text(
          "The same model can cut an image into tiles and read each of them. So the full image may be larger, and nothing else changes: the same weights, the same questions.",
        ),
      ],
      prediction: {
        ask: `With ${LARGEST} pixels on the long side, how much of the gap is left?`,
        options: ["Less than half", "Half of it, or more"],
        right: leftOver(),
        reveal: [
          live("Resolution was", () => points(figuresAt(SMALLEST).gaps.resolution.mean)),
          live("and is now", () => points(figuresAt(LARGEST).gaps.resolution.mean)),
          exhibit("edges"),
        ],
      },
      task: {
        ask: `Slide the longest edge from ${SMALLEST} to ${LARGEST} pixels, and watch the three parts.`,
        key: `Set it to ${LARGEST}`,
        action: { kind: "tune", change: { edges: { edge: LARGEST } } },
        done: ({ exhibits }) => exhibits.edges.edge === LARGEST,
      },
    },
    {
      title: "What can be learned",
      blocks: [
        text(
          "Distillation from the crop trains the model on the full image. It can teach where to look and what to ignore: placement and clutter. It cannot teach what the pixels do not hold. A teacher that sees more pixels then asks for guesses.",
        ),
        list(
          "A large resolution part: show more pixels, or zoom when answering.",
          "A large placement part: small things in a long prompt are read badly.",
          "A large clutter part: the evidence is read when it is alone, and passed over in company.",
        ),
        text(
          "With a model open, *Split the gap* asks your own question under the four conditions; a suite can be asked at any longest edge of a model that reads tiles.",
        ),
      ],
      claim: {
        says: "V-Zero trains with images of up to 16,777,216 pixels.",
        figure: "16,777,216 pixels",
        paper: "V-Zero",
        arxiv: "2606.25319",
        place: "settings of training, in the paper and its code",
        caution: `This page’s model reads at most ${LARGEST} pixels on the long side, of drawn scenes. What its gap is made of says nothing about a large model’s.`,
      },
    },
  ],
};
