/** The gallery: scenes that come with Fovea, each with an evidence box, a question in two forms and the right answer. */
import { failure, type Outcome } from "../../base/outcome.ts";
import type { DocumentImage } from "../../session/document/document.ts";
import { parseSuite, type SuiteItem } from "../../suite/item.ts";
import { siteUrl } from "../address.ts";

export type GalleryItem = SuiteItem;

/** Fetches and checks a list of questions, such as the gallery's. */
export async function fetchItems(url: URL): Promise<Outcome<readonly SuiteItem[]>> {
  const hint = "Reload the page; your own images work without it.";
  try {
    const response = await fetch(url);
    if (!response.ok) return failure("notFound", `The list of scenes answered ${response.status}.`, hint);
    return parseSuite(await response.json());
  } catch (thrown) {
    return failure("network", `The list of scenes could not be read: ${String(thrown)}`, hint);
  }
}

/** The address of a scene's image, or the image in the session's file; null where it is elsewhere. */
export function experimentImage(
  image: DocumentImage | undefined,
  gallery: readonly GalleryItem[],
): string | null {
  const origin = image?.origin;
  const item = origin?.kind === "gallery" ? gallery.find(({ id }) => id === origin.item) : undefined;
  return item === undefined ? (image?.inline ?? null) : siteUrl(`gallery/${item.image}`).href;
}
