/**
 * How things are asked for and what the answers are. Every question has two forms made from one stem: by name and
 * about a box. The first of three wordings is the one that suites and the gallery use.
 */

import type { Dimension, Scene, ThingKind } from "../scene.ts";
import { backgrounds, numbers } from "./names.ts";

type Wordings = readonly [string, string, string];

/** Stems of questions about a box, without the box and the end. */
const boxStems: Readonly<Record<Dimension, Wordings>> = {
  identification: ["What is on the plate", "What lies on the plate", "Which object is on the plate"],
  ocr: ["What is written on the sign", "Which characters are on the sign", "What can you read"],
  counting: ["How many things are there", "How many things can you see", "What is the number of things"],
  colour: ["What is the colour of the symbol", "Which colour is the symbol", "What colour is the symbol"],
  structure: ["What is the shape of the badge", "Which shape is the badge", "What shape is the badge"],
  text: ["What does the line", "What is written on the line", "Which text is"],
  material: [
    "What is the surface of the ball",
    "Which surface is on the ball",
    "What kind of surface is on the ball",
  ],
};

/** Stems of questions by name, without the end. */
function nameStems(thing: ThingKind): Wordings {
  switch (thing.dim) {
    case "identification": {
      const plate = `the ${thing.colour} plate`;
      return [`What is on ${plate}`, `What lies on ${plate}`, `Which object is on ${plate}`];
    }
    case "ocr": {
      const sign = `the ${thing.colour} sign`;
      return [`What does ${sign} say`, `What is written on ${sign}`, `Which characters are on ${sign}`];
    }
    case "counting": {
      const many = `How many ${thing.sprite}`;
      return [`${many} are there`, `${many} can you see`, `What is the number of ${thing.sprite}`];
    }
    case "colour": {
      const icon = `the ${thing.icon}`;
      return [`What colour is ${icon}`, `Which colour does ${icon} have`, `What is the colour of ${icon}`];
    }
    case "structure": {
      const badge = `the ${thing.colour} badge`;
      return [`What shape is ${badge}`, `Which shape does ${badge} have`, `What is the shape of ${badge}`];
    }
    case "material": {
      const ball = `the ${thing.colour} ball`;
      return [
        `What is the surface of ${ball}`,
        `Which surface does ${ball} have`,
        `What kind of surface does ${ball} have`,
      ];
    }
    case "text": {
      // "under the red plate" is a place by itself; others are something that a text stands on.
      const place = thing.where.startsWith("under ") ? thing.where : `on ${thing.where}`;
      const line = place === thing.where ? `the line ${thing.where}` : thing.where;
      return [`What is written ${place}`, `What does ${line} say`, `Which text is ${place}`];
    }
    default:
      return thing satisfies never;
  }
}

/** What a thing is called inside a question: "the red plate", "the apples", "the anchor". */
export function nameOf(thing: ThingKind): string {
  switch (thing.dim) {
    case "identification":
      return `the ${thing.colour} plate`;
    case "ocr":
      return `the ${thing.colour} sign`;
    case "counting":
      return `the ${thing.sprite}`;
    case "colour":
      return `the ${thing.icon}`;
    case "structure":
      return `the ${thing.colour} badge`;
    case "material":
      return `the ${thing.colour} ball`;
    case "text":
      return thing.where;
    default:
      return thing satisfies never;
  }
}

export interface Questions {
  readonly name: Wordings;
  readonly box: Wordings;
}

/** All wordings of both forms, whole. */
export function questionsOf(thing: ThingKind): Questions {
  const [a, b, c] = nameStems(thing);
  const [d, e, f] = boxStems[thing.dim];
  const end = " in the red box";
  return {
    name: [`${a}?`, `${b}?`, `${c}?`],
    box: [`${d}${end}${thing.dim === "text" ? " say" : ""}?`, `${e}${end}?`, `${f}${end}?`],
  };
}

/** The word with its indefinite article. */
export function withArticle(word: string): string {
  return `${/^[aeiou]/.test(word) ? "an" : "a"} ${word}`;
}

/** "apples" to "apple", "leaves" to "leaf". */
function singular(plural: string): string {
  const irregular: Readonly<Record<string, string>> = { leaves: "leaf", peaches: "peach" };
  return irregular[plural] ?? plural.slice(0, -1);
}

/** "four apples", "one apple". */
function counted({ count, sprite }: Extract<ThingKind, { dim: "counting" }>): string {
  return `${numbers[count - 1]} ${count > 1 ? sprite : singular(sprite)}`;
}

/** The answer as a sentence. */
export function answerOf(thing: ThingKind): string {
  switch (thing.dim) {
    case "identification":
      return `There is ${withArticle(thing.object)} on the ${thing.colour} plate.`;
    case "ocr":
      return `The ${thing.colour} sign says ${thing.text}.`;
    case "counting":
      return `There ${thing.count === 1 ? "is" : "are"} ${counted(thing)}.`;
    case "colour":
      return `The ${thing.icon} is ${thing.colour}.`;
    case "structure":
      return `The ${thing.colour} badge is ${withArticle(thing.shape)}.`;
    case "material":
      return `The ${thing.colour} ball has ${withArticle(thing.surface)} surface.`;
    case "text":
      return `The line says "${thing.text}".`;
    default:
      return thing satisfies never;
  }
}

/** The part of the answer that only the picture can give. */
export function evidenceOf(thing: ThingKind): string {
  switch (thing.dim) {
    case "identification":
      return thing.object;
    case "ocr":
    case "text":
      return thing.text;
    case "counting":
      return numbers[thing.count - 1] ?? "";
    case "colour":
      return thing.colour;
    case "structure":
      return thing.shape;
    case "material":
      return thing.surface;
    default:
      return thing satisfies never;
  }
}

/** The thing inside a description; of printed lines only what they stand on is told. */
function nounOf(thing: ThingKind): string {
  switch (thing.dim) {
    case "identification":
      return `${withArticle(thing.object)} on ${withArticle(thing.colour)} plate`;
    case "ocr":
      return `${withArticle(thing.colour)} sign that says ${thing.text}`;
    case "counting":
      return counted(thing);
    case "colour":
      return `${withArticle(thing.colour)} ${thing.icon}`;
    case "structure":
      return `${withArticle(thing.colour)} ${thing.shape} badge`;
    case "material":
      return `${withArticle(thing.colour)} ball with ${withArticle(thing.surface)} surface`;
    case "text":
      return "a line";
    default:
      return thing satisfies never;
  }
}

/** The four largest things, what is printed on, and the ground, in one sentence. */
export function describe({ things, panels, background }: Scene): string {
  const surfaces = panels.flatMap(({ kind }) => (kind === "caption" ? [] : [withArticle(kind)]));
  const largest = things.filter(({ dim }) => dim !== "text").slice(0, 4);
  const [last = "nothing", ...before] = [...largest.map(nounOf), ...surfaces].reverse();
  const listed = before.length === 0 ? last : `${before.reverse().join(", ")} and ${last}`;
  return `The image shows ${listed} on ${backgrounds[background]}.`;
}
