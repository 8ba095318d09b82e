/** A rollout's subject with the bytes of its images. */
import { type Outcome, success } from "../../base/outcome.ts";
import { nameOf, type SuiteFile } from "../../suite/open/files/suite-file.ts";
import type { Subject } from "../data/subject.ts";
import type { ShownImageFile, ShownSubject } from "./api.ts";

async function imageOf(file: SuiteFile): Promise<Outcome<ShownImageFile>> {
  const bytes = await file.read();
  return bytes.ok
    ? success({ name: nameOf(file.path), blob: file.blob ?? new Blob([new Uint8Array(bytes.value)]) })
    : bytes;
}

/** Faults: an image cannot be read. */
export async function shownSubject(subject: Subject): Promise<Outcome<ShownSubject>> {
  const image = await imageOf(subject.image);
  if (!image.ok) return image;
  const crop = subject.crop === null ? success(null) : await imageOf(subject.crop);
  if (!crop.ok) return crop;
  const { question, answer, size, box, notes } = subject;
  return success({ question, answer, size, box, notes, image: image.value, crop: crop.value });
}
