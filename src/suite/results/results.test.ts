import fc from "fast-check";
import { expect, test } from "vitest";
import { resultLine, writeJsonl } from "./jsonl.ts";
import { openResults } from "./open-results.ts";
import { CONDITIONS, type ItemResult, type Results, type ResultsHeader } from "./result.ts";
import { writeTable } from "./table.ts";

const header: ResultsHeader = {
  format: "fovea-results",
  schema: 1,
  suite: { title: "a suite", items: 3 },
  model: { id: "fovea-mini", title: "Fovea-mini" },
  choices: "letter",
  looks: ["global", "regional"],
  signals: true,
  formula: { name: "gap", text: "gap = lT - lS" },
  part: { dimensions: ["ocr"], limit: null, pick: "first", seed: 1 },
  samples: { count: 8, seed: 1 },
  card: {
    build: "b",
    modelBackend: "wasm",
    numbersBackend: "wgsl",
    adapter: 'an "adapter", or two',
    weightsSha256: "00",
    runtime: "onnxruntime-web 1",
  },
};

const text = fc.string({ unit: "grapheme", maxLength: 12 });
const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const answer = fc.record({
  text,
  right: fc.boolean(),
  confidence: fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value + 0),
});
const openItem: fc.Arbitrary<ItemResult> = fc.record({
  id: fc.string({ minLength: 1 }),
  dimension: text,
  image: text,
  area: fc.option(finite),
  question: text,
  answer: text,
  looks: fc.record(Object.fromEntries(CONDITIONS.map((condition) => [condition, answer])), {
    requiredKeys: [],
  }),
  divergence: fc.option(finite),
  advantages: fc.array(finite, { maxLength: 4 }),
  samples: fc.array(fc.boolean(), { maxLength: 4 }),
});
/** Open, or with choices. */
const offered = fc.record({
  choices: fc.array(text, { minLength: 1, maxLength: 4 }),
  correct: fc.array(fc.array(fc.nat(3), { minLength: 1, maxLength: 2 }), { maxLength: 2 }),
});
const item = fc
  .tuple(
    openItem,
    fc.option(offered, { nil: undefined }),
    fc.option(fc.record({ formula: fc.option(finite) }), { nil: undefined }),
  )
  .map(([open, choices, formula]): ItemResult => ({ ...open, ...choices, ...formula }));
const failed = fc.record({ id: fc.string({ minLength: 1 }), failed: fc.string({ minLength: 1 }) });
const results = fc
  .tuple(
    fc.uniqueArray(item, { selector: ({ id }) => id, maxLength: 5 }),
    fc.uniqueArray(failed, { selector: ({ id }) => id, maxLength: 3 }),
  )
  .map(([items, failures]): Results => {
    const ids = new Set(items.map(({ id }) => id));
    return { header, items, failed: failures.filter(({ id }) => !ids.has(id)), broken: [] };
  });

function opened(file: string): Results {
  const read = openResults(file);
  if (!read.ok) throw new Error(read.fault.message);
  return read.value;
}

test.each([
  ["JSON lines", writeJsonl],
  ["a table", writeTable],
] as const)("%s: what is written is read again", (_, write) => {
  fc.assert(
    fc.property(results, (written) => {
      expect(opened(write(written))).toEqual(written);
    }),
  );
});

const one: ItemResult = {
  id: "a",
  dimension: "ocr",
  image: "a.png",
  area: 0.01,
  question: "What does it say?",
  answer: "K7P",
  looks: { global: { text: "K1P", right: false, confidence: 0.4 } },
  divergence: 0.2,
  advantages: [0, 1.5],
  samples: [true, false],
};

test("a file cut off in the middle of a line keeps all lines before it", () => {
  const file = [header, one, { ...one, id: "b" }].map(resultLine).join("");
  const read = opened(file.slice(0, -20));
  expect(read.items.map(({ id }) => id)).toEqual(["a"]);
  expect(read.broken).toMatchObject([{ line: 3 }]);
});

test("an item asked again, or asked after it failed, counts once and as it was last", () => {
  const lines = [header, { id: "a", failed: "no image" }, one, { ...one, answer: "other" }].map(resultLine);
  const read = opened(lines.join(""));
  expect(read.items.map(({ answer: right }) => right)).toEqual(["other"]);
  expect(read.failed).toEqual([]);
});

test.each([
  ["another file", '{"id":"a"}\n', "not a results file"],
  ["no JSON", "<html>", "not a results file"],
  ["nothing", "", "empty"],
  ["nothing but lines", "\uFEFF\n\n", "empty"],
  ["a newer schema", `${JSON.stringify({ ...header, schema: 2 })}\n`, "newer"],
  ["another table", "# hello\na,b\n", "not a table"],
])("%s is refused", (_, file, words) => {
  const read = openResults(file);
  expect(read.ok ? "" : read.fault.message).toContain(words);
});

test("a record with a confidence beyond 1 is listed, not taken", () => {
  const odd = { ...one, looks: { global: { text: "x", right: true, confidence: 1.5 } } };
  expect(opened([header, odd].map(resultLine).join("")).broken[0]?.reason).toContain("confidence");
});
