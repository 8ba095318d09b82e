/** Lists as data sets and tools of the field write them, small and made up: each must be asked as it is meant. */
import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, test } from "vitest";
import { folder, pngHeader } from "./folder-fixture.ts";
import { openSuite, whyNothing } from "./open-suite.ts";
import type { SuiteFile } from "./suite-file.ts";

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

/** What is asked of which picture of what size, and what would be right. */
async function asked(files: readonly SuiteFile[]) {
  const suite = await opened(files);
  expect(suite.broken).toEqual([]);
  return suite.entries.map((entry) => [entry.path, entry.size, entry.question, entry.answer]);
}

const once = [["a.png", size, question, "red"]];

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
    expect(suite.broken[0]?.reason).toContain("no PNG, JPEG");
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

describe("records of other tools", () => {
  const conversation = [
    { from: "human", value: `<image>\n${question}` },
    { from: "gpt", value: "red" },
  ];
  const messages = [
    { role: "user", content: `<image>${question}` },
    { role: "assistant", content: "red" },
  ];
  const parts = [
    {
      role: "user",
      content: [
        { type: "image_url", image_url: { url: `data:image/png;base64,${base64(pngHeader(size))}` } },
        { type: "text", text: question },
      ],
    },
    { role: "assistant", content: [{ type: "text", text: "red" }] },
  ];

  test.each([
    ["LLaVA", "train.json", JSON.stringify([{ id: "1", image: "a.png", conversations: conversation }])],
    ["one conversation", "one.json", JSON.stringify({ image: "a.png", conversations: conversation })],
    ["ms-swift", "train.jsonl", lines({ messages, images: ["a.png"] })],
    [
      "ms-swift's older form",
      "t.jsonl",
      lines({ query: `<image>${question}`, response: "red", images: ["a.png"], bbox: [420, 300, 80, 60] }),
    ],
    ["Hugging Face's image folder", "metadata.jsonl", lines({ file_name: "a.png", question, answer: "red" })],
    ["its table", "metadata.csv", `file_name,question,answer\na.png,${question},red`],
    [
      "V*Bench's list",
      "test_questions.jsonl",
      lines({ image: "a.png", text: question, category: "direct", label: "red", question_id: "0" }),
    ],
    ["marks of pictures", "l.jsonl", lines({ ...base, question: `<image>\n${question}` })],
    ["numbered marks of pictures", "l.jsonl", lines({ ...base, question: `<image 1> ${question}` })],
    ["other names", "l.csv", `Image,Question,Answer\na.png,${question},red`],
    ["paths by VLMEvalKit", "mini.tsv", `index\timage\tquestion\tanswer\n0\ta.png\t${question}\tred`],
  ])("%s", async (_, name, text) => {
    expect(await asked(folder({ [name]: text, "a.png": size }))).toEqual(once);
  });

  test("MME-RealWorld", async () => {
    const record = {
      Question_id: "perception/x/1",
      Image: "a.png",
      Text: question,
      "Question Type": "Multiple Choice",
      "Answer choices": ["(A) blue", "(B) red"],
      "Ground truth": "B",
      Category: "x",
    };
    const suite = await opened(folder({ "mme.json": JSON.stringify([record]), "a.png": size }));
    expect(suite.entries).toMatchObject([
      { id: "perception/x/1", question, answer: "red", dimension: "x", choices: ["blue", "red"] },
    ]);
  });

  test("OpenAI's messages, with the picture in them", async () => {
    const suite = await opened(folder({ "chat.jsonl": lines({ messages: parts }) }));
    expect(suite.entries).toMatchObject([{ size, question, answer: "red" }]);
  });

  test("ms-swift's objects are corners", async () => {
    const objects = { ref: ["rectangle"], bbox: [[420, 300, 500, 360]] };
    const suite = await opened(
      folder({ "t.jsonl": lines({ messages, images: ["a.png"], objects }), "a.png": size }),
    );
    expect(suite.entries[0]?.region).toEqual({ kind: "box", box });
  });

  test.each([
    ["two pictures", { messages, images: ["a.png", "a.png"] }, "2 images"],
    ["several turns", { messages: [...messages, ...messages], images: ["a.png"] }, "4 turns"],
    [
      "a system message",
      { messages: [{ role: "system", content: "Answer in French." }, ...messages], images: ["a.png"] },
      "system message",
    ],
    ["choices that are pictures", { ...base, options: ["<image 2>", "red"] }, "choices are pictures"],
    [
      "an unknown speaker",
      { messages: [{ role: "tool", content: "x" }], images: ["a.png"] },
      "who says what",
    ],
    ["a picture at an address", { ...base, image: "https://example.org/x.png?size=1" }, "not fetched"],
  ])("not asked in a lesser form: %s", async (_, record, reason) => {
    const suite = await opened(folder({ "l.jsonl": lines(base, record), "a.png": size }));
    expect(suite.entries).toHaveLength(1);
    expect(suite.broken.map((row) => row.reason)).toEqual([expect.stringContaining(reason)]);
  });

  test("V*Bench with its list: the list's questions, the boxes of the records beside the pictures", async () => {
    const record = {
      target_object: ["rectangle"],
      bbox: [[420, 300, 80, 60]],
      question,
      options: ["red", "blue"],
    };
    const suite = await opened(
      folder({
        "test_questions.jsonl": lines({
          image: "direct_attributes/sa_1.png",
          text: question,
          category: "direct_attributes",
          label: "red",
          question_id: "0",
        }),
        "direct_attributes/sa_1.json": JSON.stringify(record),
        "direct_attributes/sa_1.png": size,
      }),
    );
    expect(suite.entries).toMatchObject([
      { id: "0", dimension: "direct_attributes", answer: "red", region: { kind: "box", box } },
    ]);
    expect(suite.notes).toEqual([expect.stringContaining("gives the boxes")]);
    expect(suite.inferred).toBeNull();
  });
});

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
