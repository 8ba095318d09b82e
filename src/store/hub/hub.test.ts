/** Looking repositories up at a fake hub, and what is offered of them to which machine. */
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { type FakeHub, serveHub } from "../../../scripts/hub/fake-hub.testing.ts";
import { hubFolder } from "../../../scripts/hub/hub-folder.testing.ts";
import { NO_FIXTURES, smolvlmFixtures } from "../../../scripts/model/vectors/fixtures.testing.ts";
import { smallConfig } from "../../graph/config.ts";
import { readShape } from "../../model/manifest/hub-layout.ts";
import type { DeviceTraits } from "../../source/mix.ts";
import type { Listing } from "../../source/offer.ts";
import { HUB } from "../../source/source.ts";
import { hashBytes } from "../transfer/hashing.ts";
import { lookUp } from "./hub.ts";
import { listRepository } from "./listing.ts";

const revision = "ab".repeat(20);
const files = hubFolder(smallConfig, ["", "_fp16", "_q4", "_q4f16", "_int8"]);
const realFetch = globalThis.fetch;
const never = new AbortController().signal;
const device: DeviceTraits = { backend: "webgpu", shaderF16: false, memory: 8 * 2 ** 30 };
let hub: FakeHub;

beforeAll(async () => {
  const without = new Map(files);
  without.delete("config.json");
  const other = new Map(files).set("config.json", new TextEncoder().encode('{"model_type":"qwen2_vl"}'));
  const named = (name: string, of: ReadonlyMap<string, Uint8Array>) => ({
    name,
    revision,
    licence: "mit",
    files: of,
  });
  const repositories = [
    named("owner/tiny", files),
    named("owner/bare", without),
    named("owner/other", other),
  ];
  hub = await serveHub({ repositories, content: null });
});
afterAll(() => hub.close());
beforeEach(() => {
  vi.stubGlobal("fetch", (input: string | URL, init?: RequestInit) =>
    realFetch(String(input).replace(HUB, hub.origin), init),
  );
  hub.requests.length = 0;
  hub.troubles.length = 0;
});

async function listing(on: DeviceTraits): Promise<Listing> {
  const found = await lookUp({ repository: "owner/tiny", revision: "main" }, never);
  if (!found.ok) throw new Error(found.fault.message);
  const listed = await listRepository(found.value, on, null);
  if (!listed.ok) throw new Error(listed.fault.message);
  return listed.value;
}

test("a branch becomes a commit, and every file has its size and SHA-256 without any graph being fetched", async () => {
  const found = await lookUp({ repository: "owner/tiny", revision: "main" }, never);
  expect(found).toMatchObject({ ok: true, value: { revision, title: { licence: "mit" } } });
  const listed = found.ok ? found.value.files : [];
  for (const [path, bytes] of files)
    expect(listed.find((file) => file.path === path)).toEqual({
      path,
      bytes: bytes.length,
      sha256: hashBytes(bytes),
    });
  expect(hub.requests.some(({ path }) => path.includes(".onnx"))).toBe(false);
  expect(
    hub.requests
      .filter(({ path }) => path.includes("/resolve/"))
      .every(({ path }) => path.includes(revision)),
  ).toBe(true);
});

test("offers name sizes, memory, and what this machine should take", async () => {
  const { offers, leftOut } = await listing(device);
  expect(offers.map(({ mix }) => mix)).toEqual(["q4-int8", "q4", "fp32"]);
  expect(offers.filter(({ recommended }) => recommended).map(({ mix }) => mix)).toEqual(["q4-int8"]);
  expect(leftOut).toHaveLength(2);
  const [first] = offers;
  const sum = [
    "onnx/vision_encoder_q4.onnx",
    "onnx/embed_tokens_int8.onnx",
    "onnx/decoder_model_merged_q4.onnx",
    "tokenizer.json",
    "tokenizer_config.json",
  ].reduce((bytes, path) => bytes + (files.get(path)?.length ?? Number.NaN), 0);
  expect(first).toMatchObject({ bytes: sum, missing: sum, fit: { fits: "yes" } });
  expect(first?.memory.graphics).toBeGreaterThan(0);
});

test("with shader-f16 the halves come first; on wasm everything can be had", async () => {
  const half = await listing({ ...device, shaderF16: true });
  expect(half.offers.find(({ recommended }) => recommended)?.mix).toBe("q4f16-fp16");
  const wasm = await listing({ ...device, backend: "wasm" });
  expect(wasm.leftOut).toEqual([]);
  expect(wasm.offers.map(({ mix }) => mix)).toContain("int8");
});

test.each([
  ["owner/nowhere", "notFound", /404/],
  ["owner/bare", "notFound", /no config\.json/],
  ["owner/other", "unsupported", /model_type/],
])("%s is refused: %s", async (repository, kind, words) => {
  expect(await lookUp({ repository, revision: "main" }, never)).toMatchObject({
    ok: false,
    fault: { kind, message: expect.stringMatching(words) },
  });
});

test.each([
  [{ kind: "flip", at: 3 }, "corrupt"],
  [{ kind: "page", type: "application/json" }, "notFound"],
  [{ kind: "busy", status: 429, retryAfter: "5" }, "network"],
] as const)("a small file under %o is a fault: %s", async (trouble, kind) => {
  hub.troubles.push(trouble);
  expect(await lookUp({ repository: "owner/tiny", revision: "main" }, never)).toMatchObject({
    ok: false,
    fault: { kind },
  });
});

test("SmolVLM's own files say the shape that the published list says", async ({ skip }) => {
  const fixtures = smolvlmFixtures();
  if (fixtures === null) return skip(NO_FIXTURES);
  const json = (name: string): unknown => JSON.parse(fixtures(name));
  const { models } = (await import("../../../public/models/published.json")).default;
  expect(
    readShape({
      config: json("config.json"),
      preprocessor: json("preprocessor_config.json"),
      tokenizerConfig: json("tokenizer_config.json"),
      chatTemplate: json("chat_template.json"),
      jinja: null,
    }),
  ).toEqual({ ok: true, value: models[0]?.shape });
});
