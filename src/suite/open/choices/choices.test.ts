/** Choices and answer keys in every shape in which public suites write them; what is written is read back. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LETTERS } from "../../score/letter.ts";
import { csvLine } from "../files/csv.ts";
import { folder } from "../folder-fixture.testing.ts";
import { openSuite, withKeyInterpretation } from "../open-suite.ts";
import { type KeyInterpretation, keyInterpretationWords } from "./answer-key.ts";
import { readChoices } from "./choices.ts";
import { choicesInQuestion, rewritten } from "./choices-in-question.ts";
import { readPrinted } from "./printed-list.ts";

const size = { width: 640, height: 480 };
const QUESTION = "What colour is the small rectangle?";

async function openedOf(path: string, text: string) {
  const suite = await openSuite(folder({ [path]: text, "a.png": size }));
  if (!suite.ok) throw new Error(suite.fault.message);
  return suite.value;
}

const lines = (...records: readonly object[]) =>
  records.map((record) => JSON.stringify({ image: "a.png", question: QUESTION, ...record })).join("\n");

const readOf = async (path: string, text: string) => {
  const { entries, broken } = await openedOf(path, text);
  expect(broken).toEqual([]);
  return entries.map(({ choices, correct }) => ({ choices, correct }));
};

describe("shapes of public suites", () => {
  test("VLMEvalKit: choices in columns A to D, the key a letter", async () => {
    const table = [
      "index\timage\tquestion\tA\tB\tC\tD\tanswer\tcategory",
      `0\ta.png\t${QUESTION}\tblue\tred\tgreen\tyellow\tB\tsingle`,
      `1\ta.png\t${QUESTION}\tred\tblue\t\tnan\tA\tsingle`,
    ].join("\n");
    expect(await readOf("mini.tsv", table)).toEqual([
      { choices: ["blue", "red", "green", "yellow"], correct: [[1]] },
      { choices: ["red", "blue"], correct: [[0]] },
    ]);
  });

  test("an empty column between others keeps the letters of those behind it", async () => {
    const table = `image,question,A,B,C,answer\na.png,${QUESTION},red,,blue,C\na.png,${QUESTION},red,,blue,B`;
    const { entries, broken } = await openedOf("l.csv", table);
    expect(entries.map(({ choices, correct }) => [choices, correct])).toEqual([[["red", "blue"], [[1]]]]);
    expect(broken[0]?.reason).toContain("not one of its options");
  });

  test("a record of letters", async () => {
    const list = lines({ options: { A: "blue", B: "red", C: "green" }, answer: "B" });
    expect(await readOf("l.jsonl", list)).toEqual([{ choices: ["blue", "red", "green"], correct: [[1]] }]);
  });

  test("lettered texts lose their letters, and a key may be the lettered text", async () => {
    const list = lines(
      { options: ["(A) blue", "(B) red", "(C) green"], answer: "B" },
      { options: ["A. blue", "B. red", "C. green"], answer: "B. red" },
    );
    const read = { choices: ["blue", "red", "green"], correct: [[1]] };
    expect(await readOf("l.jsonl", list)).toEqual([read, read]);
  });

  test("lists as Python and NumPy print them", async () => {
    const table = [
      "image,question,options,answer",
      `a.png,${QUESTION},"['red', 'blue', 'green']",A`,
      `a.png,${QUESTION},"['blue' 'red' 'green']",B`,
      `a.png,${QUESTION},"{'A': 'blue', 'B': ""it's red""}",B`,
    ].join("\n");
    expect(await readOf("l.csv", table)).toEqual([
      { choices: ["red", "blue", "green"], correct: [[0]] },
      { choices: ["blue", "red", "green"], correct: [[1]] },
      { choices: ["blue", "it's red"], correct: [[1]] },
    ]);
  });

  test("nine choices: letters and texts as keys beyond F", async () => {
    const options = ["blue", "green", "yellow", "black", "white", "grey", "red", "pink", "brown"];
    const list = lines(...["red", "G", "blue", "g"].map((answer) => ({ options, answer })));
    const read = await readOf("l.jsonl", list);
    expect(read.map(({ correct }) => correct)).toEqual([[[6]], [[6]], [[0]], [[6]]]);
  });

  test("choices within the question, a line each or all in one", async () => {
    const stem = `${QUESTION}\n(A) blue\n(B) red\nAnswer with the option's letter from the given choices directly.`;
    const oneLine = `${QUESTION} (A) blue (B) light red, (C) green`;
    const list = lines({ question: stem, answer: "B" }, { question: oneLine, answer: "B" });
    const { entries } = await openedOf("l.jsonl", list);
    expect(entries.map(({ choices, correct }) => [choices, correct])).toEqual([
      [["blue", "red"], [[1]]],
      [["blue", "light red", "green"], [[1]]],
    ]);
    expect(entries.map(({ choicesInQuestion: listed, question }) => [listed, question])).toEqual([
      [true, stem],
      [true, oneLine],
    ]);
  });

  test("a question that seems to list choices is asked openly with a note, and not at all where its key is a letter", async () => {
    const question = "Which? Options: red, blue";
    const list = lines(
      { question: `Look.\nOptions: red, blue`, answer: "red" },
      { question: "Why?\nChoices: red, blue", answer: "B" },
      { question, answer: "red" },
    );
    const { entries, broken, openly } = await openedOf("l.jsonl", list);
    expect(entries.map(({ choices }) => choices)).toEqual([[], []]);
    expect(openly.map(({ place }) => place)).toEqual(["l.jsonl, line 1"]);
    expect(broken.map(({ place }) => place)).toEqual(["l.jsonl, line 2"]);
  });

  test("a list of answers: any of them is right", async () => {
    const list = lines({ answers: ["red", "crimson"] }, { answer: ["red", "crimson"] });
    const { entries } = await openedOf("l.jsonl", list);
    for (const { answer, answers } of entries) expect([answer, answers]).toEqual(["red", ["red", "crimson"]]);
  });
});

const options = ["red", "blue", "green", "grey"];

describe("the key's reading", () => {
  test.each<[string, readonly unknown[], KeyInterpretation, readonly unknown[]]>([
    ["letters of any case", ["B", "c", "(D)"], "letter", [[[1]], [[2]], [[3]]]],
    [
      "several letters together",
      ["AC", "A,C", "B and D", "b, a"],
      "letter",
      [[[0, 2]], [[0, 2]], [[1, 3]], [[0, 1]]],
    ],
    ["a list: any of them", [["A", "C"], "B"], "letter", [[[0], [2]], [[1]]]],
    ["texts", ["red", "Blue."], "text", [[[0]], [[1]]]],
    ["places from 0", [0, 3, "1"], "index-0", [[[0]], [[3]], [[1]]]],
    ["places from 1", [1, 4, 2], "index-1", [[[0]], [[3]], [[1]]]],
    ["places from 1 as a table prints them", ["1.0", "4.0"], "index-1", [[[0]], [[3]]]],
  ])("%s", async (_, answers, reading, correct) => {
    const suite = await openedOf("l.jsonl", lines(...answers.map((answer) => ({ options, answer }))));
    expect(suite.broken).toEqual([]);
    expect(suite.keyInterpretation).toBe(reading);
    expect(suite.inferredKey?.doubtful).toBe(false);
    expect(suite.entries.map((entry) => entry.correct)).toEqual(correct);
  });

  test("places that may count from 0 or 1: the page cannot know, and another reading is taken", async () => {
    const suite = await openedOf("l.jsonl", lines({ options, answer: 1 }, { options, answer: 2 }));
    expect(suite.inferredKey).toMatchObject({ interpretation: "index-0", doubtful: true });
    expect(suite.inferredKey?.reason).toContain("cannot know");
    expect(withKeyInterpretation(suite, "index-1").entries.map(({ answer }) => answer)).toEqual([
      "red",
      "blue",
    ]);
  });

  test("choices that are letters: what the key means is decided over the whole suite", async () => {
    const letters = { options: ["C", "A", "B"], answer: "A" };
    const byLetter = await openedOf("l.jsonl", lines(letters, { options, answer: "D" }));
    expect(byLetter.entries[0]?.correct).toEqual([[0]]);
    const byText = await openedOf("l.jsonl", lines(letters, { options: ["X", "K"], answer: "K" }));
    expect(byText.keyInterpretation).toBe("text");
    expect(byText.entries.map(({ correct }) => correct)).toEqual([[[1]], [[1]]]);
    const alone = await openedOf("l.jsonl", lines(letters));
    expect(alone.inferredKey).toMatchObject({ interpretation: "letter", doubtful: true });
  });

  test("a key that means no choice leaves its row out, with the reading named", async () => {
    const suite = await openedOf("l.jsonl", lines({ options, answer: "A" }, { options, answer: "violet" }));
    expect(suite.broken).toEqual([
      {
        place: "l.jsonl, line 2",
        reason: "Its answer “violet” is not one of its options, read as a letter.",
      },
    ]);
  });

  test("two choices of one text: the text says nothing, the letter does", async () => {
    const twice = { options: ["red", "red"], answer: "red" };
    const suite = await openedOf("l.jsonl", lines({ ...twice, answer: "B" }, twice));
    expect(suite.entries.map(({ correct }) => correct)).toEqual([[[1]]]);
    expect(suite.broken).toHaveLength(1);
  });
});

test.each([
  ["one text that is no list", "red, blue"],
  ["a list that is cut off", "['red', 'blue'"],
  ["a record of other names", { left: "red", right: "blue" }],
  ["a list of lists", [["red"], ["blue"]]],
  ["more than 26", Array.from({ length: 27 }, (_, i) => `choice ${i}`)],
  ["one choice", ["red", null]],
])("%s is refused", (_, value) => {
  expect(readChoices(value)).toHaveProperty("reason");
});

test.each([
  ["array(['a', 'b'], dtype=object)", ["a", "b"]],
  ["[1 2 3]", [1, 2, 3]],
  [String.raw`['it\'s', "\u00e9", b'x', None, nan, True]`, ["it's", "é", "x", null, null, true]],
  ["('a', 'b')", ["a", "b"]],
  ["['a'\n 'b']", ["a", "b"]],
])("%s", (text, value) => {
  expect(readPrinted(text)).toEqual(value);
});

test("no text makes the reader of printed lists throw", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(..."[]{}()'\",: ab1\\xN\n") }),
      (text) => void readPrinted(text),
    ),
  );
});

/** Words that are no key of any other kind, none within another. */
const word = fc.stringMatching(/^[a-z]{4,9}$/).map((text) => `${text} thing`);
const python = (text: string): string => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;

/** Every way to write choices into a record or a cell. */
const SHAPES: Readonly<Record<string, (texts: readonly string[]) => Readonly<Record<string, unknown>>>> = {
  list: (texts) => ({ options: texts }),
  record: (texts) => ({ choices: Object.fromEntries(texts.map((text, i) => [LETTERS[i], text])) }),
  columns: (texts) => Object.fromEntries(texts.map((text, i) => [LETTERS[i], text])),
  "named columns": (texts) => Object.fromEntries(texts.map((text, i) => [`option_${LETTERS[i]}`, text])),
  json: (texts) => ({ options: JSON.stringify(texts) }),
  python: (texts) => ({ options: `[${texts.map(python).join(", ")}]` }),
  numpy: (texts) => ({ options: `[${texts.map(python).join(" ")}]` }),
  lettered: (texts) => ({ options: texts.map((text, i) => `(${LETTERS[i]}) ${text}`) }),
  pointed: (texts) => ({ options: texts.map((text, i) => `${LETTERS[i]}. ${text}`) }),
  bars: (texts) => ({ options: texts.join("|") }),
  labels: (texts) => ({ options: { label: LETTERS.slice(0, texts.length), text: texts } }),
  "in lines": (texts) => ({
    question: [QUESTION, ...texts.map((text, i) => `${LETTERS[i]}) ${text}`)].join("\n"),
  }),
  "in one line": (texts) => ({
    question: `${QUESTION} ${texts.map((text, i) => `(${LETTERS[i]}) ${text}`).join(" ")}`,
  }),
};

const KEYS: Readonly<Record<KeyInterpretation, (index: number, texts: readonly string[]) => unknown>> = {
  letter: (index) => LETTERS[index],
  text: (index, texts) => texts[index],
  "index-0": (index) => index,
  "index-1": (index) => index + 1,
};

describe.each(Object.keys(SHAPES))("choices as %s", (shape) => {
  test.each(Object.keys(KEYS) as KeyInterpretation[])(
    `and the key as %s: what is written is read`,
    async (reading) => {
      const suite = fc.integer({ min: 2, max: 12 }).chain((count) =>
        fc.array(
          fc.record({
            texts: fc.uniqueArray(word, { minLength: count, maxLength: count }),
            index: fc.integer({ min: 0, max: count - 1 }),
          }),
          { minLength: 1, maxLength: 4 },
        ),
      );
      await fc.assert(
        fc.asyncProperty(suite, async (drawn) => {
          // The first and the last choice are right somewhere, which tells from where places are counted.
          const [{ texts: first } = { texts: [] }] = drawn;
          const items = [...drawn, { texts: first, index: 0 }, { texts: first, index: first.length - 1 }];
          const rows = items.map(({ texts, index }) => ({
            image: "a.png",
            question: QUESTION,
            ...SHAPES[shape]?.(texts),
            answer: KEYS[reading](index, texts),
          }));
          const opened = await openedOf("l.jsonl", rows.map((row) => JSON.stringify(row)).join("\n"));
          expect(opened.broken).toEqual([]);
          expect(opened.keyInterpretation, keyInterpretationWords(reading)).toBe(reading);
          expect(opened.entries.map(({ choices }) => choices)).toEqual(items.map(({ texts }) => texts));
          expect(opened.entries.map(({ correct }) => correct)).toEqual(items.map(({ index }) => [[index]]));
          expect(opened.entries.map(({ question }) => question)).toEqual(
            rows.map(({ question }) => question),
          );
          const flat = rows.every((row) => Object.values(row).every((value) => typeof value !== "object"));
          const names = Object.keys(rows[0] ?? {});
          if (!flat || !rows.every((row) => Object.keys(row).length === names.length)) return;
          const cells = rows.map((row) =>
            csvLine(names.map((name) => String((row as Record<string, unknown>)[name]))),
          );
          const table = await openedOf("l.csv", [csvLine(names), ...cells].join("\n"));
          expect(table.entries.map(({ choices, correct }) => [choices, correct])).toEqual(
            opened.entries.map(({ choices, correct }) => [choices, correct]),
          );
        }),
        { numRuns: 8 },
      );
    },
  );
});

test("choices written into a question are exchanged where they stand", () => {
  const question = "Which?\n(A) red\n(B) blue\nSay a letter.";
  expect(rewritten(question, choicesInQuestion(question), ["blue", "red"])).toBe(
    "Which?\n(A) blue\n(B) red\nSay a letter.",
  );
});
