/** How files come to the page: dropped, pasted, and under names and types that say nothing. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import type { PictureFile } from "./picture-files.ts";

/** Dispatches a drop or a paste that carries files, and may carry a text beside them, as the browser would. */
export async function handIn(
  page: Page,
  kind: "drop" | "paste",
  carried: PictureFile | readonly PictureFile[],
  { words = "", into = "body" } = {},
): Promise<void> {
  const given = [carried].flat().map(({ name, mimeType: type, buffer }) => {
    return { name, type, base64: buffer.toString("base64") };
  });
  await page.evaluate(
    ({ kind, given, words, into }) => {
      const carried = new DataTransfer();
      for (const { name, type, base64 } of given) {
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
        carried.items.add(new File([bytes], name, { type }));
      }
      if (words !== "") carried.setData("text/plain", words);
      const shared = { bubbles: true, cancelable: true };
      document
        .querySelector(into)
        ?.dispatchEvent(
          kind === "drop"
            ? new DragEvent("drop", { ...shared, dataTransfer: carried })
            : new ClipboardEvent("paste", { ...shared, clipboardData: carried }),
        );
    },
    { kind, given, words, into },
  );
}

/** A file of the repository under a name that says nothing. */
export const nameless = (path: string): PictureFile => ({
  name: "file",
  mimeType: "",
  buffer: readFileSync(join(import.meta.dirname, "../..", path)),
});

/** A picture of stored bytes, whose type nobody tells. */
export const pictureOf = (base64: string, name: string): PictureFile => ({
  name,
  mimeType: "",
  buffer: Buffer.from(base64, "base64"),
});
