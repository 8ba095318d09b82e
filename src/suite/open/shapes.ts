/** The recognised shapes of records, each read into a draft. */

import { correctOf, parseSuite } from "../item.ts";
import { LETTERS } from "../letter.ts";
import { type AnswerKey, answerKeyField } from "./answer-key.ts";
import { type Choices, choicesOfRow, readChoices } from "./choices.ts";
import type { Draft, Reading, Shape } from "./draft.ts";
import { boxesField, type Fields, imageField, textField, textsField } from "./fields.ts";
import type { Row } from "./row.ts";
import { folderOf, nameOf } from "./suite-file.ts";

/** What a record that names no dimension belongs to. */
export const NO_DIMENSION = "all";

/** The shape that a record's fields tell; null for none of ours. */
export function shapeOf(fields: Fields): Shape | null {
  const has = (name: string): boolean => fields[name] !== undefined;
  if (has("target_object") && has("bbox") && has("question")) return "vStar";
  if (has("image") && has("boxQuestion") && has("evidence")) return "fovea";
  if ((has("image") && has("prompt")) || (has("images") && has("query"))) return "zoomBench";
  if (has("image") && has("question")) return "plain";
  return null;
}

/** Fovea's own record; its box is always left, top, width, height in pixels. */
function readFovea(row: Row): Reading {
  const parsed = parseSuite([row.value]);
  if (!parsed.ok) return { reason: parsed.fault.message };
  const [item] = parsed.value;
  if (item === undefined) return { reason: "It is empty." };
  const { id, dimension, question, answer, evidence, choices, box } = item;
  const image = { kind: "named", name: item.image } as const;
  const key = { kind: "known", answer, correct: correctOf(choices, answer) } as const;
  const listed: Choices = { texts: choices, letters: LETTERS.slice(0, choices.length), inQuestion: false };
  return {
    draft: {
      ...{ row, shape: "fovea", id, image, dimension, question, key, evidence, choices: listed },
      ...{ boxes: [box], crop: null },
    },
  };
}

/** V*Bench: a record beside its image, in a folder named by its kind; boxes per target; the first option is right. */
function readVStar(row: Row): Reading {
  const question = textField(row.value, "question");
  const read = readChoices(row.value["options"]);
  if ("reason" in read) return read;
  const { choices } = read;
  const boxes = boxesField(row.value, "bbox");
  const [answer] = choices.texts;
  if (question === null) return { reason: "It has no question." };
  if (answer === undefined) return { reason: "It has no options; the first would be the right one." };
  if (boxes === null) return { reason: "Its bbox is not a list of four numbers a target." };
  const key = { kind: "known", answer, correct: [[0]] } as const;
  return {
    draft: {
      ...{ row, shape: "vStar", id: null, image: { kind: "beside" }, question, key, choices, boxes },
      ...{ dimension: nameOf(folderOf(row.list)) || NO_DIMENSION, evidence: [], crop: null },
    },
  };
}

/** Names of the field that holds all choices. */
const CHOICES = ["options", "choices", "candidates", "answer_choices", "Answer choices"] as const;

/** What ZoomBench and plain records share: an image, a question, an answer and perhaps choices. */
function readQuestion(row: Row, shape: Shape, question: string | null, key: AnswerKey | null): Reading {
  const image = imageField(row.value, "image", "images");
  if (image === null) return { reason: "It names no image." };
  if (question === null) return { reason: "It has no question." };
  if (key === null) return { reason: "It has no answer, so nothing could be right." };
  const read = choicesOfRow(row.value, question, CHOICES);
  if ("reason" in read) return read;
  const boxes = boxesField(row.value, "bbox", "box");
  if (boxes === null) return { reason: "Its box is not four numbers." };
  const draft: Draft = {
    ...{ row, shape, image: { kind: "named", name: image }, question, boxes },
    ...{ key: { kind: "stated", key }, choices: read.choices },
    id: textField(row.value, "id", "question_id", "index"),
    dimension: textField(row.value, "dimension", "category") ?? NO_DIMENSION,
    evidence: textsField(row.value, "evidence") ?? [],
    crop: imageField(row.value, "crop_image", "crop_images"),
  };
  return { draft };
}

/** The place of a picture in a chat text, which our showings give by themselves. */
const PICTURE_MARK = /<image>\s*/g;

/** ZoomBench, as published or as converted for evaluation. */
function readZoomBench(row: Row): Reading {
  const question = textField(row.value, "prompt", "query")?.replace(PICTURE_MARK, "").trim() ?? null;
  const reading = readQuestion(
    row,
    "zoomBench",
    question,
    answerKeyField(row.value, "answer", "answers", "response"),
  );
  if ("draft" in reading && reading.draft.crop === null && reading.draft.boxes.length === 0)
    return { reason: "It has neither a crop nor a box, so there is no regional view." };
  return reading;
}

/** What a row says, or why it is left out. */
export function readDraft(row: Row): Reading {
  const shape = shapeOf(row.value);
  switch (shape) {
    case null:
      return { reason: "Its fields are those of no suite that is known; see image, question, answer." };
    case "fovea":
      return readFovea(row);
    case "vStar":
      return readVStar(row);
    case "zoomBench":
      return readZoomBench(row);
    case "plain":
      return readQuestion(
        ...([row, shape, textField(row.value, "question")] as const),
        answerKeyField(row.value, "answer", "answers"),
      );
    default:
      return shape satisfies never;
  }
}
