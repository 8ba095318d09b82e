/** The name of an item whose list gives none: from its picture and its question, so that it is the same in every run. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { nameOf } from "./files/suite-file.ts";

/** Whether a text is a place on somebody's disk. */
const ABSOLUTE = /^(?:\/|[A-Za-z]:[\\/]|\\\\|file:)/;

/** The name that a list gives an item; null for none, and for an absolute path, which is nobody's but its writer's. */
export function givenId(name: string | null): string | null {
  return name === null || ABSOLUTE.test(name) ? null : name;
}

/** "item-" and ten hexadecimal digits of the SHA-256 of the picture's file name and the question. */
export function itemId(path: string, question: string): string {
  const words = JSON.stringify([nameOf(path).normalize("NFC"), question.normalize("NFC")]);
  return `item-${bytesToHex(sha256(new TextEncoder().encode(words))).slice(0, 10)}`;
}
