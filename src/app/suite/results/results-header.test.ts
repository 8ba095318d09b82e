/** What results say of how their suite was read, and what they must not say of the machine that it lies on. */
import { expect, test } from "vitest";
import type { ImageId, ModelId, Nats, TokenId } from "../../../base/ids.ts";
import { failure, success } from "../../../base/outcome.ts";
import { parseInterpretation } from "../../../suite/open/boxes/box-interpretation.ts";
import { folder } from "../../../suite/open/folder-fixture.testing.ts";
import { type GivenInterpretation, type OpenedSuite, openSuite } from "../../../suite/open/open-suite.ts";
import { writeJsonl } from "../../../suite/results/jsonl.ts";
import { openResults } from "../../../suite/results/open-results.ts";
import { type ItemResult, parseHeader } from "../../../suite/results/result.ts";
import { writeTable } from "../../../suite/results/table.ts";
import { askEntry } from "../../../suite/run/ask-entry.ts";
import type { Respondent } from "../../../suite/run/respondent.ts";
import { INITIAL_SETTINGS, type RunSettings } from "../suite-state.ts";
import { headerOf } from "./results-header.ts";

const size = { width: 640, height: 480 };
const CARD = {
  build: "",
  modelBackend: "",
  numbersBackend: "",
  adapter: "",
  weightsSha256: "",
  runtime: "",
};
const MODEL = { id: "m" as ModelId, title: "M" };
const { ask, part } = INITIAL_SETTINGS;
const settings: RunSettings = { part, ask: { ...ask, conditions: ["global"], signals: false, shuffle: 7 } };

async function openedOf(records: readonly object[], said?: GivenInterpretation): Promise<OpenedSuite> {
  const list = records.map((record) => JSON.stringify(record)).join("\n");
  const suite = await openSuite(folder({ "list.jsonl": list, "pictures/a.png": size }), said);
  if (!suite.ok) throw new Error(suite.fault.message);
  return suite.value;
}

const header = (opened: OpenedSuite) =>
  headerOf({ title: "list", entries: opened.entries, opened }, MODEL, settings, CARD);

/** A model that says "red" to everything. */
const respondent: Respondent = {
  model: "m" as ModelId,
  boxWords: null,
  signal: new AbortController().signal,
  open: async (path) => success(path as ImageId),
  engine: {
    rollout: async ({ showing, sampler }) =>
      success([
        {
          showing,
          sampler,
          sibling: 0,
          forced: 0,
          card: CARD,
          end: "stopToken",
          ids: [1, 2] as TokenId[],
          texts: ["red", ""],
          logProbs: [-0.1, 0] as Nats[],
        },
      ]),
    likelihood: async () => failure("bug", "Nothing is weighed here."),
    compare: async () => failure("bug", "Nothing is compared here."),
  },
};

test("key, boxes and columns are in the header as they were read, and are read again", async () => {
  const row = { image: "a.png", Frage: "What colour?", options: ["red", "blue"], answer: "A" };
  const reading = parseInterpretation("xyxy-thousandths");
  const opened = await openedOf([{ ...row, bbox: [100, 100, 200, 200] }], {
    columns: { question: ["Frage"], choices: ["options"] },
    boxes: reading.ok ? reading.value : null,
  });
  const written = header(opened);
  expect(written).toMatchObject({
    key: "letter",
    boxes: "xyxy-thousandths",
    columns: { question: ["Frage"], choices: ["options"] },
    shuffle: 7,
  });
  expect(parseHeader(JSON.parse(JSON.stringify(written)))).toEqual({ header: written });
});

test("a suite in which nothing had to be read says nothing of it, nor of settings that change nothing", async () => {
  const opened = await openedOf([{ image: "a.png", question: "What colour?", answer: "red" }]);
  const written = header(opened);
  for (const name of ["key", "boxes", "columns", "shuffle", "numberWords"])
    expect(written).not.toHaveProperty(name);
});

test("results and their exports hold file names, and no absolute path that a list names", async () => {
  const place = "/home/someone/pictures/a.png";
  const opened = await openedOf([
    { id: place, image: place, question: "What colour is the sign?", answer: "red" },
    { id: "C:\\someone\\2", image: "file:///home/someone/pictures/a.png", question: "Which?", answer: "red" },
    { id: "third", image: "C:\\someone\\a.png", question: "Which colour?", answer: "red" },
  ]);
  expect(opened.broken).toEqual([]);
  const items: ItemResult[] = [];
  for (const entry of opened.entries) {
    const asked = await askEntry(respondent, entry, settings.ask);
    if (!asked.ok || asked.value === null) throw new Error("It was not asked.");
    items.push(asked.value.result);
  }
  expect(items.map(({ image }) => image)).toEqual(opened.entries.map(() => "pictures/a.png"));
  expect(items.map(({ looks }) => looks.global?.right)).toEqual([true, true, true]);
  const results = { header: header(opened), items, failed: [] };
  for (const text of [writeJsonl(results), writeTable(results)]) {
    expect(text).toContain("pictures/a.png");
    expect(text).not.toMatch(/someone|home/);
    expect(openResults(text)).toMatchObject({ ok: true, value: { items } });
  }
});
