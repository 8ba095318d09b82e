/** Which models are open: what a switch, a teacher beside, a failed golden prompt, a stop and a second loading leave. */
import "../../../base/dispose.ts";
import { beforeEach, expect, test, vi } from "vitest";
import type { ModelId } from "../../../base/ids.ts";
import { failure, type Outcome, success } from "../../../base/outcome.ts";
import type { Manifest } from "../../../model/manifest/manifest.ts";
import { storedWeights } from "../../../model/weights.ts";
import type { ModelSource } from "../../../source/source.ts";
import type { GoldenCheck } from "../../port.ts";
import { checkGolden } from "../device/golden.ts";
import { createTrust } from "../device/trust.ts";
import type { Loading } from "./load-model.ts";
import type { LoadedModel } from "./loaded-model.ts";
import { createOpenModels, type OpenModels } from "./open-models.ts";
import { openSource } from "./open-source.ts";

vi.mock("../device/golden.ts", () => ({ checkGolden: vi.fn() }));
vi.mock("./open-source.ts", () => ({ openSource: vi.fn() }));
vi.mock("./load-model.ts", () => ({
  factsOf: ({ model }: LoadedModel, check: GoldenCheck) => ({ id: model.manifest.id, golden: check }),
  fileBytes: () => 10,
  loadModel: async (_: Loading, files: { manifest: Manifest }, backend: string) =>
    open(files.manifest, backend),
}));

/** What is alive, and in which order things happened. */
const live = new Set<string>();
const diary: string[] = [];
let counter = 0;

function open(manifest: Manifest, backend: string): Outcome<LoadedModel> {
  const key = `${manifest.id} on ${backend} ${counter++}`;
  live.add(key);
  diary.push(`open ${manifest.id}`);
  const loaded = {
    model: {
      manifest,
      close: async () => {
        live.delete(key);
        diary.push(`close ${manifest.id}`);
      },
    },
    weights: storedWeights(manifest),
    promptCache: { [Symbol.dispose]: () => undefined },
  };
  return success(loaded as unknown as LoadedModel);
}

function loading(backend: "webgpu" | "wasm", signal = new AbortController().signal): Loading {
  const stopRuns = async () => void diary.push("stop");
  return { profile: { report: { model: { backend } } }, signal, stopRuns } as unknown as Loading;
}

const site = (manifest: string) => ({ kind: "site", manifest }) as const;
const id = (name: string) => name as ModelId;
const golden = vi.mocked(checkGolden);
const files = vi.mocked(openSource);
const names = () => [...live].map((key) => key.split(" ")[0]);
const filesOf = (name: string, sha256: string) => {
  const files = [{ path: "model.safetensors", bytes: 1, sha256 }];
  const manifest = { id: name, title: name, tokenizerSha256: "t", vocabularySize: 7, files, graphs: {} };
  return success({ manifest, files: new Map() } as never);
};
const passes = async (source: ModelSource) =>
  filesOf(source.kind === "site" ? source.manifest : "other", "0");

async function started(): Promise<OpenModels> {
  const models = createOpenModels();
  models.start("mini");
  return models;
}

beforeEach(() => {
  live.clear();
  diary.length = 0;
  golden.mockReset().mockResolvedValue(success(null));
  files.mockReset().mockImplementation(passes);
});

test("the golden prompt is read once per adapter, and nothing of it stays open", async () => {
  const models = await started();
  expect(await models.load(loading("webgpu"), site("smolvlm"), [])).toMatchObject({
    value: { golden: { kind: "passed" } },
  });
  expect(await models.load(loading("webgpu"), site("mini"), [])).toMatchObject({
    value: { golden: { kind: "passed" } },
  });
  expect(golden).toHaveBeenCalledTimes(1);
  expect(names()).toEqual(["mini"]);
  models.start("mini");
  await models.load(loading("webgpu"), site("mini"), []);
  expect(golden).toHaveBeenCalledTimes(2);
});

test("wasm needs no golden prompt, and says so", async () => {
  const models = await started();
  const loaded = await models.load(loading("wasm"), site("mini"), []);
  expect(loaded).toMatchObject({ value: { golden: { kind: "needless" } } });
  expect(golden).not.toHaveBeenCalled();
});

test("a switch stops what runs, closes the former model, and only then opens the next", async () => {
  const models = await started();
  await models.load(loading("wasm"), site("mini"), []);
  await models.load(loading("wasm"), site("nano"), []);
  expect(diary).toEqual(["open mini", "stop", "close mini", "open nano"]);
  expect([names(), models.bytes()]).toEqual([["nano"], 10]);
  expect(models.open.find(id("mini"))).toMatchObject({ ok: false, fault: { kind: "notFound" } });
  expect(models.open.tokensOf(id("mini"))).toMatchObject({ ok: true, value: { tokenizerSha256: "t" } });
  expect(models.open.tokensOf(id("never"))).toMatchObject({ ok: false, fault: { kind: "notFound" } });
});

test("a teacher stays while its student is changed, and nothing is stopped for one that comes beside", async () => {
  const models = await started();
  await models.load(loading("wasm"), site("nano"), []);
  await models.load(loading("wasm"), site("mini"), [id("nano")]);
  expect(diary).toEqual(["open nano", "open mini"]);
  await models.load(loading("wasm"), site("smolvlm"), [id("mini")]);
  expect(diary.slice(2)).toEqual(["stop", "close nano", "open smolvlm"]);
  expect(names()).toEqual(["mini", "smolvlm"]);
});

test("a model that is open already is not opened twice; other files under its name are", async () => {
  const models = await started();
  await models.load(loading("wasm"), site("mini"), []);
  await models.load(loading("wasm"), site("mini"), []);
  expect(diary).toEqual(["open mini"]);
  files.mockResolvedValueOnce(filesOf("mini", "1"));
  await models.load(loading("wasm"), site("mini"), [id("mini")]);
  expect(diary).toEqual(["open mini", "stop", "close mini", "open mini"]);
});

/** Gives an open model the next version of its weights, as a step of training does. */
function changeWeights(models: OpenModels, model: ModelId): void {
  const loaded = models.open.find(model);
  if (!loaded.ok) throw new Error(loaded.fault.message);
  const { version, sha256 } = loaded.value.weights;
  loaded.value.weights = { id: model, version: version + 1, parent: sha256, sha256: "trained" };
}

test("a model whose weights changed is opened anew from its files, and does not stand in for the golden one", async () => {
  const models = await started();
  await models.load(loading("wasm"), site("mini"), []);
  changeWeights(models, id("mini"));
  await models.load(loading("wasm"), site("mini"), []);
  expect(diary).toEqual(["open mini", "stop", "close mini", "open mini"]);

  const loaded = models.open.find(id("mini"));
  expect(loaded.ok && loaded.value.weights).toEqual({ id: "mini", version: 0, parent: null, sha256: "0" });
});

test("an adapter is checked by the weights of the golden model's files alone", async () => {
  const trust = createTrust();
  trust.start("mini");
  const manifest = (await openSource(site("mini"), new AbortController().signal, () => undefined)) as {
    readonly value: { readonly manifest: Manifest };
  };
  const opened = open(manifest.value.manifest, "webgpu");
  if (!opened.ok) throw new Error("not open");
  opened.value.weights = { ...opened.value.weights, version: 1, parent: "0", sha256: "trained" };
  await trust.check(loading("webgpu"), site("mini"), opened.value);
  expect(golden.mock.calls[0]?.[0]).not.toBe(opened.value);
  trust.start("mini");
  opened.value.weights = storedWeights(manifest.value.manifest);
  await trust.check(loading("webgpu"), site("mini"), opened.value);
  expect(golden.mock.calls[1]?.[0]).toBe(opened.value);
});

test("files that cannot be had close nothing", async () => {
  const models = await started();
  await models.load(loading("wasm"), site("mini"), []);
  files.mockResolvedValueOnce(failure("network", "offline"));
  expect(await models.load(loading("wasm"), site("nano"), [])).toEqual(failure("network", "offline"));
  expect([names(), models.open.find(id("mini")).ok]).toEqual([["mini"], true]);
});

test("a model that fails is a named fault, is not found and is closed; a later try may pass", async () => {
  golden.mockResolvedValueOnce(failure("unreliable", "differs"));
  const models = await started();
  expect(await models.load(loading("webgpu"), site("mini"), [])).toEqual(failure("unreliable", "differs"));
  expect(live.size).toBe(0);
  expect(models.open.find(id("mini"))).toMatchObject({ ok: false, fault: { kind: "notFound" } });
  expect(await models.load(loading("webgpu"), site("mini"), [])).toMatchObject({ ok: true });
});

test("with the network off the golden prompt waits for the next loading, and the model says so", async () => {
  const models = await started();
  files.mockImplementation(async (source) =>
    source.kind === "site" ? failure("network", "offline") : passes(source),
  );
  const kept = { kind: "kept", id: id("smolvlm") } as const;
  expect(await models.load(loading("webgpu"), kept, [])).toMatchObject({
    value: { golden: { kind: "skipped", why: "offline" } },
  });
  files.mockImplementation(passes);
  expect(await models.load(loading("webgpu"), kept, [])).toMatchObject({
    value: { golden: { kind: "passed" } },
  });
  expect(golden).toHaveBeenCalledTimes(1);
  expect(names()).toEqual(["other"]);
});

test("stopped on the way nothing is open", async () => {
  const models = await started();
  expect(await models.load(loading("webgpu", AbortSignal.abort()), site("mini"), [])).toEqual(success(null));
  expect(live.size).toBe(0);
});

test("a golden prompt that throws leaves nothing open either", async () => {
  golden.mockRejectedValueOnce(new Error("a bug"));
  const models = await started();
  await expect(models.load(loading("webgpu"), site("smolvlm"), [])).rejects.toThrow("a bug");
  expect(live.size).toBe(0);
});
