/** Transfers from a fake hub, over real HTTP: whatever goes wrong, a file is whole or it is not there. */
import { createHash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type FakeHub, serveHub, type Trouble } from "../../../scripts/hub/fake-hub.testing.ts";
import { createMemoryDepot, type MemoryDepot } from "../../../scripts/hub/memory-depot.testing.ts";
import type { TransferEnd } from "./arrivals.ts";
import { hashBytes } from "./hashing.ts";
import { runTransfer } from "./transfer.ts";

const bytes = Uint8Array.from({ length: 200_000 }, (_, i) => (i * 7919) % 251);
const sha256 = createHash("sha256").update(bytes).digest("hex");
const file = { path: "onnx/model.onnx", bytes: bytes.length, sha256 };
const revision = "1".repeat(40);
let hub: FakeHub;
let depot: MemoryDepot;
let waits: (string | null)[];
let slept: number[];

beforeAll(async () => {
  const files = new Map([[file.path, bytes]]);
  const repository = { name: "owner/model", revision, licence: "mit", files };
  hub = await serveHub({ repositories: [repository], content: null });
});
afterAll(() => hub.close());
beforeEach(() => {
  hub.requests.length = 0;
  hub.troubles.length = 0;
  depot = createMemoryDepot();
  waits = [];
  slept = [];
});

async function get(
  troubles: readonly Trouble[] = [],
  signal = new AbortController().signal,
  onBytes: (inFile: number) => void = () => undefined,
): Promise<TransferEnd> {
  hub.troubles.push(...troubles);
  const part = await depot.openPart(sha256);
  try {
    return await runTransfer({
      url: new URL(`${hub.origin}/owner/model/resolve/${revision}/${file.path}`),
      file,
      part,
      signal,
      fetch,
      sleep: async (milliseconds) => void slept.push(milliseconds),
      onBytes,
      onWait: (why) => waits.push(why),
    });
  } finally {
    part.close();
  }
}

const contentRequests = () => hub.requests.filter(({ path }) => path.startsWith("/content/"));
// Compared by hash: element by element would take longer than the transfers.
const isWhole = () => expect(hashBytes(depot.parts.get(sha256) ?? new Uint8Array())).toBe(sha256);

test("a file comes in through a redirect to another origin", async () => {
  const seen: number[] = [];
  expect(await get([], undefined, (inFile) => seen.push(inFile))).toEqual({ kind: "whole" });
  isWhole();
  expect(seen.at(-1)).toBe(bytes.length);
  const hosts = new Set(hub.requests.map(({ host }) => host.replace(/:\d+$/, "")));
  expect([...hosts]).toEqual(["127.0.0.1", "localhost"]);
});

test.each(Array.from({ length: 10 }, (_, tenth) => (bytes.length * tenth) / 10))(
  "a body cut at byte %i goes on from there",
  async (at) => {
    expect(await get([{ kind: "cut", at }])).toEqual({ kind: "whole" });
    isWhole();
    const [, again] = contentRequests();
    // The last bytes before a cut may not have arrived; what is asked for again is never more than was lost.
    expect(Number(/^bytes=(\d+)-$/.exec(again?.range ?? "bytes=0-")?.[1])).toBeLessThanOrEqual(at);
    if (at > 0) expect(again?.range).toMatch(/^bytes=[1-9]/);
  },
);

test.each(Array.from({ length: 9 }, (_, tenth) => (bytes.length * (tenth + 1)) / 10))(
  "stopped near byte %i it keeps what came in, and a later one goes on",
  async (at) => {
    const stop = new AbortController();
    const stopped = await get([{ kind: "hold", after: at }], stop.signal, (inFile) => {
      if (inFile >= at) stop.abort();
    });
    hub.release();
    expect(stopped).toEqual({ kind: "stopped" });
    expect(depot.parts.get(sha256)?.length).toBe(at);
    expect(await get()).toEqual({ kind: "whole" });
    isWhole();
    expect(contentRequests().at(-1)?.range).toBe(`bytes=${at}-`);
  },
);

test("a line that breaks again and again without bringing more is a fault that keeps what is there", async () => {
  const cuts = Array.from({ length: 9 }, () => ({ kind: "cut", at: 50_000 }) as const);
  expect(await get(cuts)).toMatchObject({ kind: "fault", fault: { kind: "network" } });
  expect(depot.parts.get(sha256)?.length).toBe(50_000);
  hub.troubles.length = 0;
  expect(await get()).toEqual({ kind: "whole" });
  isWhole();
});

test("429 waits as long as it says, then goes on; an hour of waiting is a fault", async () => {
  expect(await get([{ kind: "busy", status: 429, retryAfter: "7" }])).toEqual({ kind: "whole" });
  expect(slept).toContain(7000);
  expect(waits).toContain("The hub asks us to wait 7 s.");
  depot = createMemoryDepot();
  expect(await get([{ kind: "busy", status: 429, retryAfter: "3600" }])).toMatchObject({
    kind: "fault",
    fault: { kind: "network", message: expect.stringContaining("3600 s") },
  });
});

test("an ailing server is asked again, later and later", async () => {
  const ailing = Array.from({ length: 3 }, () => ({ kind: "busy", status: 503, retryAfter: null }) as const);
  expect(await get(ailing)).toEqual({ kind: "whole" });
  expect(slept.filter((milliseconds) => milliseconds > 0)).toEqual([1000, 2000, 4000]);
});

test.each(["text/html; charset=utf-8", "application/octet-stream"])(
  "a web page with status 200, sent as %s, is no model",
  async (type) => {
    expect(await get([{ kind: "page", type }])).toMatchObject({
      kind: "fault",
      fault: { kind: "notFound", message: expect.stringContaining("web page") },
    });
    expect(depot.parts.get(sha256)?.length ?? 0).toBe(0);
  },
);

test("another ETag after a break begins anew, and no two files are mixed", async () => {
  const other = {
    kind: "other",
    etag: '"another"',
    bytes: Uint8Array.from(bytes, (byte) => byte ^ 255),
  } as const;
  expect(await get([{ kind: "cut", at: 90_000 }, other])).toEqual({ kind: "whole" });
  isWhole();
  expect(waits).toContain("The file on the server has changed; starting again.");
});

test("a flipped byte is corrupt, and nothing of it is kept", async () => {
  expect(await get([{ kind: "flip", at: 123_456 }])).toMatchObject({
    kind: "fault",
    fault: { kind: "corrupt", message: expect.stringContaining("SHA-256") },
  });
  expect(depot.parts.get(sha256)?.length).toBe(0);
});

test("a byte flipped on disk before a reload is found, and the file is fetched anew", async () => {
  const half = bytes.slice(0, 100_000);
  half[5] = (half[5] ?? 0) ^ 1;
  depot.parts.set(sha256, half);
  expect(await get()).toEqual({ kind: "whole" });
  isWhole();
  expect(contentRequests().map(({ range }) => range)).toEqual(["bytes=100000-", null]);
});

test("a server that ignores ranges sends all of it again; one that knows no such range too", async () => {
  depot.parts.set(sha256, bytes.slice(0, 60_000));
  expect(await get([{ kind: "ignore range" }])).toEqual({ kind: "whole" });
  isWhole();
  depot = createMemoryDepot();
  depot.parts.set(sha256, new Uint8Array(bytes.length + 5));
  expect(await get()).toEqual({ kind: "whole" });
  isWhole();
});

test("a longer file than was promised is corrupt", async () => {
  const longer = { kind: "other", etag: '"x"', bytes: new Uint8Array(bytes.length + 1) } as const;
  expect(await get([longer])).toMatchObject({ kind: "fault", fault: { kind: "corrupt" } });
});

test("a full disk is a fault that keeps what came in; with room again it goes on", async () => {
  depot.room = 120_000;
  const end = await get();
  expect(end).toMatchObject({ kind: "fault", fault: { kind: "quota" } });
  const kept = depot.parts.get(sha256)?.length ?? 0;
  expect(kept).toBeGreaterThan(0);
  depot.room = Number.POSITIVE_INFINITY;
  expect(await get()).toEqual({ kind: "whole" });
  isWhole();
  expect(contentRequests().at(-1)?.range).toBe(`bytes=${kept}-`);
});

test("no preflight is ever needed", async () => {
  depot.parts.set(sha256, bytes.slice(0, 10));
  await get();
  expect(hub.requests.every(({ method }) => method === "GET")).toBe(true);
});

test("a file of 96 MB passes through less than 64 MB of memory", { timeout: 120_000 }, async () => {
  const chunk = new Uint8Array(2 ** 20);
  const count = 96;
  const hash = createHash("sha256");
  for (let i = 0; i < count; i++) hash.update(chunk);
  const large = { path: "large.onnx", bytes: count * chunk.length, sha256: hash.digest("hex") };
  let left = count;
  const body = new ReadableStream({
    pull(controller) {
      if (left-- > 0) controller.enqueue(chunk.slice());
      else controller.close();
    },
  });
  let size = 0;
  let peak = 0;
  const before = process.memoryUsage().arrayBuffers;
  // As the origin-private file system does: what is appended leaves memory.
  const part = {
    get size() {
      return size;
    },
    read: () => 0,
    append(bytes: Uint8Array) {
      size += bytes.length;
      peak = Math.max(peak, process.memoryUsage().arrayBuffers - before);
    },
    clear: () => undefined,
    flush: () => undefined,
    close: () => undefined,
  };
  const end = await runTransfer({
    url: new URL("http://localhost/large.onnx"),
    file: large,
    part,
    signal: new AbortController().signal,
    fetch: async () => new Response(body),
    sleep: async () => undefined,
    onBytes: () => undefined,
    onWait: () => undefined,
  });
  expect(end).toEqual({ kind: "whole" });
  expect(peak).toBeLessThan(64 * 2 ** 20);
});
