/** Law: whatever a suite holds, in whatever file it is written, the same questions, boxes and pictures are read back. */
import fc from "fast-check";
import { parquetWriteBuffer } from "hyparquet-writer";
import { expect, test } from "vitest";
import type { Size } from "../../base/ids.ts";
import { csvLine } from "./files/csv.ts";
import type { SuiteFile } from "./files/suite-file.ts";
import { filesOfZip } from "./files/zip.ts";
import { packZip } from "./files/zip-writer.ts";
import { folder, pngHeader } from "./folder-fixture.testing.ts";
import { openSuite } from "./open-suite.ts";

interface Item {
  readonly image: string;
  readonly size: Size;
  readonly question: string;
  readonly answer: string;
  /** Left, top, right, bottom in pixels. */
  readonly corners: readonly [number, number, number, number];
}

const word = fc.string({
  unit: fc.constantFrom("a", "b", "é", "字", ",", ";", '"', "'", "|", "{", "7", " "),
  minLength: 1,
  maxLength: 8,
});
/** Words that begin and end like words, so that trimming and marks of lists change nothing. */
const text = fc
  .array(word, { minLength: 1, maxLength: 4 })
  .map((words) => `q${words.join(" ").replace(/\s+/g, " ")}z`);

const items = fc
  .array(
    fc.record({
      size: fc.record({
        width: fc.integer({ min: 40, max: 4000 }),
        height: fc.integer({ min: 40, max: 4000 }),
      }),
      question: text,
      answer: text,
      shares: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 }),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map((drawn) =>
    drawn.map(({ size, question, answer, shares }, index): Item => {
      const [left = 0, top = 0, across = 0, down = 0] = shares;
      const x = Math.floor(left * (size.width - 4));
      const y = Math.floor(top * (size.height - 4));
      const right = x + 3 + Math.floor(across * (size.width - x - 3));
      const bottom = y + 3 + Math.floor(down * (size.height - y - 3));
      return { image: `p/${index} é.png`, size, question, answer, corners: [x, y, right, bottom] };
    }),
  );

type Files = Readonly<Record<string, string | Uint8Array<ArrayBuffer> | Size>>;

const pictures = (all: readonly Item[]): Files =>
  Object.fromEntries(all.map(({ image, size }) => [image, size]));

const recordOf = ({ image, question, answer, corners }: Item) => ({
  image,
  question,
  answer,
  bbox_2d: corners,
});

function table(all: readonly Item[], separator: string, end: string): string {
  const header = ["Image", "question", "ANSWER", "xmin", "ymin", "xmax", "ymax"];
  const rows = all.map(({ image, question, answer, corners }) => [
    image,
    question,
    answer,
    ...corners.map(String),
  ]);
  // Cells that hold no separator of their own stand as they are.
  const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
  if (separator === ",") return [header, ...rows].map(csvLine).join(end);
  return [header.join(separator), ...rows.map((row) => row.map(quoted).join(separator))].join(end);
}

function parquet(all: readonly Item[]): Uint8Array<ArrayBuffer> {
  const side = (index: number) => all.map(({ corners }) => BigInt(corners[index] ?? 0));
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: "image", data: all.map(({ size }) => pngHeader(size)), type: "BYTE_ARRAY" },
        { name: "question", data: all.map(({ question }) => question), type: "STRING" },
        { name: "answer", data: all.map(({ answer }) => answer), type: "STRING" },
        ...["xmin", "ymin", "xmax", "ymax"].map((name, index) => ({
          name,
          data: side(index),
          type: "INT64" as const,
        })),
      ],
    }),
  );
}

const lines = (all: readonly unknown[], end = "\n"): string =>
  all.map((each) => JSON.stringify(each)).join(end);

const chat = ({ image, question, answer, corners }: Item) => ({
  messages: [
    { role: "user", content: `<image>${question}` },
    { role: "assistant", content: answer },
  ],
  images: [image],
  objects: { bbox: [corners] },
});

const base64 = (size: Size): string => Buffer.from(pngHeader(size)).toString("base64");

const SHAPES: Readonly<Record<string, (all: readonly Item[]) => Files>> = {
  "JSON lines": (all) => ({ "l.jsonl": lines(all.map(recordOf)), ...pictures(all) }),
  "JSON lines called .json, ended by CRLF": (all) => ({
    "l.json": lines(all.map(recordOf), "\r\n"),
    ...pictures(all),
  }),
  JSON: (all) => ({ "l.json": JSON.stringify(all.map(recordOf), null, 2), ...pictures(all) }),
  "JSON in an object": (all) => ({ "l.json": JSON.stringify({ data: all.map(recordOf) }), ...pictures(all) }),
  CSV: (all) => ({ "t.csv": table(all, ",", "\n"), ...pictures(all) }),
  "CSV ended by CRLF": (all) => ({ "t.csv": table(all, ",", "\r\n"), ...pictures(all) }),
  "semicolons, with a line that says so": (all) => ({
    "t.csv": `sep=;\n${table(all, ";", "\n")}`,
    ...pictures(all),
  }),
  TSV: (all) => ({ "t.tsv": table(all, "\t", "\n"), ...pictures(all) }),
  "UTF-16": (all) => ({
    "t.csv": new Uint8Array(Buffer.from(`\uFEFF${table(all, ",", "\n")}`, "utf16le")),
    ...pictures(all),
  }),
  "pictures in cells": (all) => ({
    "l.jsonl": lines(all.map((item) => ({ ...recordOf(item), image: base64(item.size) }))),
  }),
  conversations: (all) => ({ "l.jsonl": lines(all.map(chat)), ...pictures(all) }),
  parquet: (all) => ({ "t.parquet": parquet(all) }),
};

/** The same files within an archive. */
async function zipped(files: readonly SuiteFile[]): Promise<readonly SuiteFile[]> {
  const packed = await Promise.all(
    files.map(async ({ path, read }) => {
      const bytes = await read();
      return { path, bytes: new Uint8Array(bytes.ok ? bytes.value : []) };
    }),
  );
  const opened = await filesOfZip(await packZip(packed));
  return opened.ok ? opened.value : [];
}

async function check(all: readonly Item[], files: readonly SuiteFile[]): Promise<void> {
  const suite = await openSuite(files, {
    columns: null,
    boxes: { corners: "opposite", first: "x", unit: "pixels" },
  });
  if (!suite.ok) throw new Error(suite.fault.message);
  expect(suite.value.broken).toEqual([]);
  expect(suite.value.entries.map(({ question, answer, size }) => ({ question, answer, size }))).toEqual(
    all.map(({ question, answer, size }) => ({ question, answer, size })),
  );
  for (const [index, { region }] of suite.value.entries.entries()) {
    const { corners = [], size = { width: 1, height: 1 } } = all[index] ?? {};
    const [left = 0, top = 0, right = 0, bottom = 0] = corners;
    const box = region.kind === "box" ? region.box : null;
    const pixels = [
      (box?.x ?? -1) * size.width,
      (box?.y ?? -1) * size.height,
      ((box?.x ?? -1) + (box?.width ?? 0)) * size.width,
      ((box?.y ?? -1) + (box?.height ?? 0)) * size.height,
    ];
    expect(pixels.map(Math.round)).toEqual([left, top, right, bottom]);
  }
}

test.each(Object.entries(SHAPES))("%s", async (_, filesOf) => {
  await fc.assert(
    fc.asyncProperty(items, async (all) => check(all, folder(filesOf(all)))),
    { numRuns: 25 },
  );
});

test("an archive", async () => {
  const shape = fc.constantFrom(...Object.values(SHAPES));
  await fc.assert(
    fc.asyncProperty(items, shape, async (all, filesOf) => check(all, await zipped(folder(filesOf(all))))),
    { numRuns: 12 },
  );
});
