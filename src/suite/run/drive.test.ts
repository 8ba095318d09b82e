import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { type FaultKind, failure, type Outcome, success } from "../../base/outcome.ts";
import type { ItemResult, ResultRecord } from "../results/result.ts";
import { drive, type Track } from "./drive.ts";
import { createRun, type SuiteRun, step } from "./runner.ts";

const result = (id: string): ItemResult => ({
  id,
  dimension: "d",
  image: "a.png",
  area: null,
  question: "?",
  answer: "!",
  looks: {},
  divergence: null,
  advantages: Array.from({ length: 12 }, () => 0.5),
  samples: [],
});

/** A track over a world where `ask` answers as told and every item takes two seconds. */
function trackOver(order: readonly string[], ask: (id: string) => Outcome<ItemResult | null>) {
  let clock = 0;
  let run: SuiteRun = step(createRun(order), { kind: "start" });
  const records: ResultRecord[] = [];
  const track: Track = {
    goOn: async () => true,
    run: () => run,
    keep(next) {
      run = next;
    },
    async ask(id) {
      clock += 2000;
      return ask(id);
    },
    async append(record) {
      records.push(record);
      return success(null);
    },
    now: () => clock,
  };
  return { track, records, tell: (kind: "pause" | "resume" | "stop") => track.keep(step(run, { kind })) };
}

test("every result is written, a broken item with its reason, and the seconds are counted", async () => {
  const world = trackOver(["a", "b", "c"], (id) =>
    id === "b" ? failure("corrupt", "This PNG file is cut off.") : success(result(id)),
  );
  await drive(world.track);
  expect(world.records).toEqual([result("a"), { id: "b", failed: "This PNG file is cut off." }, result("c")]);
  expect(world.track.run()).toMatchObject({ phase: { kind: "finished" }, recent: [2, 2, 2] });
});

test("a lost device halts; resumed, the same item is asked again and none is written twice", async () => {
  let lost = true;
  const world = trackOver(["a", "b"], (id) =>
    id === "b" && lost ? failure("deviceLost", "gone") : success(result(id)),
  );
  await drive(world.track);
  expect(world.track.run().phase.kind).toBe("halted");
  lost = false;
  world.tell("resume");
  await drive(world.track);
  expect(world.records.map(({ id }) => id)).toEqual(["a", "b"]);
});

const everyItems: readonly FaultKind[] = [
  "deviceLost",
  "workerLost",
  "outOfMemory",
  "unreliable",
  "network",
  "quota",
  "bug",
];

test.each(everyItems)(
  "a fault of kind %s would meet every item: it halts the run and fails none",
  async (kind) => {
    const world = trackOver(["a", "b"], () => failure(kind, "Nothing more can be asked."));
    await drive(world.track);
    expect(world.track.run()).toMatchObject({
      phase: { kind: "halted", fault: { kind } },
      done: 0,
    });
    expect(world.records).toEqual([]);
  },
);

test.each(["corrupt", "badInput", "notFound", "unsupported"] as const)(
  "a fault of kind %s is the item's own: the run goes on",
  async (kind) => {
    const world = trackOver(["a", "b"], (id) =>
      id === "a" ? failure(kind, "Not this one.") : success(result(id)),
    );
    await drive(world.track);
    expect(world.records).toEqual([{ id: "a", failed: "Not this one." }, result("b")]);
    expect(world.track.run()).toMatchObject({ phase: { kind: "finished" } });
  },
);

test("an item cancelled by a pause is asked again; one that ends after a stop is not written", async () => {
  let tries = 0;
  const paused = trackOver(["a"], (id) => {
    tries++;
    if (tries > 1) return success(result(id));
    paused.tell("pause");
    return success(null);
  });
  await drive(paused.track);
  expect(paused.records).toEqual([]);
  paused.tell("resume");
  await drive(paused.track);
  expect(paused.records).toHaveLength(1);
  const stopped = trackOver(["a", "b"], (id) => {
    stopped.tell("stop");
    return success(result(id));
  });
  await drive(stopped.track);
  expect(stopped.records).toEqual([]);
});

test("a results file that cannot grow halts before the item counts", async () => {
  const world = trackOver(["a"], (id) => success(result(id)));
  const full: Track = { ...world.track, append: async () => failure("quota", "The disk is full.") };
  await drive(full);
  expect(world.track.run()).toMatchObject({ phase: { kind: "halted" }, done: 0 });
});

test("1,000 items: memory at the end is at most 1.2 times that after 100", async () => {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  const heap = (): number => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  const ids = Array.from({ length: 1000 }, (_, i) => `item-${i}`);
  // Each item makes a megabyte that only its result outlives.
  const world = trackOver(ids, (id) => {
    const logits = new Array(131072).fill(id.length);
    return success({ ...result(id), divergence: logits.length });
  });
  const marks: number[] = [];
  let written = 0;
  const track: Track = {
    ...world.track,
    async append() {
      written++;
      if (written === 100 || written === 1000) marks.push(heap());
      return success(null);
    },
  };
  await drive(track);
  const [early = 0, end = 0] = marks;
  expect(written).toBe(1000);
  expect(end / early).toBeLessThan(1.2);
});
