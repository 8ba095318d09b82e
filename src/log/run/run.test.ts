/** Logs as they are found: mixed, cut off, hostile, and large; and back from the lines that Fovea writes. */
import fc from "fast-check";
import { parquetWriteBuffer } from "hyparquet-writer";
import { expect, test } from "vitest";
import { fileOfBlob } from "../../suite/open/files/suite-file.ts";
import { tokenLine } from "../export/token-lines.ts";
import type { LoggedRollout } from "../rollout.ts";
import { openRun } from "./open-run.ts";
import { lackWords, reportOf } from "./report.ts";
import { type RunLog, readRollout } from "./run-log.ts";

const line = (record: object): string => `${JSON.stringify(record)}\n`;

async function opened(files: Readonly<Record<string, string>>): Promise<RunLog> {
  const given = Object.entries(files).map(([path, text]) => fileOfBlob(path, new Blob([text])));
  const run = await openRun("run", given);
  if (!run.ok) throw new Error(run.fault.message);
  return run.value;
}

async function allOf(run: RunLog): Promise<readonly LoggedRollout[]> {
  const read = await Promise.all(run.entries.map(readRollout));
  return read.map((each) => {
    if (!each.ok) throw new Error(each.fault.message);
    return each.value;
  });
}

const verl = (step: number, output = "A fox.") => ({ input: "user\nWhat?", output, score: 1, step });
const swift = {
  step: ["2", "2"],
  prompt: ["p", "p"],
  completion: ["a", "b"],
  format: [1, 0],
  advantages: [1, -1],
};

test("several files, formats and broken lines: everything is an entry or is told", async () => {
  const run = await opened({
    "10.jsonl": `\uFEFF${line(verl(10)).replace("\n", "\r\n")}not json\n[1]\n${line({ other: 1 })}{"input": "cut`,
    "9.jsonl": line(verl(9)) + line(swift),
  });
  expect(run.entries.map(({ step, format }) => [step, format])).toEqual([
    [2, "completions"],
    [2, "completions"],
    [9, "verl"],
    [10, "verl"],
  ]);
  expect(run.unread.map(({ place }) => place)).toEqual(
    [2, 3, 4, 5].map((number) => `10.jsonl, line ${number}`),
  );
  expect(run.unread.map(({ reason }) => reason)).toEqual([
    expect.stringContaining("not JSON"),
    "It is not a record of named fields.",
    "Its fields are those of no log that Fovea knows.",
    expect.stringContaining("The file ends within it."),
  ]);
  expect(run.prompts).toHaveLength(2);
  expect((await allOf(run)).map(({ response }) => response)).toEqual(["a", "b", "A fox.", "A fox."]);
  const { read, lacks, conventions } = reportOf(run);
  expect(read).toContain("in 3 steps from 2 to 10, of 2 prompts");
  expect(conventions).toHaveLength(1);
  const advantage = lacks.find(({ quantity }) => quantity === "advantage");
  expect(advantage && lackWords(advantage, 4)).toContain("Missing from 2 of 4 rollouts: advantage.");
});

test("a JSON list is read too, and what holds no rollout is a fault with its reason", async () => {
  const run = await opened({ "log.json": ` [${line(verl(1))}, 5]` });
  expect(run.entries).toHaveLength(1);
  expect(run.unread).toEqual([{ place: "log.json, item 2", reason: "It is not a record of named fields." }]);
  expect(await allOf(run)).toMatchObject([{ step: 1 }]);
  for (const text of ["", "[", "{}\n", "<html>"])
    expect(await openRun("x", [fileOfBlob("x.jsonl", new Blob([text]))])).toMatchObject({
      ok: false,
      fault: { kind: "badInput", message: expect.stringContaining("no rollout") },
    });
});

test("a table of TRL: a rollout per row, with rewards between completion and advantage", async () => {
  const columns = {
    ...{ step: [10, 10], prompt: ["p", "p"], completion: ["c1", "c2"] },
    ...{ accuracy_reward: [1, 0], format_reward: [0.5, 0.5], advantage: [0.7, -0.7] },
  };
  const columnData = Object.entries(columns).map(([name, data]) => ({ name, data }));
  const blob = new Blob([parquetWriteBuffer({ columnData })]);
  const run = await openRun("run", [fileOfBlob("completions/completions_00010.parquet", blob)]);
  if (!run.ok) throw new Error(run.fault.message);
  expect(await allOf(run.value)).toMatchObject([
    {
      step: 10,
      response: "c1",
      reward: 1.5,
      advantage: 0.7,
      fields: { accuracy_reward: 1, format_reward: 0.5 },
    },
    { step: 10, response: "c2", reward: 0.5, advantage: -0.7 },
  ]);
  expect(run.value.prompts).toHaveLength(1);
});

test("a pickle is never opened", async () => {
  const outcome = await openRun("x", [fileOfBlob("0.pt", new Blob(["PK"]))]);
  expect(outcome).toMatchObject({
    ok: false,
    fault: { kind: "unsupported", hint: expect.stringContaining("convert") },
  });
});

test("whatever the values are, a record is read or refused, and names of prototypes are names", async () => {
  const names = [
    "__proto__",
    "constructor",
    "toString",
    "input",
    "output",
    "score",
    "step",
    "prompt",
    "completion",
  ];
  const key = fc.constantFrom(
    ...names,
    "tokens",
    "metrics",
    "ids",
    "token_ids",
    "loss_mask",
    "schema_version",
  );
  const value = fc.jsonValue({ maxDepth: 2 });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.dictionary(key, value), { minLength: 1, maxLength: 5 }), async (records) => {
      const good = JSON.stringify({ ...verl(1), ["__proto__x"]: 1 }).replace("__proto__x", "__proto__");
      const run = await opened({ "a.jsonl": `${good}\n${records.map(line).join("")}` });
      const places = new Set(
        [...run.entries, ...run.unread].map(({ place }) => place.split(", completion")[0]),
      );
      expect(places.size).toBe(records.length + 1);
      await allOf(run);
      expect(run.otherFields.get("__proto__")).toBeGreaterThan(0);
    }),
    { numRuns: 60 },
  );
});

test("lines of tokens and metrics give back what was read, whatever the format was", async () => {
  const [infinite, gap] = [{ k: [-Infinity, 1] }, { k: [null, 2] }];
  const first = await opened({
    "3.jsonl":
      line({ ...verl(3, 'say "NaN"\u2028\n'), image_path: "a.jpg", pred: [1, { deep: null }] }) + line(swift),
    "t.jsonl":
      `{"tokens":["a","b"],"metrics":{"k":[-1e999,1]},"ids":[4,5],"step":1,"extra":"x"}\n` +
      line({ tokens: ["⟨4⟩", "⟨5⟩"], metrics: gap, ids: [4, 5], unnamed_tokens: true }),
  });
  const before = await allOf(first);
  expect(before.flatMap(({ tokens }) => (tokens === null ? [] : [tokens]))).toMatchObject([
    { texts: ["a", "b"], columns: infinite },
    { texts: null, ids: [4, 5], columns: gap },
  ]);
  const again = await opened({ "out.jsonl": before.map((rollout) => tokenLine(rollout)).join("") });
  const bare = (rollout: LoggedRollout) => ({ ...rollout, place: "", format: "" });
  expect((await allOf(again)).map(bare)).toEqual(before.map(bare));
});

test("the time to open a log grows with the number of its rollouts, not with its square", async () => {
  const output = "The red sign says K7P, so the answer is the second one. ".repeat(15);
  const lines = Array.from({ length: 10_000 }, (_, i) =>
    line({ ...verl(Math.floor(i / 100), `${i} ${output}`), input: `user\nQuestion ${i % 1000}` }),
  );
  const timed = async (rollouts: number) => {
    const text = lines.slice(0, rollouts).join("");
    const start = performance.now();
    const run = await opened({ "all.jsonl": text });
    expect(run.entries).toHaveLength(rollouts);
    expect(run.prompts).toHaveLength(1000);
    return performance.now() - start;
  };
  const few = [await timed(1000), await timed(1000), await timed(1000)];
  expect((await timed(10_000)) / Math.max(...few)).toBeLessThan(30);
});
