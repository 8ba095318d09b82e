import { expect, test } from "vitest";
import type { Graph } from "./adapter.ts";
import { asFloats, floatTensor, maskTensor, readableLogits } from "./tensors.ts";

const port = (type: string) => ({ name: "x", type, dims: [] });

test("floats go as the port declares them, and come back", () => {
  const values = Float32Array.of(0, 1, -2.5, 65504);
  expect(floatTensor(port("float32"), [4], values).data).toBe(values);
  const halves = floatTensor(port("float16"), [4], values);
  expect(halves.data).toEqual(Uint16Array.of(0, 0x3c00, 0xc100, 0x7bff));
  expect(asFloats(halves)?.data).toEqual(values);
});

test.each([
  ["bool", Uint8Array.of(1, 0)],
  ["int64", BigInt64Array.of(1n, 0n)],
  ["float32", Float32Array.of(1, 0)],
  ["float16", Uint16Array.of(0x3c00, 0)],
])("a mask goes as %s", (type, data) => {
  expect(maskTensor(port(type), [1, 2], Uint8Array.of(1, 0)).data).toEqual(data);
});

test("float16 logits are widened in memory, and refused with a way out on the GPU", () => {
  const graph: Graph = {
    inputs: [],
    outputs: [{ name: "logits", type: "float16", dims: [] }],
    onDevice: false,
    run: () => Promise.reject(new Error("not here")),
    close: async () => undefined,
  };
  const host = readableLogits(graph, "logits", { place: "host", dims: [1], data: Uint16Array.of(0x3c00) });
  expect(host).toMatchObject({ ok: true, value: { data: Float32Array.of(1) } });
  let released = 0;
  const device = readableLogits(graph, "logits", {
    place: "device",
    dims: [1],
    buffer: {} as GPUBuffer,
    [Symbol.dispose]: () => released++,
  });
  expect(device).toMatchObject({ ok: false, fault: { kind: "unsupported" } });
  expect(released).toBe(1);
});
