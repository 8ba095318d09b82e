/** Files that are not what their name says, in any encoding, and what is said of cells that cannot be used. */
import { describe, expect, test } from "vitest";
import type { SuiteFile } from "./files/suite-file.ts";
import { folder } from "./folder-fixture.testing.ts";
import { openSuite } from "./open-suite.ts";

const size = { width: 640, height: 480 };
const question = "What colour is the small rectangle?";
const base = { image: "a.png", question, answer: "red" };
const once = [["a.png", size, question, "red"]];
const lines = (...records: readonly unknown[]) => records.map((record) => JSON.stringify(record)).join("\n");

async function opened(files: readonly SuiteFile[]) {
  const suite = await openSuite(files);
  if (!suite.ok) throw new Error(suite.fault.message);
  return suite.value;
}

/** What is asked of which picture of what size, and what would be right. */
async function asked(files: readonly SuiteFile[]) {
  const suite = await opened(files);
  expect(suite.broken).toEqual([]);
  return suite.entries.map((entry) => [entry.path, entry.size, entry.question, entry.answer]);
}

describe("files that are not what their name says", () => {
  const list = [base, { ...base, question: "Again?" }];

  test.each([
    ["JSON lines called .json", "l.json", lines(...list)],
    ["JSON called .jsonl", "l.jsonl", JSON.stringify(list, null, 1)],
    ["a list within an object", "l.json", JSON.stringify({ data: list })],
    [
      "a list among other things",
      "l.json",
      JSON.stringify({ version: 1, info: [{ a: 1 }], questions: list }),
    ],
    [
      "NaN",
      "l.json",
      `[{"image":"a.png","question":"${question}","answer":"red","hint":NaN},{"image":"a.png","question":"Again?","answer":"red","hint":"NaN"}]`,
    ],
    [
      "a line that names the separator",
      "t.csv",
      `sep=;\nimage;question;answer\na.png;${question};red\na.png;Again?;red`,
    ],
    ["a byte order mark", "l.jsonl", `\uFEFF${lines(...list)}`],
  ])("%s", async (_, name, text) => {
    expect(await asked(folder({ [name]: text, "a.png": size }))).toEqual([
      ...once,
      ["a.png", size, "Again?", "red"],
    ]);
  });

  test("one object is one question", async () => {
    expect(await asked(folder({ "l.json": JSON.stringify(base), "a.png": size }))).toEqual(once);
  });

  test("UTF-16, with and without its mark, and GBK are decoded, and said", async () => {
    const text = lines({ ...base, answer: "红色" });
    const wide = new Uint8Array(Buffer.from(text, "utf16le"));
    // "红色" in GBK, by Python: b'\xba\xec\xc9\xab'.
    const [before = "", after = ""] = text.split("红色");
    const chinese = new Uint8Array(
      Buffer.concat([Buffer.from(before), Buffer.from([0xba, 0xec, 0xc9, 0xab]), Buffer.from(after)]),
    );
    for (const [bytes, name] of [
      [new Uint8Array([0xff, 0xfe, ...wide]), "UTF-16"],
      [wide, "UTF-16"],
      [chinese, "GBK"],
    ] as const) {
      const suite = await opened(folder({ "l.jsonl": bytes, "a.png": size }));
      expect(suite.entries.map(({ answer }) => answer)).toEqual(["红色"]);
      expect(suite.notes).toEqual([expect.stringContaining(`read as ${name}`)]);
    }
  });

  test("lines are right after a quoted line end", async () => {
    const table = `image,question,answer\r\na.png,"What\r\ncolour?",red\r\na.png,What?\r\n`;
    const suite = await opened(folder({ "t.csv": table, "a.png": size }));
    expect(suite.broken.map(({ place }) => place)).toEqual(["t.csv, line 4"]);
  });
});

test("messages quote no more than eighty characters of a cell", async () => {
  const long = "x".repeat(5000);
  const records = [
    { ...base, image: long },
    { ...base, image: `data:image/png;base64,${long}` },
    { ...base, answer: long, options: ["red", "blue"] },
    { ...base, image: `${long}/a.gif` },
  ];
  const files = folder({
    "l.jsonl": `${lines(base, ...records)}\n{"${long}`,
    "a.png": size,
    "p/a.gif": size,
    "q/a.gif": size,
  });
  const table = folder({ "t.csv": `image,${long}\n1` });
  const suite = await opened([...files, ...table]);
  expect(suite.broken).toHaveLength(6);
  for (const { reason } of suite.broken) expect(reason.length).toBeLessThan(300);
});
