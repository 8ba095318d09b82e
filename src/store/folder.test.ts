/** Folders and sets of files on disk: with a manifest, in the hub's layout, and neither. */
import { beforeAll, expect, test } from "vitest";
import { hubFolder } from "../../scripts/hub/hub-folder.testing.ts";
import { writeTrio } from "../../scripts/model/write-trio.ts";
import { smallConfig } from "../graph/config.ts";
import type { LocalFile } from "../source/source.ts";
import { openLocal, verifyLocal } from "./folder.ts";
import { hashBytes } from "./transfer/hashing.ts";

const never = new AbortController().signal;
const layout = hubFolder(smallConfig, ["", "_q4"]);
let trio: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

beforeAll(async () => {
  trio = await writeTrio({ config: smallConfig, seed: 3 });
});

const local = (files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>, prefix = ""): readonly LocalFile[] =>
  [...files].map(([path, bytes]) => ({ path: prefix + path, file: new File([bytes], path) }));

async function verified(files: readonly LocalFile[], mix: string | null = null) {
  const folder = await openLocal(files, "mine");
  return folder.ok ? verifyLocal(folder.value, mix, never, () => undefined) : folder;
}

test("a folder with a manifest is read under the name of its folder, whatever else lies there", async () => {
  const files = [
    ...local(trio, "models/mine/"),
    { path: "models/notes.txt", file: new File(["x"], "notes.txt") },
  ];
  expect(await verified(files)).toMatchObject({ ok: true, value: { id: "random-3" } });
});

test("a byte that differs from the manifest is found before anything is opened", async () => {
  const weights = trio.get("model.safetensors")?.slice() ?? new Uint8Array();
  weights[weights.length - 1] = (weights.at(-1) ?? 0) ^ 1;
  expect(await verified(local(new Map(trio).set("model.safetensors", weights)))).toMatchObject({
    ok: false,
    fault: { kind: "corrupt", message: expect.stringContaining("model.safetensors") },
  });
  expect(await verified(local(new Map(trio).set("model.safetensors", new Uint8Array(3))))).toMatchObject({
    ok: false,
    fault: { kind: "corrupt", message: expect.stringContaining("3 bytes") },
  });
});

test("a missing file is named", async () => {
  const files = local(trio).filter(({ path }) => path !== "embed_tokens.onnx");
  expect(await verified(files)).toMatchObject({
    ok: false,
    fault: { kind: "notFound", message: expect.stringContaining("embed_tokens.onnx") },
  });
});

test.each([null, "fp32", "q4"])("a folder in the hub's layout gives the manifest of mix %s", async (mix) => {
  const manifest = await verified(local(layout, "SmolVLM-of-mine/"), mix);
  const suffix = mix === "fp32" ? "" : "_q4";
  expect(manifest).toMatchObject({
    ok: true,
    value: {
      id: mix === "fp32" ? "mine-fp32" : "mine-q4",
      graphs: { embed_tokens: { path: `onnx/embed_tokens${suffix}.onnx`, external: [] } },
      vision: { tile: 32, tokensPerTile: 4, splitting: true },
      layers: 2,
    },
  });
  const decoder = `onnx/decoder_model_merged${suffix}.onnx`;
  const listed = manifest.ok ? manifest.value?.files.find(({ path }) => path === decoder) : undefined;
  expect(listed?.sha256).toBe(hashBytes(layout.get(decoder) ?? new Uint8Array()));
});

test("a dropped set of files needs no folders", async () => {
  const flat = new Map([...layout].map(([path, bytes]) => [path.slice(path.lastIndexOf("/") + 1), bytes]));
  expect(await verified(local(flat), "q4")).toMatchObject({ ok: true, value: { id: "mine-q4" } });
});

test("weights beside a graph come along", async () => {
  const beside = new Map(layout).set("onnx/decoder_model_merged_q4.onnx_data", new Uint8Array([1, 2, 3]));
  expect(await verified(local(beside), "q4")).toMatchObject({
    ok: true,
    value: { graphs: { decoder_model_merged: { external: ["onnx/decoder_model_merged_q4.onnx_data"] } } },
  });
});

test("what is no model says what it lacks", async () => {
  for (const files of [
    new Map<string, Uint8Array<ArrayBuffer>>(),
    new Map([["photo.jpg", new Uint8Array(9)]]),
  ]) {
    expect(await verified(local(files))).toMatchObject({
      ok: false,
      fault: { kind: "notFound", message: expect.stringContaining("not a complete model") },
    });
  }
});

test("hashing can be stopped", async () => {
  const stop = new AbortController();
  stop.abort();
  const folder = await openLocal(local(trio), "mine");
  if (!folder.ok) throw new Error(folder.fault.message);
  expect(await verifyLocal(folder.value, null, stop.signal, () => undefined)).toEqual({
    ok: true,
    value: null,
  });
});
