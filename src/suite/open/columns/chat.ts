/** Questions kept as conversations: LLaVA's `conversations`, and the `messages` of OpenAI and ms-swift. */

import { isRecord } from "../files/read-json.ts";
import { type Fields, fieldOf, imagesField, unpacked } from "./fields.ts";

export interface Turn {
  readonly speaker: "user" | "assistant" | "system";
  readonly text: string;
  readonly images: readonly string[];
}

const SPEAKERS: Readonly<Record<string, Turn["speaker"]>> = {
  human: "user",
  user: "user",
  gpt: "assistant",
  assistant: "assistant",
  model: "assistant",
  system: "system",
};

/** One part of a content that is a list: words, or an image. */
function partOf(part: unknown): Omit<Turn, "speaker"> | null {
  if (typeof part === "string") return { text: part, images: [] };
  if (!isRecord(part)) return null;
  if (typeof part["text"] === "string") return { text: part["text"], images: [] };
  const images = imagesField(part, "image_url", "image", "path", "url");
  return images.length === 0 ? null : { text: "", images };
}

function turnOf(value: unknown): Turn | null {
  if (!isRecord(value)) return null;
  const said = value["from"] ?? value["role"];
  const speaker = typeof said === "string" ? SPEAKERS[said.toLowerCase()] : undefined;
  const content = value["value"] ?? value["content"];
  if (speaker === undefined || content === undefined || content === null) return null;
  const parts = (Array.isArray(content) ? content : [content]).map(partOf);
  if (parts.some((part) => part === null)) return null;
  return {
    speaker,
    text: parts
      .map((part) => part?.text ?? "")
      .filter((text) => text !== "")
      .join("\n"),
    images: parts.flatMap((part) => part?.images ?? []),
  };
}

/** The turns of a record; null where it holds no conversation, or one that cannot be read. */
export function turnsOf(fields: Fields): readonly Turn[] | null {
  const list = [fieldOf(fields, "conversations"), fieldOf(fields, "messages")]
    .map(unpacked)
    .find(Array.isArray);
  const turns = list?.map(turnOf) ?? [];
  return turns.length === 0 || turns.some((turn) => turn === null)
    ? null
    : turns.filter((turn) => turn !== null);
}

/** Whether a record keeps a conversation, readable or not. */
export function isChat(fields: Fields): boolean {
  return [fieldOf(fields, "conversations"), fieldOf(fields, "messages")].some((value) =>
    Array.isArray(unpacked(value)),
  );
}
