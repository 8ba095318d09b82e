/** Turns the bytes of an image, from the gallery or the person, into an image of the session with a first plan. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { ImageId } from "../../base/ids.ts";
import { failure, type Outcome, success } from "../../base/outcome.ts";
import type { ImageFacts } from "../../engine/port.ts";
import { type Plan, regionalToGlobal } from "../../evidence/views/plan.ts";
import type { DocumentImage } from "../../session/document/document.ts";
import { itemBox } from "../../suite/item.ts";
import type { GalleryItem } from "./gallery.ts";

/** A file above this is refused before it is read. */
const LARGEST_FILE = 200e6;

/** An image's bytes with its id, kept on the page so that a new worker can receive them. */
export interface HeldImage {
  readonly id: ImageId;
  readonly blob: Blob;
}

export async function hold(blob: Blob): Promise<Outcome<HeldImage>> {
  if (blob.size > LARGEST_FILE) {
    const megabytes = Math.round(blob.size / 1e6);
    return failure(
      "badInput",
      `The file has ${megabytes} MB; at most 200 MB can be read.`,
      "Save a smaller version of the image.",
    );
  }
  try {
    const bytes = new Uint8Array(await blob.arrayBuffer());
    return success({ id: bytesToHex(sha256(bytes)) as ImageId, blob });
  } catch (thrown) {
    return failure(
      "badInput",
      `The file could not be read: ${String(thrown)}`,
      "Check that it still exists, then try again.",
    );
  }
}

/** The model of a new plan, its words for a box, and its longest edge. */
export type Reader = Pick<Plan, "model" | "boxWords" | "longestEdge">;

/** The bytes of a gallery image. */
export async function fetchImage(url: URL): Promise<Outcome<HeldImage>> {
  try {
    const response = await fetch(url);
    if (!response.ok)
      return failure("notFound", `The gallery's image answered ${response.status}.`, "Choose another scene.");
    return hold(await response.blob());
  } catch (thrown) {
    return failure(
      "network",
      `The gallery's image could not be read: ${String(thrown)}`,
      "Choose another scene.",
    );
  }
}

export function galleryImage(
  item: GalleryItem,
  held: HeldImage,
  reader: Reader,
): { image: DocumentImage; plan: Plan } {
  const size = { width: item.width, height: item.height };
  return {
    image: {
      id: held.id,
      name: item.title,
      alt: item.alt,
      size,
      origin: { kind: "gallery", item: item.id },
      answer: item.answer,
      notes: [],
      inline: null,
    },
    plan: regionalToGlobal({ ...reader, image: held.id, size, box: itemBox(item), question: item.question }),
  };
}

/** A person's own image starts with a box in its middle and the previous question. */
export function ownImage(
  name: string,
  held: HeldImage,
  facts: ImageFacts,
  reader: Reader,
  question: string,
): { image: DocumentImage; plan: Plan } {
  return {
    image: {
      id: held.id,
      name,
      alt: `Your image ${name}`,
      size: facts.size,
      origin: { kind: "own" },
      answer: null,
      notes: facts.notes,
      inline: null,
    },
    plan: regionalToGlobal({
      ...reader,
      image: held.id,
      size: facts.size,
      box: { x: 0.35, y: 0.35, width: 0.3, height: 0.3 },
      question,
    }),
  };
}

/** The bytes of an embedded image; `address` has passed a session's schema. */
export function embeddedBytes(address: string): Blob {
  const comma = address.indexOf(",");
  const bytes = Uint8Array.from(atob(address.slice(comma + 1)), (character) => character.charCodeAt(0));
  return new Blob([bytes], { type: address.slice("data:".length, address.indexOf(";")) });
}

/** What the page shows: the first frame of an animated image, as the engine reads it, otherwise the file itself. */
export async function paintable(held: HeldImage, animated: boolean): Promise<Blob> {
  if (!animated) return held.blob;
  const bitmap = await createImageBitmap(held.blob);
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext("2d")?.drawImage(bitmap, 0, 0);
  bitmap.close();
  return canvas.convertToBlob();
}
