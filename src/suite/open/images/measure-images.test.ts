/** Sizes of pictures on their side: as the browser shows them, whatever their header asks for. */
import { expect, test } from "vitest";
import type { Size } from "../../../base/ids.ts";
import { success } from "../../../base/outcome.ts";
import vectors from "../../../view/header/header.vectors.json" with { type: "json" };
import type { SuiteFile } from "../files/suite-file.ts";
import { measureImages } from "./measure-images.ts";

/** Every picture of the vectors that lies on its side, twice, under the name of its format. */
const lying = vectors.files.filter(({ orientation }) => orientation >= 5);
const files: readonly SuiteFile[] = lying.flatMap(({ format, file }, at) =>
  ["first", "second"].map((copy) => {
    const bytes = new Uint8Array(Buffer.from(file, "base64"));
    const path = `${copy}-${at}.${format}`;
    return { path, size: bytes.length, read: async (most) => success(bytes.subarray(0, most)) };
  }),
);
const stored = { width: 37, height: 21 };
const upright = { width: 21, height: 37 };

/** A browser that turns every format but WebP, and counts what it decodes. */
function browser() {
  const decoded: Uint8Array[] = [];
  const decode = async (bytes: Uint8Array): Promise<Size> => {
    decoded.push(bytes);
    const isWebp = new TextDecoder("latin1").decode(bytes.subarray(8, 12)) === "WEBP";
    return isWebp ? stored : upright;
  };
  return { decoded, decode };
}

test("a format that the browser leaves lying has its stored size, the others their upright one; each is tried once", async () => {
  const { decoded, decode } = browser();
  const sizes = await measureImages(
    files,
    files.map(({ path }) => path),
    decode,
  );
  for (const { path } of files)
    expect(sizes.get(path), path).toEqual(success(path.endsWith("WebP") ? stored : upright));
  expect(decoded).toHaveLength(new Set(lying.map(({ format }) => format)).size);
});

test("where nothing can be decoded they count as turned", async () => {
  const sizes = await measureImages(
    files,
    files.map(({ path }) => path),
  );
  for (const { path } of files) expect(sizes.get(path)).toEqual(success(upright));
});

test("EXIF that stands behind the pixels is found in a large WebP too", async () => {
  const webp = lying.find(({ format }) => format === "WebP");
  const short = new Uint8Array(Buffer.from(webp?.file ?? "", "base64"));
  const exif = Buffer.from(short).indexOf("EXIF");
  // Pixels of 70,000 bytes more, in a chunk that nobody knows.
  const chunk = new Uint8Array(70_008);
  chunk.set(new TextEncoder().encode("none"));
  new DataView(chunk.buffer).setUint32(4, 70_000, true);
  const bytes = new Uint8Array([...short.subarray(0, exif), ...chunk, ...short.subarray(exif)]);
  new DataView(bytes.buffer).setUint32(4, bytes.length - 8, true);
  const file: SuiteFile = {
    path: "large.webp",
    size: bytes.length,
    read: async (most) => success(bytes.subarray(0, most)),
  };
  const sizes = await measureImages([file], [file.path], async () => upright);
  expect(sizes.get(file.path)).toEqual(success(upright));
});
