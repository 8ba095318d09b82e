/** A suite over a served model whose server dies, is slow or is stopped in the middle: only the item under way is asked again. */
import { expect, test } from "vitest";
import type { ImageId } from "../../base/ids.ts";
import { failure, success } from "../../base/outcome.ts";
import { NEVER, sleep } from "../../base/signal.ts";
import type { SuiteEntry } from "../../suite/open/entry.ts";
import type { ItemResult, ResultRecord } from "../../suite/results/result.ts";
import { type AskSettings, askEntry } from "../../suite/run/ask-entry.ts";
import { drive } from "../../suite/run/drive.ts";
import type { Respondent } from "../../suite/run/respondent.ts";
import { createRun, step } from "../../suite/run/runner.ts";
import { createFakeRemote } from "./fake-remote.testing.ts";
import type { FakeServerSettings } from "./http/fake-server.testing.ts";

const IMAGE = "image" as ImageId;

const SETTINGS: AskSettings = {
  conditions: ["global", "grounded", "regional", "blank"],
  choices: "letter",
  shuffle: null,
  longestEdge: null,
  numberWords: false,
  samples: { count: 2, seed: 1 },
  signals: true,
};

const entryOf = (id: string): SuiteEntry => ({
  id,
  path: "a.png",
  size: { width: 24, height: 16 },
  question: `What is ${id}?`,
  choices: [],
  choicesInQuestion: false,
  answer: "a",
  answers: [],
  correct: [],
  evidence: [],
  dimension: "d",
  region: { kind: "box", box: { x: 2, y: 2, width: 8, height: 8 } },
});

/** A suite of three items that is asked of a served model; `drive` may be called again, as after "Continue". */
async function suiteOver(server: FakeServerSettings, signal: AbortSignal = NEVER) {
  const remote = createFakeRemote(server);
  const opened = await remote.engine.open("small", NEVER);
  if (!opened.ok || opened.value === null) throw new Error("It should open.");
  await remote.engine.addImage(IMAGE, Uint8Array.of(1, 2, 3).buffer);
  const respondent: Respondent = {
    engine: remote.engine.background,
    model: opened.value.id,
    boxWords: null,
    signal,
    open: async () => success(IMAGE),
  };
  const entries = new Map(["a", "b", "c"].map((id) => [id, entryOf(id)]));
  const records: ResultRecord[] = [];
  let run = createRun([...entries.keys()]);
  const asking = async () => {
    run = step(run, { kind: run.phase.kind === "ready" ? "start" : "resume" });
    await drive({
      run: () => run,
      goOn: async () => !signal.aborted,
      keep(next) {
        run = next;
      },
      async ask(id) {
        const entry = entries.get(id);
        if (entry === undefined) return failure("bug", "There is no such item.");
        const asked = await askEntry(respondent, entry, SETTINGS);
        return asked.ok ? success(asked.value?.result ?? null) : asked;
      },
      async append(record) {
        records.push(record);
        return success(null);
      },
      now: () => 0,
    });
    return run.phase;
  };
  return { asking, records, remote };
}

const idsOf = (records: readonly ResultRecord[]) => records.map(({ id }) => id);

test("a server that dies costs the item under way, which is asked again once the server is back", async () => {
  let requests = 0;
  let diesAt = Number.POSITIVE_INFINITY;
  const isDown = () => ++requests >= diesAt;
  const suite = await suiteOver({ isDown });
  requests = 0;
  diesAt = 30;
  expect(await suite.asking()).toMatchObject({ kind: "halted", fault: { kind: "unreachable" } });
  const kept = idsOf(suite.records);
  expect(kept.length).toBeGreaterThan(0);
  expect(kept.length).toBeLessThan(3);
  diesAt = Number.POSITIVE_INFINITY;
  expect(await suite.asking()).toEqual({ kind: "finished" });
  expect(idsOf(suite.records)).toEqual(["a", "b", "c"]);
  // As if nothing had happened.
  const undisturbed = await suiteOver({});
  await undisturbed.asking();
  expect(suite.records).toEqual(undisturbed.records);
});

test("divergence, visual advantage and sampled answers of an item are measured on a served model", async () => {
  const suite = await suiteOver({});
  await suite.asking();
  for (const record of suite.records as ItemResult[]) {
    expect(Object.keys(record.looks)).toEqual(SETTINGS.conditions);
    expect(record.divergence).toBeGreaterThan(0);
    expect(record.advantages.some((nats) => nats > 0)).toBe(true);
    expect(record.samples).toHaveLength(2);
  }
  // The conditions of an item are asked together.
  expect(suite.remote.server.most()).toBe(4);
});

test("a slow server's item is waited for, and one that is stopped leaves no result", async () => {
  const controller = new AbortController();
  let slow = false;
  const until = async (signal: AbortSignal) => {
    if (slow) await sleep(60_000, signal);
  };
  const suite = await suiteOver({ until }, controller.signal);
  slow = true;
  const asking = suite.asking();
  await sleep(5, NEVER);
  controller.abort();
  await asking;
  expect(suite.records).toEqual([]);
});
