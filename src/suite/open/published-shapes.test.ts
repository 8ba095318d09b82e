/** Records as data sets and tools of the field write them, small and made up: each must be asked as it is meant. */
import { describe, expect, test } from "vitest";
import { interpretationName } from "./boxes/box-interpretation.ts";
import type { SuiteFile } from "./files/suite-file.ts";
import { folder, pngHeader } from "./folder-fixture.testing.ts";
import { openSuite } from "./open-suite.ts";

const size = { width: 640, height: 480 };
const question = "What colour is the small rectangle?";
const base = { image: "a.png", question, answer: "red" };
const box = { x: 420 / 640, y: 300 / 480, width: 80 / 640, height: 60 / 480 };
const once = [["a.png", size, question, "red"]];
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

  test.each([
    ["pixels", { bbox: [[420, 300, 500, 360]] }, "xyxy-pixels"],
    ["shares of the sides", { bbox: [[0.65625, 0.625, 0.78125, 0.75]], bbox_type: "norm1" }, "xyxy-unit"],
  ])("ms-swift's objects are corners, in %s, and nobody is asked", async (_, objects, reading) => {
    const suite = await opened(
      folder({ "t.jsonl": lines({ messages, images: ["a.png"], objects }), "a.png": size }),
    );
    expect(suite.entries[0]?.region).toEqual({ kind: "box", box });
    expect(suite.inferredBoxes?.alternatives.map(interpretationName)).toEqual([reading]);
  });

  test.each([
    ["two pictures", { messages, images: ["a.png", "a.png"] }, "2 images"],
    ["several turns", { messages: [...messages, ...messages], images: ["a.png"] }, "4 turns"],
    [
      "a system message",
      { messages: [{ role: "system", content: "Answer in French." }, ...messages], images: ["a.png"] },
      "system message",
    ],
    ["choices that are pictures", { ...base, options: ["<image 2>", "red"] }, "choices are images"],
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
    expect(suite.inferredBoxes).toBeNull();
  });
});
