/** The recognised shapes of records, each read into a draft. */

import { correctOf, parseSuite } from "../../item.ts";
import { LETTERS } from "../../score/letter.ts";
import { boxesField, type DraftBox } from "../boxes/boxes-field.ts";
import { type AnswerKey, answerKeyField, readAnswerKey } from "../choices/answer-key.ts";
import { type Choices, choicesOfRow, readChoices } from "../choices/choices.ts";
import type { Draft, DraftOrReason, Row, Shape } from "../draft.ts";
import { isRecord } from "../files/read-json.ts";
import { folderOf, nameOf } from "../files/suite-file.ts";
import { givenId } from "../item-id.ts";
import { isChat, turnsOf } from "./chat.ts";
import {
  type Fields,
  hasField,
  hasPictureMark,
  imagesField,
  namesIn,
  textField,
  textsField,
  withoutPictureMarks,
} from "./fields.ts";
import { ROLE_NAMES } from "./names.ts";

/** What a record that names no dimension belongs to. */
export const NO_DIMENSION = "all";

/** The shape of a record, by its fields; null for none that is known. */
export function shapeOf(fields: Fields): Shape | null {
  const has = (name: string): boolean => fields[name] !== undefined;
  if (has("target_object") && has("bbox") && has("question")) return "vStar";
  if (has("image") && has("boxQuestion") && has("evidence")) return "fovea";
  if (isChat(fields)) return "chat";
  if ((has("image") && has("prompt")) || (has("images") && has("query"))) return "zoomBench";
  if (hasField(fields, ...ROLE_NAMES.image) && hasField(fields, ...ROLE_NAMES.question)) return "plain";
  return null;
}

/** Fovea's own record; its box is always left, top, width, height in pixels. */
function readFovea(row: Row): DraftOrReason {
  const parsed = parseSuite([row.value]);
  if (!parsed.ok) return { reason: parsed.fault.message };
  const [item] = parsed.value;
  if (item === undefined) return { reason: "It is empty." };
  const { id, dimension, question, answer, evidence, choices, box } = item;
  const image = { kind: "named", name: item.image } as const;
  const boxes: readonly DraftBox[] = [{ numbers: box, corners: "size", first: "x", unit: "pixels" }];
  const key = { kind: "known", answer, correct: correctOf(choices, answer) } as const;
  const listed: Choices = { texts: choices, letters: LETTERS.slice(0, choices.length), inQuestion: false };
  return {
    draft: {
      row,
      shape: "fovea",
      id,
      image,
      dimension,
      question,
      key,
      evidence,
      choices: listed,
      boxes,
      crop: null,
    },
  };
}

/** V*Bench: a record beside its image, in a folder named by its kind; boxes per target; the first option is right. */
function readVStar(row: Row): DraftOrReason {
  const question = textField(row.value, "question");
  const read = readChoices(row.value["options"]);
  if ("reason" in read) return read;
  const { choices } = read;
  const boxes = boxesField(row.value);
  const [answer] = choices.texts;
  if (question === null) return { reason: "It has no question." };
  if (answer === undefined) return { reason: "It has no options; the first would be the right one." };
  if (boxes === null) return { reason: "Its bbox is not a list of four numbers per target." };
  const key = { kind: "known", answer, correct: [[0]] } as const;
  return {
    draft: {
      row,
      shape: "vStar",
      id: null,
      image: { kind: "beside" },
      question,
      key,
      choices,
      boxes,
      dimension: nameOf(folderOf(row.list)) || NO_DIMENSION,
      evidence: [],
      crop: null,
    },
  };
}

/** What is asked about which images, and the right answer, wherever a shape keeps them. */
interface Asked {
  readonly images: readonly string[];
  readonly question: string | null;
  readonly key: AnswerKey | null;
  readonly boxes: readonly DraftBox[] | null;
}

/** What all records but Fovea's and V*Bench's share: an image, a question, an answer and perhaps choices. */
function readQuestion(row: Row, shape: Shape, { images, question: text, key, boxes }: Asked): DraftOrReason {
  const [image] = images;
  const question = text === null ? "" : withoutPictureMarks(text);
  if (image === undefined) return { reason: "It names no image." };
  if (images.length > 1) return { reason: `It has ${images.length} images; a question here is about one.` };
  if (question === "") return { reason: "It has no question." };
  if (key === null) return { reason: "It has no answer, so nothing could be right." };
  if (boxes === null) return { reason: "Its box is not four numbers." };
  const read = choicesOfRow(row.value, question, namesIn(row.value, ROLE_NAMES.choices));
  if ("reason" in read) return read;
  if (read.choices.texts.some(hasPictureMark))
    return { reason: "Its choices are images; a question here is about one." };
  const crops = imagesField(row.value, "crop_image", "crop_images");
  if (crops.length > 1) return { reason: `It has ${crops.length} crops; a question here has one.` };
  const draft: Draft = {
    row,
    shape,
    image: { kind: "named", name: image },
    question,
    boxes,
    key: { kind: "stated", key },
    choices: read.choices,
    id: givenId(textField(row.value, "id", "question_id", "index")),
    dimension: textField(row.value, "dimension", "category") ?? NO_DIMENSION,
    evidence: textsField(row.value, "evidence") ?? [],
    crop: crops[0] ?? null,
  };
  return { draft };
}

/** ZoomBench, as published or as converted for evaluation. */
function readZoomBench(row: Row): DraftOrReason {
  const read = readQuestion(row, "zoomBench", {
    images: imagesField(row.value, "image", "images"),
    question: textField(row.value, "prompt", "query"),
    key: answerKeyField(row.value, "answer", "answers", "response"),
    boxes: boxesField(row.value),
  });
  if ("draft" in read && read.draft.crop === null && read.draft.boxes.length === 0)
    return { reason: "It has neither a crop nor a box, so there is no regional view." };
  return read;
}

/** A system message without content that chats often begin with. */
const SAYS_NOTHING = /^\s*(?:you are a helpful assistant\.?)?\s*$/i;

/**
 * Boxes of a chat's record: its own, or those of ms-swift's `objects`, which are corners, in pixels of the image or,
 * where their `bbox_type` is "norm1", as shares of its sides.
 */
function chatBoxes(fields: Fields): readonly DraftBox[] | null {
  const { objects } = fields;
  if (!isRecord(objects)) return boxesField(fields);
  const unit = objects["bbox_type"] === "norm1" ? "unit" : "pixels";
  return boxesField(objects)?.map((box) => ({ ...box, corners: box.corners ?? "opposite", unit })) ?? null;
}

const answerOf = (fields: Fields): AnswerKey | null =>
  answerKeyField(fields, ...namesIn(fields, ROLE_NAMES.answer));

/** A conversation of one question and one answer; a longer one would be asked without what was said before. */
function readChat(row: Row): DraftOrReason {
  const turns = turnsOf(row.value);
  if (turns === null) return { reason: "Its conversation cannot be read: who says what is not clear." };
  const [asked, ...more] = turns.filter(({ speaker }) => speaker === "user");
  const [answered, ...others] = turns.filter(({ speaker }) => speaker === "assistant");
  if (turns.some(({ speaker, text }) => speaker === "system" && !SAYS_NOTHING.test(text)))
    return { reason: "Its conversation begins with a system message, which Fovea does not pass on." };
  if (more.length + others.length > 0)
    return { reason: `Its conversation has ${turns.length} turns; a question and its answer can be asked.` };
  const images = turns.flatMap((turn) => turn.images);
  return readQuestion(row, "chat", {
    images: images.length > 0 ? images : imagesField(row.value, ...ROLE_NAMES.image),
    question: asked?.text ?? null,
    key: readAnswerKey(answered?.text) ?? answerOf(row.value),
    boxes: chatBoxes(row.value),
  });
}

/** A record whose columns are known by their names, or were assigned by a person. */
function readPlain(row: Row): DraftOrReason {
  return readQuestion(row, "plain", {
    images: imagesField(row.value, ...ROLE_NAMES.image),
    question: textField(row.value, ...ROLE_NAMES.question),
    key: answerOf(row.value),
    boxes: boxesField(row.value),
  });
}

/** Reads a row into a draft, or says why it is left out. */
export function readDraft(row: Row): DraftOrReason {
  const shape = row.mapped ? "plain" : shapeOf(row.value);
  switch (shape) {
    case null:
      return { reason: "Unrecognised columns; expected at least image, question, answer." };
    case "fovea":
      return readFovea(row);
    case "vStar":
      return readVStar(row);
    case "zoomBench":
      return readZoomBench(row);
    case "chat":
      return readChat(row);
    case "plain":
      return readPlain(row);
    default:
      return shape satisfies never;
  }
}
