/** A graph over a fake ONNX Runtime: what a failed run and a closing leave behind. */
import "../../base/dispose.ts";
import { expect, test } from "vitest";
import type { Manifest } from "../../model/manifest/manifest.ts";
import { createRuntime, type GraphSource } from "./graph.ts";
import { createRunQueue } from "./queue/run-queue.ts";

/** Counts its sessions; those that `fails` says so of throw when they run. */
function fakeRuntime(fails: (session: number) => boolean) {
  const counts = { created: 0, released: 0 };
  const create = async () => {
    const session = counts.created++;
    return {
      inputMetadata: [],
      outputMetadata: [],
      run: async () => {
        if (fails(session)) throw new Error("poisoned");
        return { out: { location: "cpu", type: "float32", dims: [1], data: Float32Array.of(session) } };
      },
      release: async () => void counts.released++,
    };
  };
  const source = {
    ort: { InferenceSession: { create } },
    queue: createRunQueue(),
    device: null,
    manifest: {
      title: "Trio",
      graphs: { decoder: { path: "decoder.onnx", external: [] } },
    } as unknown as Manifest,
    files: new Map([["decoder.onnx", new Uint8Array(4)]]),
  } as unknown as GraphSource;
  return { counts, runtime: createRuntime(source, () => undefined) };
}

async function opened(fails: (session: number) => boolean) {
  const { counts, runtime } = fakeRuntime(fails);
  const graph = await runtime.load("decoder", [], new AbortController().signal);
  if (!graph.ok) throw new Error(graph.fault.message);
  return { counts, graph: graph.value };
}

test("a poisoned session is released, and the next run has one of its own", async () => {
  const { counts, graph } = await opened((session) => session === 0);
  expect(await graph.run({}, ["out"])).toMatchObject({ ok: false, fault: { kind: "bug" } });
  expect(await graph.run({}, ["out"])).toMatchObject({
    ok: true,
    value: { out: { data: Float32Array.of(1) } },
  });
  expect(counts).toEqual({ created: 2, released: 1 });
});

test("a closed graph stays closed for a run that was under way", async () => {
  const { counts, graph } = await opened(() => false);
  const closing = graph.close();
  expect(await graph.run({}, ["out"])).toMatchObject({ ok: false, fault: { kind: "notFound" } });
  await closing;
  expect(counts).toEqual({ created: 1, released: 1 });
});
