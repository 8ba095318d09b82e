/** What is thrown for want of memory is a fault of that name, wherever it is thrown. */
import { expect, test } from "vitest";
import { openFault, runFault, thrownFault } from "./run-fault.ts";

test.each([
  new Error("std::bad_alloc"),
  new RangeError("Array buffer allocation failed"),
  new RangeError("Invalid typed array length: 4294967296"),
  new RangeError("WebAssembly.Memory.grow(): Maximum memory size exceeded"),
  new Error("Failed to allocate memory for requested buffer of size 9663676416"),
  "Aborted(OOM). Build with -sASSERTIONS for more info.",
])("%s", (thrown) => {
  const fault = expect.objectContaining({ kind: "outOfMemory", hint: expect.stringContaining("again") });
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
