/** Lines and JSON of logs as they are found: any line ends, cut files, numbers that only Python writes, hostile types. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fileOfBlob } from "../../suite/open/files/suite-file.ts";
import { lostBlob } from "./delayed-blob.testing.ts";
import { type FileLine, linesOf } from "./lines.ts";
import { numberText, parsePythonJson } from "./python-json.ts";
import { readRecords } from "./records.ts";

async function linesIn(file: Blob, piece?: number, longest?: number): Promise<readonly FileLine[]> {
  const lines: FileLine[] = [];
  for await (const line of linesOf(file, piece, longest)) lines.push(line);
  return lines;
}

describe("lines", () => {
  test("are the same in pieces of any size, and their bytes are where they say", async () => {
    const text = fc.array(fc.string({ unit: fc.constantFrom("a", "é", "😀", "\n", "\r\n", "\u2028", " ") }));
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 9 }), async (parts, piece) => {
        const file = new Blob([parts.join("")]);
        const lines = await linesIn(file, piece);
        const expected = parts.join("").split("\n");
        expect(lines.map(({ text: line }) => line)).toEqual(expected.filter((line) => line.trim() !== ""));
        for (const { number, start, end, text: line } of lines) {
          expect(await file.slice(start, end).text()).toBe(line);
          expect(expected[number - 1]).toBe(line);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("a byte order mark is no part of the first, and other encodings are refused", async () => {
    const [first] = await linesIn(new Blob(["\uFEFF{}\r\n"]));
    expect(first?.text).toBe("{}\r");
    const [utf16] = await linesIn(new Blob([Uint8Array.of(0xff, 0xfe, 0x7b, 0, 0x7d, 0)]));
    expect(utf16?.text).toEqual({ reason: "It is not a text in UTF-8." });
  });

  test("one that is too long is left out, and the next ones are read", async () => {
    const lines = await linesIn(new Blob(["x".repeat(70), "\n{}\n"]), 8, 64);
    expect(lines.map(({ text }) => (typeof text === "string" ? text : text.reason))).toEqual([
      expect.stringContaining("lines of at most"),
      "{}",
    ]);
  });
});

test.each(["{}", "[{}]"])("a file that is gone is a fault: %s", async (text) => {
  const taker = { take: () => undefined, refuse: () => undefined, progress: () => undefined };
  expect(await readRecords(fileOfBlob("a.jsonl", lostBlob(text)), taker)).toMatchObject({
    ok: false,
    fault: { kind: "notFound", message: "a.jsonl could not be read: The file is gone." },
  });
});

describe("JSON as Python writes it", () => {
  test.each([
    ['{"a": NaN, "b": [Infinity, -Infinity]}', { a: null, b: [Infinity, -Infinity] }],
    ['{"NaN": "NaN", "x": "-Infinity \\" NaN", "n": NaN}', { NaN: "NaN", x: '-Infinity " NaN', n: null }],
    ["[1e999, -1e999]", [Infinity, -Infinity]],
  ])("%s", (text, value) => expect(parsePythonJson(text)).toEqual(value));

  test.each(['{"a": nan}', "{'a': 1}", '{"a": NaNs}', '{"a": "NaN', ""])("%s is none", (text) => {
    expect(() => parsePythonJson(text)).toThrow(SyntaxError);
  });

  test("numbers are written so that they are read again", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (value) => {
        expect(parsePythonJson(numberText(value))).toBe(value === 0 ? 0 : value);
      }),
    );
    expect(parsePythonJson(numberText(Number.NaN))).toBeNull();
  });
});
