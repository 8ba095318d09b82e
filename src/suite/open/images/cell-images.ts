/**
 * Images inside the cells of a list: base64 (VLMEvalKit), `data:` addresses (chats), bytes (parquet). Each
 * becomes a file beside the list, and the cell its name, so that all later code deals with files.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { formatOf } from "../../../view/header/header.ts";
import type { createBreather } from "../files/breather.ts";
import { isRecord } from "../files/read-json.ts";
import { fileOfBlob, folderOf, joined, type SuiteFile } from "../files/suite-file.ts";

/** No image is shorter, in characters of base64. */
const SHORTEST = 32;
/** Characters of base64 that contain the leading bytes of every format. */
const START = 64;
/** Characters that are decoded at once; a multiple of four. */
const PIECE = 1 << 19;
/** Bytes at either end that distinguish images, together with their length. */
const SAMPLE = 1 << 15;

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const letters = atob(base64);
  const bytes = new Uint8Array(letters.length);
  // Many times faster than iterating over the text character by character.
  for (let at = 0; at < bytes.length; at++) bytes[at] = letters.charCodeAt(at);
  return bytes;
}

/** The base64 of a cell, with no address before it; null where it cannot be one. */
function base64Of(cell: string): string | null {
  if (cell.length < SHORTEST) return null;
  const address = /^\s*data:[^,]{0,100};base64,/i.exec(cell);
  const start = address?.[0].length ?? 0;
  if (!/^[A-Za-z0-9+/=\s]+$/.test(cell.slice(start, start + START))) return null;
  const text = cell.slice(start);
  return /\s/.test(text) ? text.replace(/\s+/g, "") : text;
}

/** The image in a text, recognised by its content and never by its declared type; null for none. */
async function decoded(cell: string, breathe: () => Promise<void>): Promise<Blob | null> {
  const text = base64Of(cell);
  try {
    if (text === null || formatOf(bytesOf(text.slice(0, START))) === null) return null;
    const parts: Uint8Array<ArrayBuffer>[] = [];
    for (let at = 0; at < text.length; at += PIECE) {
      parts.push(bytesOf(text.slice(at, at + PIECE)));
      await breathe();
    }
    return new Blob(parts);
  } catch {
    return null;
  }
}

/** A name by content, so that the same image in many rows is one file, with the same name in every run. */
async function nameOf(picture: Blob): Promise<string> {
  const ends = new Blob([String(picture.size), picture.slice(0, SAMPLE), picture.slice(-SAMPLE)]);
  const bytes = new Uint8Array(await ends.arrayBuffer());
  const start = new Uint8Array(await picture.slice(0, START).arrayBuffer());
  const format = formatOf(start)?.toLowerCase() ?? "";
  return `${bytesToHex(sha256(bytes)).slice(0, 16)}.${format === "jpeg" ? "jpg" : format}`;
}

export interface CellPictures {
  /** The value of a row with every image in it replaced by its name. */
  unpack(value: unknown, list: string): Promise<unknown>;
  /** All that were found. */
  files(): readonly SuiteFile[];
}

export function createCellPictures(breathe: ReturnType<typeof createBreather>): CellPictures {
  const found = new Map<string, SuiteFile>();
  const keep = async (picture: Blob, list: string): Promise<string> => {
    const name = await nameOf(picture);
    const path = joined(folderOf(list), name);
    if (!found.has(path)) found.set(path, fileOfBlob(path, picture));
    return name;
  };
  const keepBytes = async (bytes: Uint8Array, list: string): Promise<string | null> => {
    await breathe();
    return formatOf(bytes) === null ? null : keep(new Blob([new Uint8Array(bytes)]), list);
  };
  const unpackText = async (cell: string, list: string): Promise<string> => {
    const picture = await decoded(cell, breathe);
    return picture === null ? cell : keep(picture, list);
  };
  const unpack = async (value: unknown, list: string): Promise<unknown> => {
    if (typeof value === "string") return unpackText(value, list);
    if (value instanceof Uint8Array) return keepBytes(value, list);
    if (Array.isArray(value)) return Promise.all(value.map((each) => unpack(each, list)));
    if (!isRecord(value)) return value;
    // Hugging Face stores the bytes of an image beside its original path.
    if (value["bytes"] instanceof Uint8Array) return keepBytes(value["bytes"], list);
    const fields = Object.entries(value).map(
      async ([name, each]) => [name, await unpack(each, list)] as const,
    );
    return Object.fromEntries(await Promise.all(fields));
  };
  return { unpack, files: () => [...found.values()] };
}
