import { expect, test } from "vitest";
import type { AdapterFacts, Overrides } from "../protocol.ts";
import { chooseModelBackend, chooseNumbersBackend, chooseThreads } from "./choose.ts";

const NONE: Overrides = { modelBackend: null, numbersBackend: null, threads: null };
const hardware: AdapterFacts = {
  description: "some vendor",
  software: false,
  features: [],
  maxBufferSize: 1,
  maxStorageBufferBindingSize: 1,
};
const software: AdapterFacts = { ...hardware, software: true };

test.each([
  ["no adapter", null, NONE, "wasm", "cpu"],
  ["a software adapter", software, NONE, "wasm", "wgsl"],
  ["a hardware adapter", hardware, NONE, "webgpu", "wgsl"],
  ["webgpu asked for on software", software, { ...NONE, modelBackend: "webgpu" }, "webgpu", "wgsl"],
  ["webgpu asked for without an adapter", null, { ...NONE, modelBackend: "webgpu" }, "wasm", "cpu"],
  ["wgsl asked for without an adapter", null, { ...NONE, numbersBackend: "wgsl" }, "wasm", "cpu"],
  [
    "cpu and wasm asked for on hardware",
    hardware,
    { modelBackend: "wasm", numbersBackend: "cpu", threads: null },
    "wasm",
    "cpu",
  ],
] as const)("%s", (_, adapter, overrides, model, numbers) => {
  const modelChoice = chooseModelBackend(adapter, overrides);
  const numbersChoice = chooseNumbersBackend(adapter, overrides);
  expect([modelChoice.backend, numbersChoice.backend]).toEqual([model, numbers]);
  expect(modelChoice.reason).not.toBe("");
  expect(numbersChoice.reason).not.toBe("");
});

test("an override that could not be met is named in the reason", () => {
  const overrides: Overrides = { ...NONE, modelBackend: "webgpu", numbersBackend: "wgsl" };
  expect(chooseModelBackend(null, overrides).reason).toContain("was requested");
  expect(chooseNumbersBackend(null, overrides).reason).toContain("was requested");
});

test("threads: one beside WebGPU or without isolation, else half the cores up to four", () => {
  expect(chooseThreads("webgpu", true, 16, NONE)).toBe(1);
  expect(chooseThreads("wasm", false, 16, NONE)).toBe(1);
  expect(chooseThreads("wasm", true, 16, NONE)).toBe(4);
  expect(chooseThreads("wasm", true, 2, NONE)).toBe(1);
  expect(chooseThreads("wasm", true, 8, { ...NONE, threads: 6 })).toBe(6);
  expect(chooseThreads("wasm", true, 2, { ...NONE, threads: 99 })).toBe(2);
});
