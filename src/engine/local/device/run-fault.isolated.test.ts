/** What is thrown for want of memory is a fault of that name, wherever it is thrown. */
import { expect, test, vi } from "vitest";
import { openFault, programFault, runFault, thrownFault } from "./run-fault.ts";

test.each([
  new Error("std::bad_alloc"),
  new RangeError("Array buffer allocation failed"),
  new RangeError("Invalid typed array length: 4294967296"),
  new RangeError("WebAssembly.Memory.grow(): Maximum memory size exceeded"),
  new Error("Failed to allocate memory for requested buffer of size 9663676416"),
  "Aborted(OOM). Build with -sASSERTIONS for more info.",
])("%s", (thrown) => {
  const fault = expect.objectContaining({ kind: "outOfMemory", hint: expect.stringContaining("Restart") });
  expect(thrownFault(thrown)).toEqual(fault);
  expect(openFault(thrown, "decoder.onnx")).toEqual(fault);
  expect(runFault(thrown, null)).toEqual({ ok: false, fault });
});

test("anything else is what it was", () => {
  const other = new Error("invalid dimensions");
  expect(thrownFault(other)).toMatchObject({ kind: "bug", message: "invalid dimensions" });
  expect(openFault(other, "decoder.onnx")).toMatchObject({
    kind: "corrupt",
    hint: "decoder.onnx could not be opened as a graph.",
  });
  expect(runFault(other, null)).toMatchObject({ fault: { kind: "bug", message: /on wasm: invalid/ } });
  expect(runFault(new Error("requires f16 but"), null)).toMatchObject({ fault: { kind: "unsupported" } });
});

test.each([
  "no available backend found. ERR: [wasm] RuntimeError: Aborted(CompileError: WebAssembly.instantiate(): expected magic word 00 61 73 6d, found 3c 21 44 4f @+0)",
  "wasm validation error: at offset 4: failed to match magic number",
  "WebAssembly.Module doesn't parse at byte 0: module doesn't start with '\\0asm'",
  "Failed to fetch dynamically imported module: https://example.org/assets/ort.mjs",
  "previous call to 'initializeWebAssembly()' failed.",
])("a login page in the place of the program: %s", (message) => {
  const fault = { kind: "runtime", message: expect.stringContaining("login page") };
  expect(programFault(new Error(message))).toMatchObject(fault);
  expect(openFault(new Error(message), "decoder.onnx")).toMatchObject(fault);
});

test("without WebAssembly nothing throws, and loading says so", async () => {
  vi.stubGlobal("WebAssembly", undefined);
  Reflect.deleteProperty(globalThis, "WebAssembly");
  vi.resetModules();
  const { loadOrt, RUNTIME } = await import("../graph.ts");
  expect(RUNTIME).toBe("asyncify");
  expect(await loadOrt(1)).toMatchObject({
    ok: false,
    fault: { kind: "runtime", message: expect.stringContaining("no WebAssembly") },
  });
  vi.unstubAllGlobals();
});
