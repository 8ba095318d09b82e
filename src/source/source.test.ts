import { expect, test } from "vitest";
import { type DeviceTraits, MIXES, type Mix, suitability } from "./mix.ts";
import { fitOf } from "./offer.ts";
import { createPace } from "./pace.ts";
import { parseHubAddress } from "./source.ts";

test.each([
  ["owner/name", "owner/name", "main"],
  [" HuggingFaceTB/SmolVLM-256M-Instruct@7e3e67e ", "HuggingFaceTB/SmolVLM-256M-Instruct", "7e3e67e"],
  ["https://huggingface.co/owner/name", "owner/name", "main"],
  ["https://huggingface.co/owner/name/tree/v1.0/onnx", "owner/name", "v1.0"],
  ["hf.co/owner/name/resolve/abc/onnx/x.onnx", "owner/name", "abc"],
])("%s is a repository", (text, repository, revision) => {
  expect(parseHubAddress(text)).toEqual({ ok: true, value: { repository, revision } });
});

test.each([
  "",
  "name",
  "a/b/c d",
  "../x",
  "owner/..",
  "https://example.com/owner/name",
  "owner/na me",
  "owner/name@",
])("%j is none", (text) => {
  expect(parseHubAddress(text)).toMatchObject({ ok: false, fault: { kind: "badInput" } });
});

const gpu: DeviceTraits = { backend: "webgpu", shaderF16: true, memory: null };
const noHalf: DeviceTraits = { ...gpu, shaderF16: false };
const wasm: DeviceTraits = { backend: "wasm", shaderF16: false, memory: null };

const idsWhere = (device: DeviceTraits, wanted: string): readonly string[] =>
  MIXES.filter((mix: Mix) => suitability(mix, device).suits === wanted).map(({ id }) => id);

test("8-bit graphs are never offered on WebGPU, float16 never without shader-f16, and wasm takes all", () => {
  expect(idsWhere(gpu, "no")).toEqual(["int8", "uint8", "quantized"]);
  expect(idsWhere(noHalf, "no")).toEqual(["q4f16-fp16", "q4f16", "fp16", "int8", "uint8", "quantized"]);
  expect(idsWhere(wasm, "no")).toEqual([]);
});

test("what is proposed first needs nothing that the machine lacks", () => {
  expect([gpu, noHalf, wasm].map((device) => idsWhere(device, "well")[0])).toEqual([
    "q4f16-fp16",
    "q4-int8",
    "q4-int8",
  ]);
});

test("what cannot be addressed or is not there does not fit; what nobody can know is said to be unknown", () => {
  const gib = 2 ** 30;
  expect(fitOf({ ordinary: 5 * gib, graphics: 0 }, null).fits).toBe("no");
  expect(fitOf({ ordinary: 3 * gib, graphics: 0 }, 2 * gib).fits).toBe("no");
  expect(fitOf({ ordinary: 3 * gib, graphics: 0 }, 4 * gib).fits).toBe("perhaps");
  expect(fitOf({ ordinary: gib, graphics: 3 * gib }, 8 * gib).fits).toBe("perhaps");
  expect(fitOf({ ordinary: gib, graphics: gib }, 8 * gib)).toEqual({ fits: "yes", reason: "" });
  expect(fitOf({ ordinary: gib, graphics: gib }, null).reason).toContain("does not report");
});

test("a pace is that of the last seconds, and a new beginning starts it anew", () => {
  const pace = createPace();
  const rates = Array.from({ length: 11 }, (_, second) => pace.at(second * 2e6, second * 1000));
  expect(rates[0]).toBe(0);
  expect(rates.at(-1)).toBe(2e6);
  for (let second = 11; second < 20; second++) pace.at(20e6, second * 1000);
  expect(pace.at(20e6, 20_000)).toBe(0);
  expect(pace.at(1e6, 21_000)).toBe(0);
  expect(pace.at(2e6, 22_000)).toBe(1e6);
});
