/** Runs that the browser keeps: which checkpoints stay, and that a cut note loses nothing. */

import { expect, test } from "vitest";
import { createMemoryDepot } from "../../../scripts/hub/memory-depot.testing.ts";
import { value } from "../../../scripts/model/testing/loaded-model.testing.ts";
import type { TrainingEvent } from "../protocol/protocol.ts";
import { createKeeper, earlierPart } from "./keep-run.ts";
import { createRunStore, thinned } from "./run-store.ts";

const header = `{"kind":"header","format":"fovea-run","version":1,"every":20}\n`;
const bytes = (...values: number[]) => Uint8Array.from(values);

test("the last checkpoint and those of evaluations stay, spread evenly as far as the budget goes", () => {
  const all = [20, 27, 40, 60, 80, 93].map((step) => ({ step, bytes: 10 }));
  const steps = (budget: number) => thinned(all, 20, budget).map(({ step }) => step);
  expect(steps(100)).toEqual([20, 40, 60, 80, 93]);
  expect(steps(40)).toHaveLength(4);
  expect(steps(30)).toContain(93);
  expect(steps(30)).toHaveLength(3);
  expect(steps(1)).toHaveLength(2);
});

test("a run is kept with its checkpoints, and removed with those that no other run has", async () => {
  const depot = createMemoryDepot();
  const store = createRunStore(depot);
  await store.keepCheckpoint("a", header, 20, bytes(1));
  await store.keepCheckpoint("a", `${header}{"kind":"step","step":27}\n`, 27, bytes(2));
  await store.keepCheckpoint("a", header, 40, bytes(3));
  await store.keepCheckpoint("b", header, 20, bytes(1));
  expect((await store.read("a"))?.checkpoints.map(({ step }) => step)).toEqual([20, 40]);
  expect(depot.files.size).toBe(2);
  expect((await store.list()).map(({ name }) => name).sort()).toEqual(["a", "b"]);
  expect(await store.checkpoint("a", 40)).toEqual(bytes(3));
  expect(await store.checkpoint("a", 27)).toBeNull();
  await store.remove("a");
  expect(await store.read("a")).toBeNull();
  expect(await store.checkpoint("b", 20)).toEqual(bytes(1));
  await store.remove("b");
  expect(depot.files.size).toBe(0);
  expect(await depot.notes()).toEqual([]);
});

test("a note that was cut while it was written loses nothing but what it added", async () => {
  const depot = createMemoryDepot();
  const store = createRunStore(depot);
  await store.keepCheckpoint("a", header, 20, bytes(1));
  await store.keepCheckpoint("a", header, 40, bytes(2));
  await depot.writeNote("a.0.json", `{"name":"a","at":1,"num`);
  expect((await store.read("a"))?.checkpoints.map(({ step }) => step)).toEqual([20, 40]);
  await store.keepCheckpoint("a", header, 60, bytes(3));
  expect((await store.read("a"))?.checkpoints.map(({ step }) => step)).toEqual([20, 40, 60]);
});

test("the image of the watched item is kept with the first checkpoint, and goes with the run", async () => {
  const depot = createMemoryDepot();
  const store = createRunStore(depot);
  const keeper = createKeeper(store, "a", () => undefined);
  await keeper.onEvent({ kind: "begin", lines: header });
  await keeper.onEvent({
    kind: "image",
    image: { blob: new Blob([bytes(7, 8, 9)]), width: 40, height: 30 },
  });
  expect(await store.read("a")).toBeNull();
  await keeper.onEvent({ kind: "file", path: "checkpoint-20.safetensors", file: bytes(1) });
  await keeper.onEvent({ kind: "file", path: "checkpoint-40.safetensors", file: bytes(2) });
  await keeper.finish();
  const [kept] = await store.list();
  expect(kept?.image).toMatchObject({ width: 40, height: 30 });
  expect(new Uint8Array((await kept?.image?.blob.arrayBuffer()) ?? new ArrayBuffer())).toEqual(
    bytes(7, 8, 9),
  );
  expect(kept?.checkpoints.map(({ step }) => step)).toEqual([20, 40]);
  await store.remove("a");
  expect(depot.files.size).toBe(0);
});

test("going on at an earlier checkpoint deletes the later ones with the next", async () => {
  const store = createRunStore(createMemoryDepot());
  for (const step of [20, 40, 60]) await store.keepCheckpoint("a", header, step, bytes(step));
  await store.keepCheckpoint("a", header, 40, bytes(4));
  expect((await store.read("a"))?.checkpoints.map(({ step }) => step)).toEqual([20, 40]);
});

test("a run's checkpoints are kept with the document so far, and everything else is handed on", async () => {
  const store = createRunStore(createMemoryDepot());
  const handed: TrainingEvent[] = [];
  const keeper = createKeeper(store, "a", (event) => void handed.push(event));
  await keeper.onEvent({ kind: "begin", lines: header });
  await keeper.onEvent({ kind: "file", path: "checkpoint-20.safetensors", file: bytes(1) });
  await keeper.onEvent({ kind: "record", record: { kind: "end", step: 20, reason: "stopped" } });
  await keeper.finish();
  expect(handed.map(({ kind }) => kind)).toEqual(["begin", "kept", "record"]);
  const kept = await store.read("a");
  expect(kept?.document).toBe(`${header}{"kind":"end","step":20,"reason":"stopped"}\n`);
  expect(value(await earlierPart(store, "a", { kind: "kept", step: 20 }))).toEqual({
    kind: "given",
    document: kept?.document,
    step: 20,
    checkpoint: bytes(1),
  });
  const gone = await earlierPart(store, "a", { kind: "kept", step: 30 });
  expect(gone).toMatchObject({ ok: false, fault: { kind: "notFound" } });
});

test("a full disk fails, and what was kept before stays", async () => {
  const depot = createMemoryDepot();
  const store = createRunStore(depot);
  await store.keepCheckpoint("a", header, 20, bytes(1));
  depot.room = 0;
  await expect(store.keepCheckpoint("a", header, 40, bytes(2))).rejects.toThrow("full");
  expect(depot.parts.size).toBe(0);
  depot.room = 1;
  depot.writeNote = () => Promise.reject(new DOMException("full", "QuotaExceededError"));
  await expect(store.keepCheckpoint("a", header, 40, bytes(2))).rejects.toThrow("full");
  expect(depot.files.size).toBe(1);
  expect((await store.read("a"))?.checkpoints.map(({ step }) => step)).toEqual([20]);
});
