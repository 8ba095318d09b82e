/** What the run card states about how a suite was interpreted and asked. */
import { expect, test } from "vitest";
import type { ResultsHeader } from "../../../suite/results/result.ts";
import { cardLines } from "./run-card-words.ts";

const header: ResultsHeader = {
  format: "fovea-results",
  schema: 1,
  suite: { title: "s", items: 12 },
  choices: "letter",
  model: { id: "m", title: "M" },
  looks: ["global"],
  signals: true,
  samples: { count: 0, seed: 0 },
  part: { dimensions: null, limit: null, pick: "spread", seed: null },
  card: {
    build: "b",
    modelBackend: "wasm",
    numbersBackend: "cpu",
    adapter: "a",
    runtime: "r",
    weightsSha256: "0123456789abcdef",
  },
};

test("key, boxes, columns, shuffle and number words are stated where they differ from the defaults", () => {
  const said = cardLines(
    {
      ...header,
      shuffle: 3,
      key: "index-1",
      boxes: "xyxy-thousandths",
      numberWords: true,
      columns: { question: ["Frage"], choices: ["A", "B"] },
    },
    2,
  );
  expect(said).toContain(
    "Choices shuffled from seed 3 · key is a position counted from 1 · boxes are left, top, right, bottom in thousandths of the sides · columns question=Frage,choices=A+B · number words count, articles do not",
  );
});

test("a formula that was measured is stated line by line", () => {
  const formula = { name: "gap", text: "most = 20 in 0..40 # nats\ngap = clip(lT - lS, 0, most)" };
  const said = cardLines({ ...header, formula }, 2);
  expect(said).toContain("formula gap: most = 20 in 0..40");
  expect(said).toContain("formula gap, line 2: gap = clip(lT - lS, 0, most)");
});

test("otherwise they are not mentioned", () => {
  expect(cardLines(header, 2)).toEqual([
    "M · s, 2 items of 12 · choices by letter",
    "Model on wasm, metrics in cpu · a",
    "Weights 0123456789ab · build b · r",
  ]);
});
