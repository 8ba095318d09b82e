/** A run goes on with results of the same questions alone. */
import { expect, test } from "vitest";
import { recordsOf } from "./continued.ts";
import { resultLine } from "./jsonl.ts";
import type { ItemResult, ResultsHeader } from "./result.ts";

const header: ResultsHeader = {
  format: "fovea-results",
  schema: 1,
  suite: { title: "a suite", items: 3 },
  model: { id: "engine:lab/large", title: "large" },
  choices: "letter",
  looks: ["global", "regional"],
  signals: true,
  part: { dimensions: null, limit: null, pick: "spread", seed: null },
  samples: { count: 8, seed: 1 },
  card: {
    build: "b",
    modelBackend: "remote",
    numbersBackend: "cpu",
    adapter: "127.0.0.1:8000",
    weightsSha256: "unknown:large@127.0.0.1:8000",
    runtime: "vLLM 0.32.0",
  },
};

const item: ItemResult = {
  id: "a",
  dimension: "d",
  image: "a.png",
  area: null,
  question: "?",
  answer: "!",
  looks: {},
  divergence: null,
  advantages: [],
  samples: [],
};

const text = [header, item, { id: "b", failed: "It is cut off." }].map(resultLine).join("");

test("what was asked is not asked again, whatever the build, and a line that was cut off is", () => {
  const now = { ...header, card: { ...header.card, build: "c" } };
  const { format, ...others } = now;
  const reordered: ResultsHeader = { ...others, format };
  for (const begun of [now, reordered])
    expect(recordsOf(`${text}{"id":"c","dim`, begun)).toEqual({
      ok: true,
      value: [item, { id: "b", failed: "It is cut off." }],
    });
});

test.each([
  ["other views", { ...header, looks: ["global" as const] }],
  ["another sample", { ...header, samples: { count: 8, seed: 2 } }],
  ["another suite", { ...header, suite: { title: "another", items: 3 } }],
  ["other weights", { ...header, card: { ...header.card, weightsSha256: "unknown:large@gpu" } }],
])("%s are refused", (_, now) => {
  expect(recordsOf(text, now)).toMatchObject({ ok: false, fault: { kind: "badInput" } });
});

test("a file that holds no results is refused", () => {
  expect(recordsOf("", header).ok).toBe(false);
});
