/** Headers of files made by Pillow, refusals by sentence, and the law that nothing throws. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { extent } from "../../base/proof.testing.ts";
import { type ImageHeader, sniff } from "./header.ts";
import vectors from "./header.vectors.json" with { type: "json" };

const files = vectors.files.map(({ file, ...facts }) => ({
  ...facts,
  bytes: new Uint8Array(Buffer.from(file, "base64")),
}));

function latin(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "latin1"));
}

/** The fault, or an error where the bytes were taken. */
function refusal(bytes: Uint8Array) {
  const sniffed = sniff(bytes);
  if (sniffed.ok) throw new Error(`taken as ${sniffed.value.format}`);
  return sniffed.fault;
}

function fileOf(format: string): Uint8Array {
  return files.find((file) => file.format === format)?.bytes.slice() ?? new Uint8Array();
}

test.each(files)(
  "$format, animated $animated, alpha $alpha, orientation $orientation",
  ({ bytes, ...facts }) => {
    expect(sniff(bytes)).toEqual({ ok: true, value: facts });
  },
);

describe("refused by a sentence and a hint", () => {
  test.each([
    ["an empty file", "", "badInput", "empty"],
    ["a text", "Dear reader,\n", "badInput", "not an image"],
    ["zeros", "\0".repeat(50), "badInput", "not an image"],
    ["an SVG drawing", '<svg xmlns="http://www.w3.org/2000/svg"/>', "unsupported", "SVG"],
    [
      "an SVG with a declaration",
      '\xef\xbb\xbf<?xml version="1.0"?>\n<!-- a -->\n<svg width="1"/>',
      "unsupported",
      "SVG",
    ],
    ["a HEIC photograph", "\0\0\0\x18ftypheic\0\0\0\0mif1heic", "unsupported", "HEIC"],
    ["a HEIF file", "\0\0\0\x14ftypmif1\0\0\0\0heix", "unsupported", "HEIC"],
    ["a video", "\0\0\0\x18ftypisom\0\0\0\0isommp42", "unsupported", "video"],
    ["a TIFF image", "II*\0\x08\0\0\0", "unsupported", "TIFF"],
    ["a PDF file", "%PDF-1.7", "unsupported", "PDF"],
  ])("%s", (_, text, kind, words) => {
    const fault = refusal(latin(text));
    expect(fault.kind).toBe(kind);
    expect(fault.message).toContain(words);
    expect(fault.hint).toMatch(/\.$/);
  });

  test.each([
    [20_000, 20_000],
    [16_385, 1],
    [1, 16_385],
    [8001, 8001],
    [4_294_967_295, 4_294_967_295],
  ])("a PNG that says it is %i × %i, before anything is decoded", (width, height) => {
    const bytes = fileOf("PNG");
    new DataView(bytes.buffer).setUint32(16, width);
    new DataView(bytes.buffer).setUint32(20, height);
    const fault = refusal(bytes);
    expect(fault.kind).toBe("badInput");
    expect(fault.message).toContain("64 megapixels");
    expect(fault.message).toContain(width.toLocaleString("en"));
  });

  test("but not the largest that is allowed", () => {
    const bytes = fileOf("PNG");
    new DataView(bytes.buffer).setUint32(16, 8000);
    new DataView(bytes.buffer).setUint32(20, 8000);
    expect(sniff(bytes).ok).toBe(true);
  });

  test("a picture without size", () => {
    const bytes = fileOf("PNG");
    new DataView(bytes.buffer).setUint32(16, 0);
    expect(refusal(bytes).kind).toBe("corrupt");
  });

  test.each(["PNG", "JPEG", "WebP", "GIF", "BMP", "AVIF"])("a %s truncated within its header", (format) => {
    expect(refusal(fileOf(format).subarray(0, 20)).message).toContain("truncated");
  });
});

describe("never throws", () => {
  /** Whatever comes out is an honest header or a fault with a sentence. */
  function isSound(bytes: Uint8Array): boolean {
    const sniffed = sniff(bytes);
    if (!sniffed.ok) return sniffed.fault.message.endsWith(".") && sniffed.fault.hint !== undefined;
    const { width, height, orientation }: ImageHeader = sniffed.value;
    return width > 0 && height > 0 && width * height <= 64e6 && orientation >= 1 && orientation <= 8;
  }

  test("on bytes by chance", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), isSound), {
      numRuns: extent(300, 50000, "random files"),
    });
  });

  test("on bytes by chance behind a format's first bytes", () => {
    const starts = fc.constantFrom(...files.map((file) => file.bytes.subarray(0, 16)));
    const joined = fc.tuple(starts, fc.uint8Array({ maxLength: 200 }));
    fc.assert(
      fc.property(joined, ([start, rest]) => isSound(Uint8Array.from([...start, ...rest]))),
      { numRuns: extent(300, 50000, "random files") },
    );
  });

  test("on files with bytes changed, and the rest cut off", () => {
    const change = fc.tuple(fc.nat(400), fc.nat(255));
    const broken = fc.tuple(fc.constantFrom(...files), fc.array(change, { maxLength: 6 }), fc.nat(1200));
    fc.assert(
      fc.property(broken, ([file, changes, length]) => {
        const bytes = file.bytes.slice(0, length);
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
        return isSound(bytes);
      }),
      { numRuns: extent(500, 50000, "random files") },
    );
  });

  test("on any beginning of a file, whose size it never gets wrong", () => {
    for (const { bytes, width, height } of files) {
      for (let length = 0; length <= bytes.length; length += 1) {
        const sniffed = sniff(bytes.subarray(0, length));
        if (sniffed.ok) expect([sniffed.value.width, sniffed.value.height]).toEqual([width, height]);
      }
    }
  });
});
