/** Accepted items as a suite in Fovea's own format: a list beside its images, packed into one archive. */
import { pixelWindow } from "../../view/box.ts";
import type { SuiteItem } from "../item.ts";
import { endingOf } from "../open/files/suite-file.ts";
import { packZip } from "../open/files/zip-writer.ts";
import type { SourceImage } from "./candidate.ts";
import type { Tally } from "./verdict.ts";

/** A file name for the image that is unique to its content and valid on every system. */
export function imageFileName({ id, name }: SourceImage): string {
  const ending = endingOf(name);
  return /^[a-z0-9]{1,5}$/.test(ending) ? `${id.slice(0, 16)}.${ending}` : id.slice(0, 16);
}

/** The records of the accepted items; ids are made unique by their order. */
export function suiteItemsOf({ accepted }: Tally): readonly SuiteItem[] {
  return accepted.map(({ candidate, answer }, index) => {
    const { image, region, dimension, question } = candidate;
    const { x, y, width, height } = pixelWindow(region, image.size);
    return {
      id: `item-${String(index + 1).padStart(3, "0")}`,
      image: imageFileName(image),
      ...image.size,
      dimension,
      box: [x, y, width, height],
      question,
      boxQuestion: question,
      answer,
      evidence: [],
      choices: [],
      title: "",
      alt: "",
    };
  });
}

/** One archive with the list and every image that it names, once. `bytesOf` gives an image's file as it was opened. */
export async function packItems(
  tally: Tally,
  bytesOf: (image: SourceImage) => Promise<Uint8Array<ArrayBuffer>>,
): Promise<Blob> {
  const images = new Map(tally.accepted.map(({ candidate }) => [candidate.image.id, candidate.image]));
  const list = `${JSON.stringify(suiteItemsOf(tally), null, 1)}\n`;
  const files = [{ path: "suite.json", bytes: new TextEncoder().encode(list) }];
  for (const image of images.values())
    files.push({ path: imageFileName(image), bytes: await bytesOf(image) });
  return packZip(files);
}
