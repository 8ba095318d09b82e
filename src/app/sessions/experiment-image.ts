/** Where the small picture of an experiment can be painted from. */
import type { DocumentImage } from "../../session/document/document.ts";
import type { GalleryItem } from "../images/gallery.ts";
import { siteUrl } from "../site-url.ts";

/** The address of a scene's picture, or the picture that the session's file holds; null for one that is elsewhere. */
export function experimentImage(
  image: DocumentImage | undefined,
  gallery: readonly GalleryItem[],
): string | null {
  const origin = image?.origin;
  const item = origin?.kind === "gallery" ? gallery.find(({ id }) => id === origin.item) : undefined;
  return item === undefined ? (image?.inline ?? null) : siteUrl(`gallery/${item.image}`).href;
}
