import { expect, test } from "vitest";
import type { ImageHeader } from "../../../view/header/header.ts";
import { notesOf, type Opened } from "./image-notes.ts";

const header: ImageHeader = {
  ...{ format: "PNG", width: 4, height: 3 },
  ...{ animated: false, orientation: 1, alpha: false },
};
const plain: Opened = { header, turned: false, otherColours: false, deep: false, brightest: 200 };

test("an ordinary picture needs no note, nor does one of 16 bits that can be seen, nor a dark one of 8", () => {
  expect(notesOf(plain)).toEqual([]);
  expect(notesOf({ ...plain, deep: true })).toEqual([]);
  expect(notesOf({ ...plain, brightest: 3 })).toEqual([]);
});

test("the note on rotation says what was done, not what the header asks for", () => {
  const lying: ImageHeader = { ...header, format: "WebP", orientation: 6 };
  expect(notesOf({ ...plain, header: lying, turned: true })).toEqual([
    "It was rotated upright, as its EXIF data says.",
  ]);
  expect(notesOf({ ...plain, header: lying })).toEqual([
    expect.stringContaining("this browser does not apply to WebP files; the image is used as stored."),
  ]);
  expect(notesOf({ ...plain, header: { ...lying, format: "AVIF" }, turned: true })).toEqual([
    "It was rotated upright, as its file says.",
  ]);
});

test("another colour profile and nearly black 16-bit images are noted", () => {
  expect(notesOf({ ...plain, otherColours: true })).toEqual([expect.stringContaining("not sRGB")]);
  expect(notesOf({ ...plain, deep: true, brightest: 15 })).toEqual([
    expect.stringContaining("nearly black (at most 15 of 255)"),
  ]);
});
