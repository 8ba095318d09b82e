/** Sessions as files: `NAME.fovea.json`, with or without the person's own images in them. */
import type { ImageId } from "../../base/ids.ts";
import { failure, type Outcome } from "../../base/outcome.ts";
import type { DocumentImage, SessionDocument } from "../../session/document/document.ts";
import { openSessionText } from "../../session/document/open.ts";
import { documentOf, sessionText } from "../../session/document/write.ts";
import type { Session } from "../../session/session.ts";
import { sniff } from "../../view/header/header.ts";
import { HEAD_BYTES, kindOfText } from "../intake/content-kind.ts";
import { titleOf } from "./autosave.ts";

/** A file to save. */
export interface NamedFile {
  readonly name: string;
  readonly blob: Blob;
}

type Held = ReadonlyMap<ImageId, { readonly blob: Blob }>;

/** The title as a file name: words with hyphens between them. */
export function fileName(session: Session, ending: string): string {
  const words = titleOf(session)
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu);
  return `${(words ?? ["session"]).slice(0, 8).join("-").slice(0, 60)}.${ending}`;
}

/** The image as a data URL; null for a type that sessions cannot embed. */
async function dataAddress(blob: Blob): Promise<string | null> {
  const header = sniff(new Uint8Array(await blob.arrayBuffer()));
  if (!header.ok) return null;
  const typed = new Blob([blob], { type: `image/${header.value.format.toLowerCase()}` });
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => resolve(null);
    reader.readAsDataURL(typed);
  });
}

async function withPicture(image: DocumentImage, held: Held, embed: boolean): Promise<DocumentImage> {
  if (image.origin.kind === "gallery") return image;
  if (!embed) return { ...image, inline: null };
  const blob = held.get(image.id)?.blob;
  return blob === undefined ? image : { ...image, inline: await dataAddress(blob) };
}

/** The session's file; own images are in it only where `embed` says so. */
export async function sessionFile(session: Session, held: Held, embed: boolean): Promise<NamedFile> {
  const images = await Promise.all(session.images.map((image) => withPicture(image, held, embed)));
  const text = sessionText(documentOf({ ...session, images }));
  return {
    name: fileName(session, "fovea.json"),
    blob: new Blob([text], { type: "application/json" }),
  };
}

/** No session is larger, and reading more would freeze the page. */
const LARGEST_FILE = 200e6;

/** What a file that is no session seems to be, from its beginning. */
function otherKind(text: string): string | null {
  const kind = kindOfText(text.slice(0, HEAD_BYTES));
  if (kind === "suite" || kind === "results")
    return "This file belongs to a suite: questions or results. Open it on the Suite page, or drop it here.";
  return kind === "model"
    ? "This file belongs to a model. Drop the model's whole folder, or open it under Models."
    : null;
}

/** Opens a file as a session. Faults: those of `openSessionText`, and badInput for other files of Fovea by their kind. */
export async function openSessionFile(file: Blob): Promise<Outcome<SessionDocument>> {
  if (file.size > LARGEST_FILE)
    return failure("badInput", `The file has ${Math.round(file.size / 1e6)} MB; no session is that large.`);
  const text = await file.text();
  const opened = openSessionText(text);
  const other = opened.ok || opened.fault.kind !== "badInput" ? null : otherKind(text);
  return other === null ? opened : failure("badInput", other);
}
