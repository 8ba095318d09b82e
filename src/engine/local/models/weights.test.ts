import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { afterEach, expect, test, vi } from "vitest";
import type { Manifest } from "../../../model/manifest/manifest.ts";
import { fetchFiles } from "./weights.ts";

const bytes = Uint8Array.from({ length: 1000 }, (_, i) => i % 251);
const file = { path: "a.bin", bytes: bytes.length, sha256: bytesToHex(sha256(bytes)) };
const manifest = { files: [file] } as unknown as Manifest;
const base = new URL("http://localhost/models/x/manifest.json");

function serve(body: Uint8Array<ArrayBuffer>, init: ResponseInit = {}): void {
  vi.stubGlobal("fetch", async () => new Response(body, init));
}

function get(
  signal = new AbortController().signal,
  onProgress: (done: number, total: number) => void = () => undefined,
) {
  return fetchFiles(base, manifest, signal, onProgress);
}

afterEach(() => vi.unstubAllGlobals());

test("a whole file arrives with its progress", async () => {
  serve(bytes);
  const seen: number[] = [];
  const got = await get(undefined, (done) => seen.push(done));
  expect(got.ok && got.value.get("a.bin")).toEqual(bytes);
  expect(seen.at(-1)).toBe(bytes.length);
});

test.each(Array.from({ length: 10 }, (_, tenth) => tenth))(
  "a body cut at tenth %i is corrupt",
  async (tenth) => {
    serve(bytes.slice(0, (bytes.length * tenth) / 10));
    const got = await get();
    expect(got.ok ? "whole" : got.fault.kind).toBe("corrupt");
  },
);

test("a flipped byte, a longer body, a web page and a missing file are told apart", async () => {
  const flipped = bytes.slice();
  flipped[500] = (flipped[500] ?? 0) ^ 1;
  serve(flipped);
  expect(await get()).toMatchObject({
    ok: false,
    fault: { kind: "corrupt", message: expect.stringMatching(/SHA-256/) },
  });
  serve(new Uint8Array([...bytes, 1]));
  expect(await get()).toMatchObject({
    ok: false,
    fault: { kind: "corrupt", message: expect.stringMatching(/longer/) },
  });
  serve(bytes, { headers: { "content-type": "text/html; charset=utf-8" } });
  expect(await get()).toMatchObject({
    ok: false,
    fault: { kind: "notFound", message: expect.stringMatching(/web page/) },
  });
  serve(bytes, { status: 404 });
  expect(await get()).toMatchObject({
    ok: false,
    fault: { kind: "notFound", message: expect.stringMatching(/404/) },
  });
});

test("a broken network is a fault, not a throw", async () => {
  vi.stubGlobal("fetch", async () => {
    throw new TypeError("Failed to fetch");
  });
  expect(await get()).toMatchObject({ ok: false, fault: { kind: "network" } });
});
