/**
 * Finds the file that a log or a data row names, among the files that were given and nowhere else: an address is not
 * fetched, and a path that leads out of them names nothing.
 */
import { failure, type Outcome, success } from "../../base/outcome.ts";
import { quoted } from "../../suite/open/choices/quoted.ts";
import { createImageFinder } from "../../suite/open/images/image-finder.ts";

export type FindImage = (named: string, beside: string) => Outcome<string>;

const IMAGE_ENDING = /\.(?:png|jpe?g|webp|gif|bmp|avif)$/i;

/** The path without its first folders, one after the other: training machines keep data elsewhere than a reader does. */
function* tailsOf(path: string): Generator<string> {
  const parts = path.split(/[\\/]+/).filter((part) => part !== "" && part !== ".");
  for (let from = 0; from < parts.length - 1; from++) yield parts.slice(from).join("/");
}

export function createFindImage(paths: readonly string[]): FindImage {
  const images = paths.filter((path) => IMAGE_ENDING.test(path));
  const finder = createImageFinder(images);
  const known = new Set(images);
  return (named, beside) => {
    if (/^(?:https?|ftp):\/\//i.test(named))
      return failure("notFound", `Its image is at an address, which is not fetched: ${quoted(named)}.`);
    if (images.length === 0)
      return failure("notFound", "No images were given.", "Open the folder of the data.");
    for (const tail of tailsOf(named)) if (known.has(tail)) return success(tail);
    const found = finder.find(named, beside);
    return found.ok ? success(found.value.path) : found;
  };
}
