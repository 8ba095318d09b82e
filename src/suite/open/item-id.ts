/** Names an item whose list gives no id by its image and question, so that the name is the same in every run. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { nameOf } from "./files/suite-file.ts";

/** Whether a text is an absolute path. */
const ABSOLUTE = /^(?:\/|[A-Za-z]:[\\/]|\\\\|file:)/;

/** The id that a list gives an item; null for none, and for an absolute path, which reveals the disk of its author. */
export function givenId(name: string | null): string | null {
  return name === null || ABSOLUTE.test(name) ? null : name;
}

/** "item-" and ten hexadecimal digits of the SHA-256 of the image's file name and the question. */
export function itemId(path: string, question: string): string {
  const words = JSON.stringify([nameOf(path).normalize("NFC"), question.normalize("NFC")]);
  return `item-${bytesToHex(sha256(new TextEncoder().encode(words))).slice(0, 10)}`;
}
