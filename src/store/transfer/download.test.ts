/** Whole models into a depot, and out of it again; in Node, with a depot and locks in memory. */
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { type FakeHub, serveHub } from "../../../scripts/hub/fake-hub.testing.ts";
import { createMemoryDepot, type MemoryDepot } from "../../../scripts/hub/memory-depot.testing.ts";
import { createMemoryLocks } from "../../../scripts/hub/memory-locks.testing.ts";
import { writeTrio } from "../../../scripts/model/write-trio.ts";
import type { ModelId } from "../../base/ids.ts";
import { smallConfig } from "../../graph/config.ts";
import { type Manifest, parseManifest } from "../../model/manifest/manifest.ts";
import type { Storage } from "../../source/offer.ts";
import { copying } from "../copy.ts";
import { listKept, openKept, removeKept } from "../kept.ts";
import { fetching, takeIn } from "./download.ts";
import { hashBytes } from "./hashing.ts";

const revision = "cd".repeat(20);
const sleep = async () => undefined;
let hub: FakeHub;
let depot: MemoryDepot;
let manifest: Manifest;
let sibling: Manifest;
let folder: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

function read(bytes: Uint8Array | undefined, id: string): Manifest {
  const parsed = parseManifest({ ...JSON.parse(new TextDecoder().decode(bytes)), id });
  if (!parsed.ok) throw new Error(parsed.fault.message);
  return parsed.value;
}

beforeEach(() => vi.stubGlobal("navigator", { locks: createMemoryLocks() }));
beforeAll(async () => {
  folder = await writeTrio({ config: smallConfig, seed: 1 });
  const other = await writeTrio({ config: smallConfig, seed: 2 });
  manifest = read(folder.get("manifest.json"), "one");
  sibling = read(other.get("manifest.json"), "two");
  const named = (name: string, files: ReadonlyMap<string, Uint8Array>) => ({
    name,
    revision,
    licence: "mit",
    files,
  });
  hub = await serveHub({
    repositories: [named("owner/one", folder), named("owner/two", other)],
    content: null,
  });
});
afterAll(async () => {
  await hub.close();
});
beforeEach(() => {
  depot = createMemoryDepot();
  hub.requests.length = 0;
  hub.troubles.length = 0;
});

const PLENTY: Storage = { used: 0, allowed: 1e12, persistent: false };

function get(of = manifest, options: { storage?: Storage; signal?: AbortSignal } = {}) {
  const { storage = PLENTY, signal = new AbortController().signal } = options;
  const base = `${hub.origin}/owner/${of.id}/resolve/${revision}/`;
  const done: number[] = [];
  const waits: (string | null)[] = [];
  const ended = takeIn({
    depot,
    manifest: of,
    base,
    signal,
    storage: async () => storage,
    events: { progress: (bytes) => done.push(bytes), waiting: (why) => waits.push(why) },
    fill: fetching(new URL(base), signal, sleep),
  });
  return { ended, done, waits };
}

const bytes = (of: Manifest): number => of.files.reduce((sum, file) => sum + file.bytes, 0);

test("a whole model comes in with total progress, is listed, and opens byte for byte", async () => {
  const { ended, done } = get();
  expect(await ended).toEqual({ ok: true, value: "one" });
  expect(done.at(-1)).toBe(bytes(manifest));
  expect(await listKept(depot)).toMatchObject([{ id: "one", whole: true, present: bytes(manifest) }]);
  const opened = await openKept(depot, "one" as ModelId);
  const files = opened.ok ? opened.value.files : new Map<string, Blob>();
  for (const { path, sha256 } of manifest.files) {
    const file = files.get(path) as Blob;
    expect(hashBytes(new Uint8Array(await file.arrayBuffer()))).toBe(sha256);
  }
});

test("without room nothing is asked for and nothing is kept", async () => {
  const { ended } = get(manifest, { storage: { used: 90e6, allowed: 98e6, persistent: false } });
  expect(await ended).toMatchObject({ ok: false, fault: { kind: "quota" } });
  expect(hub.requests).toEqual([]);
  expect(await listKept(depot)).toEqual([]);
});

test("a stopped download is listed in part, and goes on where it was", async () => {
  const stop = new AbortController();
  hub.troubles.push({ kind: "hold", after: 400 });
  const { ended } = get(manifest, { signal: stop.signal });
  await vi.waitFor(() => expect([...depot.parts.values()][0]?.length).toBe(400));
  stop.abort();
  hub.release();
  expect(await ended).toEqual({ ok: true, value: null });
  const [kept] = await listKept(depot);
  expect(kept).toMatchObject({ whole: false, present: 400, order: { kind: "hub" } });
  expect(await openKept(depot, "one" as ModelId)).toMatchObject({ ok: false, fault: { kind: "notFound" } });
  hub.requests.length = 0;
  expect(await get().ended).toEqual({ ok: true, value: "one" });
  expect(hub.requests.find(({ range }) => range !== null)?.range).toBe("bytes=400-");
});

test("two tabs at once fetch every file once: the second waits with a sentence, then reads", async () => {
  hub.troubles.push({ kind: "hold", after: 100 });
  const first = get();
  await vi.waitFor(() => expect([...depot.parts.values()][0]?.length).toBe(100));
  const second = get();
  await vi.waitFor(() => expect(second.waits[0]).toMatch(/Another tab/));
  hub.release();
  expect(await first.ended).toEqual({ ok: true, value: "one" });
  expect(await second.ended).toEqual({ ok: true, value: "one" });
  const asked = hub.requests.filter(({ path }) => path.includes("/resolve/"));
  expect(asked).toHaveLength(new Set(manifest.files.map(({ sha256 }) => sha256)).size);
});

test("a tab that waits can be stopped", async () => {
  hub.troubles.push({ kind: "hold", after: 100 });
  const first = get();
  await vi.waitFor(() => expect([...depot.parts.values()][0]?.length).toBe(100));
  const stop = new AbortController();
  const second = get(manifest, { signal: stop.signal });
  await vi.waitFor(() => expect(second.waits).toHaveLength(1));
  stop.abort();
  hub.release();
  expect(await second.ended).toEqual({ ok: true, value: null });
  expect(await first.ended).toEqual({ ok: true, value: "one" });
});

test("what two models share is fetched once, and stays until the last of them is deleted", async () => {
  await get().ended;
  hub.requests.length = 0;
  await get(sibling).ended;
  expect(hub.requests.some(({ path }) => path.endsWith("tokenizer.json"))).toBe(false);
  expect(await removeKept(depot, "one" as ModelId)).toEqual({ ok: true, value: null });
  expect(await openKept(depot, "two" as ModelId)).toMatchObject({ ok: true });
  await removeKept(depot, "two" as ModelId);
  expect([depot.files.size, depot.parts.size, await depot.notes()]).toEqual([0, 0, []]);
});

test("a model is not deleted while a tab fetches it", async () => {
  hub.troubles.push({ kind: "hold", after: 100 });
  const first = get();
  await vi.waitFor(() => expect([...depot.parts.values()][0]?.length).toBe(100));
  expect(await removeKept(depot, "one" as ModelId)).toMatchObject({ ok: false, fault: { kind: "badInput" } });
  hub.release();
  await first.ended;
});

test("a copy of files of the disk is kept without the network; a file that changed is refused", async () => {
  const local = [...folder].map(([path, content]) => ({ path, file: new File([content], path) }));
  const copy = (files: typeof local) =>
    takeIn({
      depot,
      manifest,
      base: null,
      signal: new AbortController().signal,
      storage: async () => PLENTY,
      events: { progress: () => undefined, waiting: () => undefined },
      fill: copying(files, new AbortController().signal),
    });
  const changed = local.map((one) =>
    one.path === "tokenizer.json" ? { ...one, file: new File(["{}"], "x") } : one,
  );
  expect(await copy(changed)).toMatchObject({ ok: false, fault: { kind: "corrupt" } });
  expect(await copy(local)).toEqual({ ok: true, value: "one" });
  expect(hub.requests).toEqual([]);
  expect(await listKept(depot)).toMatchObject([{ whole: true, order: null }]);
});
