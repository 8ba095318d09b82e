/** Which models are open: what a failed golden prompt, a stop and a second loading leave behind. */
import "../base/dispose.ts";
import { beforeEach, expect, test, vi } from "vitest";
import type { ModelId } from "../base/ids.ts";
import { failure, type Outcome, success } from "../base/outcome.ts";
import type { Bench } from "./bench.ts";
import { checkGolden } from "./golden.ts";
import type { Loading } from "./load-model.ts";
import { createOpenModels } from "./open-models.ts";

vi.mock("./golden.ts", () => ({ checkGolden: vi.fn() }));
vi.mock("./load-model.ts", () => ({
  factsOf: (manifest: { id: ModelId }) => ({ id: manifest.id, bytes: 10 }),
  loadModel: async (_: Loading, source: { manifest: string }, backend: string) =>
    open(source.manifest, backend),
}));

const live = new Set<string>();
let counter = 0;

function open(name: string, backend: string): Outcome<Bench> {
  const key = `${name} on ${backend} ${counter++}`;
  live.add(key);
  const bench = {
    model: {
      manifest: { id: name, title: name },
      close: async () => {
        live.delete(key);
      },
    },
    kitchen: { [Symbol.dispose]: () => undefined },
  };
  return success(bench as unknown as Bench);
}

function loading(backend: "webgpu" | "wasm", signal = new AbortController().signal): Loading {
  return { station: { report: { model: { backend } } }, signal } as unknown as Loading;
}

const site = (manifest: string) => ({ kind: "site", manifest }) as const;
const golden = vi.mocked(checkGolden);

beforeEach(() => {
  live.clear();
  golden.mockReset().mockResolvedValue(success(null));
});

test("the golden prompt is read once per adapter, and nothing of it stays open", async () => {
  const models = createOpenModels();
  models.start("mini");
  expect(await models.load(loading("webgpu"), site("smolvlm"))).toMatchObject({ ok: true });
  expect(await models.load(loading("webgpu"), site("mini"))).toMatchObject({ ok: true });
  expect(golden).toHaveBeenCalledTimes(1);
  expect([...live].map((key) => key.split(" ")[0])).toEqual(["smolvlm", "mini"]);
  models.start("mini");
  await models.load(loading("webgpu"), site("mini"));
  expect(golden).toHaveBeenCalledTimes(2);
  expect(models.find("smolvlm" as ModelId).ok).toBe(true);
});

test("wasm needs no golden prompt", async () => {
  const models = createOpenModels();
  models.start("mini");
  await models.load(loading("wasm"), site("mini"));
  expect(golden).not.toHaveBeenCalled();
});

test("a model that fails is a named fault, is not found and is closed; a later try may pass", async () => {
  golden.mockResolvedValueOnce(failure("unreliable", "differs"));
  const models = createOpenModels();
  models.start("mini");
  expect(await models.load(loading("webgpu"), site("mini"))).toEqual(failure("unreliable", "differs"));
  expect(live.size).toBe(0);
  expect(models.find("mini" as ModelId)).toMatchObject({ ok: false, fault: { kind: "notFound" } });
  expect(await models.load(loading("webgpu"), site("mini"))).toMatchObject({ ok: true });
});

test("with the network off the golden prompt waits for the next loading", async () => {
  golden.mockResolvedValueOnce(failure("network", "offline"));
  const models = createOpenModels();
  models.start("mini");
  expect(await models.load(loading("webgpu"), site("kept"))).toMatchObject({ ok: true });
  await models.load(loading("webgpu"), site("mini"));
  expect(golden).toHaveBeenCalledTimes(2);
});

test("stopped on the way nothing is open; loaded again the former one is closed", async () => {
  const models = createOpenModels();
  models.start("mini");
  expect(await models.load(loading("webgpu", AbortSignal.abort()), site("mini"))).toEqual(success(null));
  expect(live.size).toBe(0);
  await models.load(loading("wasm"), site("mini"));
  await models.load(loading("wasm"), site("mini"));
  expect([live.size, models.bytes()]).toEqual([1, 10]);
});

test("a golden prompt that throws leaves nothing open either", async () => {
  golden.mockRejectedValueOnce(new Error("a bug"));
  const models = createOpenModels();
  models.start("mini");
  await expect(models.load(loading("webgpu"), site("smolvlm"))).rejects.toThrow("a bug");
  expect(live.size).toBe(0);
});
