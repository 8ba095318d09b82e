/** Lists of questions as the data of a run: the gallery, or a suite of the person's own. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { failure, type Outcome, success } from "../../base/outcome.ts";
import {
  type AskedThing,
  FEWEST_PICTURES,
  GALLERY_TITLE,
  type GivenPicture,
  type OwnData,
} from "../../lab/run/data.ts";
import { entriesOfItems, type SuiteEntry } from "../../suite/open/entry.ts";
import { siteUrl } from "../address.ts";
import { fetchItems } from "../images/gallery.ts";
import { pictureOf } from "../suite/open-item.ts";
import { byPath, fileOfSite, openBundled, openChosen } from "../suite/suite-sources.ts";
import type { HeldSuite } from "../suite/suite-state.ts";

/** A list with its pictures. */
export interface HeldData {
  readonly data: OwnData;
  readonly pictures: readonly GivenPicture[];
  /** Kinds of questions. */
  readonly dimensions: number;
}

/** What an entry asks about; null where it has no box or lists choices, which a run does not show. */
function thingOf({ region, choices, dimension, question, answer, evidence }: SuiteEntry): AskedThing | null {
  if (region.kind !== "box" || choices.length > 0) return null;
  return {
    dimension,
    box: region.box,
    questions: [question],
    answer,
    evidence: evidence.join(" ") || answer,
  };
}

/** The pictures of a suite in their order. Faults: badInput where it has too few, and those of reading its files. */
export async function dataOfSuite(suite: HeldSuite): Promise<Outcome<HeldData>> {
  const things = new Map<string, AskedThing[]>();
  for (const entry of suite.entries) {
    const thing = thingOf(entry);
    if (thing !== null) things.set(entry.path, [...(things.get(entry.path) ?? []), thing]);
  }
  if (things.size < FEWEST_PICTURES)
    return failure(
      "badInput",
      `${suite.title} has ${things.size} images with open questions and boxes; a run needs at least ${FEWEST_PICTURES}.`,
      "Choose a list with more images, with a box for each question.",
    );
  const pictures: GivenPicture[] = [];
  for (const [path, asked] of things) {
    const blob = await pictureOf(suite, path);
    if (!blob.ok) return blob;
    pictures.push({ blob: blob.value, things: asked });
  }
  const identity = pictures.map(({ blob, things: asked }) => [blob.size, asked]);
  const hash = bytesToHex(sha256(new TextEncoder().encode(JSON.stringify(identity))));
  const dimensions = new Set(pictures.flatMap((each) => each.things.map(({ dimension }) => dimension))).size;
  const data = { title: suite.title, sha256: hash, pictures: pictures.length };
  return success({ data, pictures, dimensions });
}

const FOLDER = "gallery/";

/** The gallery of the page. */
export async function galleryData(): Promise<Outcome<HeldData>> {
  const items = await fetchItems(siteUrl(`${FOLDER}gallery.json`));
  if (!items.ok) return items;
  const entries = entriesOfItems(items.value);
  const files = byPath(entries.map(({ path }) => fileOfSite(path, siteUrl(FOLDER + path))));
  return dataOfSuite({ title: GALLERY_TITLE, entries, broken: [], files, opened: null });
}

/** The bundled suite. */
export async function bundledData(): Promise<Outcome<HeldData>> {
  const suite = await openBundled();
  return suite.ok ? dataOfSuite(suite.value) : suite;
}

/** Files that a person chose. */
export async function chosenData(files: readonly File[]): Promise<Outcome<HeldData>> {
  const suite = await openChosen(files);
  return suite.ok ? dataOfSuite(suite.value) : suite;
}
