/** Finds the file that a row's image name refers to. */
import { failure, type Outcome, success } from "../../../base/outcome.ts";
import { shortened } from "../choices/quoted.ts";
import { folderOf, joined, nameOf, stemOf } from "../files/suite-file.ts";

/** How a name differs from that of the file it refers to. */
export type Difference = "none" | "spelling" | "ending";

export interface FoundImage {
  readonly path: string;
  readonly difference: Difference;
}

export interface ImageFinder {
  /**
   * The file that `named` refers to in the list at `list`: beside the list, from the top folder, or the only one with that
   * name; else by a name that differs in Unicode form, case or percent escapes, or that lacks its extension.
   */
  find(named: string, list: string): Outcome<FoundImage>;
  /** The image in the same folder with the same stem as the list, as V*Bench keeps them. */
  beside(list: string): Outcome<FoundImage>;
}

const IMAGE_ENDING = /\.(?:png|jpe?g|webp|gif|bmp|avif)$/i;

function grouped(paths: readonly string[], keyOf: (path: string) => string): Map<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    const group = groups.get(keyOf(path));
    if (group === undefined) groups.set(keyOf(path), [path]);
    else group.push(path);
  }
  return groups;
}

/** Resolves "." and "..", which lead no higher than the top folder. */
function resolved(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return parts.join("/");
}

function unescaped(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** A path normalised in what systems, archives and addresses change: Unicode form, case, percent escapes. */
const plainPath = (path: string): string => unescaped(path).normalize("NFC").toLowerCase();

const withoutEnding = (path: string): string => joined(folderOf(path), stemOf(path));

/** Beside the list, then from the top. */
const places = (name: string, list: string): readonly string[] =>
  [joined(folderOf(list), name), name].map(resolved);

/** Looks up paths, then bare names, in one normalisation. */
function createLookup(paths: readonly string[], written: (path: string) => string) {
  const byPath = grouped(paths, written);
  const byName = grouped(paths, (path) => written(nameOf(path)));
  return (name: string, list: string): readonly string[] => {
    const at = places(name, list).map((path) => byPath.get(written(path)) ?? []);
    const found = at.find((group) => group.length > 0);
    if (found !== undefined) return found;
    return byName.get(written(nameOf(name))) ?? [];
  };
}

function notFound(name: string): Outcome<never> {
  if (/^data:/i.test(name))
    return failure(
      "badInput",
      `Its image is in the cell, and is not a PNG, JPEG, WebP, AVIF, GIF or BMP: "${shortened(name)}".`,
    );
  if (/^https?:\/\//i.test(name))
    return failure("notFound", `Its image is at an address, which is not fetched: "${shortened(name)}".`);
  return failure("notFound", `There is no file "${shortened(name)}".`);
}

export function createImageFinder(paths: readonly string[]): ImageFinder {
  const images = paths.filter((path) => IMAGE_ENDING.test(path));
  const lookups: readonly (readonly [Difference, ReturnType<typeof createLookup>])[] = [
    ["none", createLookup(paths, (path) => path)],
    ["spelling", createLookup(paths, plainPath)],
    [
      "ending",
      createLookup(images, (path) => plainPath(IMAGE_ENDING.test(path) ? withoutEnding(path) : path)),
    ],
  ];
  const byStem = grouped(images, withoutEnding);
  return {
    find(named, list) {
      const isAddress = /^https?:\/\//i.test(named);
      const name = (isAddress ? named.replace(/[?#].*$/, "") : named).trim().replaceAll("\\", "/");
      for (const [difference, lookup] of lookups) {
        // A name with another extension means another file.
        if (difference === "ending" && IMAGE_ENDING.test(name)) break;
        const [only, second] = lookup(name, list);
        if (only === undefined) continue;
        if (second === undefined) return success({ path: only, difference });
        return failure(
          "badInput",
          `Several files are named ${shortened(nameOf(name))}, and none lies at ${shortened(name)}.`,
        );
      }
      return notFound(named.trim());
    },
    beside(list) {
      const [image] = byStem.get(withoutEnding(list)) ?? [];
      return image === undefined
        ? failure("notFound", `No image named ${shortened(stemOf(list))} lies beside it.`)
        : success({ path: image, difference: "none" });
    },
  };
}
