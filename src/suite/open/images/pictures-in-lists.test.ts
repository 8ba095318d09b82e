/** Pictures that lie in cells, and names of pictures that differ from those of the files. */
import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, test } from "vitest";
import type { SuiteFile } from "../files/suite-file.ts";
import { folder, pngHeader } from "../folder-fixture.testing.ts";
import { openSuite, whyNothing } from "../open-suite.ts";

const size = { width: 640, height: 480 };
const question = "What colour is the small rectangle?";
const base = { image: "a.png", question, answer: "red" };
const box = { x: 420 / 640, y: 300 / 480, width: 80 / 640, height: 60 / 480 };
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
const lines = (...records: readonly unknown[]) => records.map((record) => JSON.stringify(record)).join("\n");

async function opened(files: readonly SuiteFile[]) {
  const suite = await openSuite(files);
  if (!suite.ok) throw new Error(suite.fault.message);
  return suite.value;
}

describe("pictures in cells", () => {
  const other = { width: 320, height: 200 };

  test("VLMEvalKit's table: base64, and a row that names another row's index", async () => {
    const table = [
      "index\timage\tquestion\tanswer\tcategory",
      `0\t${base64(pngHeader(size))}\t${question}\tred\tsingle`,
      `1\t0\t${question} Again?\tred\tsingle`,
      `2\t${base64(pngHeader(other))}\t"Stop" is what?\ta sign\tcross`,
    ].join("\n");
    const suite = await opened(folder({ "HRBench_mini.tsv": table }));
    expect(suite.broken).toEqual([]);
    const [first, second, third] = suite.entries;
    expect(first).toMatchObject({ id: "0", size, question, answer: "red", dimension: "single" });
    expect(second?.path).toBe(first?.path);
    expect(third).toMatchObject({ size: other, question: '"Stop" is what?' });
    expect(first?.path).toMatch(/^[0-9a-f]{16}\.png$/);
    const file = suite.files.find(({ path }) => path === first?.path);
    expect(await file?.read()).toEqual({ ok: true, value: pngHeader(size) });
  });

  test("a data: address is known by its content, whatever it says; a drawing is refused", async () => {
    const svg = base64(
      new TextEncoder().encode("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"),
    );
    const suite = await opened(
      folder({
        "l.jsonl": lines(
          { ...base, image: `data:image/jpeg;base64,${base64(pngHeader(size))}` },
          { ...base, image: `data:image/png;base64,${svg}` },
        ),
      }),
    );
    expect(suite.entries.map((entry) => entry.size)).toEqual([size]);
    expect(suite.broken.map(({ place }) => place)).toEqual(["l.jsonl, line 2"]);
    expect(suite.broken[0]?.reason).toContain("not a PNG, JPEG");
    expect(suite.broken[0]?.reason.length).toBeLessThan(200);
  });

  test("parquet of the Hugging Face hub: records of bytes and a path, whole numbers of 64 bits, lists", async () => {
    const bytes = pngHeader(size);
    const file = parquetWriteBuffer({
      columnData: [
        { name: "image", data: [{ bytes, path: "x.png" }], type: "JSON" },
        { name: "picture", data: [bytes], type: "BYTE_ARRAY" },
        { name: "question", data: [question], type: "STRING" },
        { name: "answer", data: ["red"], type: "STRING" },
        { name: "id", data: [7n], type: "INT64" },
        { name: "xmin", data: [420n], type: "INT64" },
        { name: "ymin", data: [300n], type: "INT64" },
        { name: "xmax", data: [500n], type: "INT64" },
        { name: "ymax", data: [360n], type: "INT64" },
      ].slice(1) as Parameters<typeof parquetWriteBuffer>[0]["columnData"],
    });
    const suite = await opened(folder({ "test-00000.parquet": new Uint8Array(file) }));
    expect(suite.broken).toEqual([]);
    expect(suite.entries).toMatchObject([
      { id: "7", size, question, answer: "red", region: { kind: "box", box } },
    ]);
    const cut = await openSuite(folder({ "cut.parquet": new Uint8Array(file).slice(0, 60) }));
    expect(cut.ok ? "" : cut.fault.message).toContain("parquet");
  });
});

describe("names of pictures", () => {
  test.each([
    ["case", "IMG_0001.jpg", "IMG_0001.JPG", "upper or lower case"],
    ["Unicode form", "café.png", "cafe\u0301.png", "Unicode form"],
    ["percent escapes", "small%20red.png", "small red.png", "percent escapes"],
    ["a missing ending", "p/a", "p/a.png", "lacks its ending"],
    ["a missing ending and case", "A", "x/a.png", "lacks its ending"],
  ])("%s", async (_, named, path, words) => {
    const suite = await opened(folder({ "l.jsonl": lines({ ...base, image: named }), [path]: size }));
    expect(suite.entries.map((entry) => entry.path)).toEqual([path]);
    expect(suite.notes).toEqual([expect.stringContaining(words)]);
  });

  test("a name as it stands comes before one that is similar, and similar names are not guessed among", async () => {
    const files = { "a.png": size, "A.png": size, "b.JPG": size, "B.jpg": size };
    const list = lines({ ...base, image: "A.png" }, { ...base, image: "b.jpg" });
    const suite = await opened(folder({ "l.jsonl": list, ...files }));
    expect(suite.entries.map((entry) => entry.path)).toEqual(["A.png"]);
    expect(suite.broken[0]?.reason).toContain("Several files");
    expect(suite.notes).toEqual([]);
  });

  test("another ending is another file", async () => {
    const suite = await opened(folder({ "l.jsonl": lines({ ...base, image: "a.jpg" }), "a.png": size }));
    expect(whyNothing(suite)?.message).toContain("a.jpg");
  });
});
