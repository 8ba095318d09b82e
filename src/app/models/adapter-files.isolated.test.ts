/** An adapter's folder among the models: what the worker makes of it is listed and opened; a model's folder stays as it is. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { failure, success } from "../../base/outcome.ts";
import type { LocalEngine } from "../../engine/local/client.ts";
import type { Listing } from "../../source/offer.ts";
import type { LocalFile } from "../../source/source.ts";
import { adaptedFiles } from "../../training/client.ts";
import { createAppServices } from "../services.ts";
import { createAppStore } from "../state.ts";
import { BUNDLED_MODELS } from "./bundled.ts";
import { createModelActions } from "./models-actions.ts";

vi.mock("../../training/client.ts", () => ({ adaptedFiles: vi.fn() }));

const made = vi.mocked(adaptedFiles);
const local = (path: string): LocalFile => ({ path, file: new File(["{}"], path) });
const adapter = [local("run/adapter_config.json"), local("run/adapter_model.safetensors")];
const fault = failure("notFound", "There is no model here with these weights.", "These are here.");

/** The list of models, over an engine that lists whatever it is shown and notes the paths. */
function models() {
  const shown: (readonly string[])[] = [];
  const services = createAppServices(createAppStore());
  const lookInto = async (files: readonly LocalFile[]) => {
    shown.push(files.map(({ path }) => path));
    return success({ title: "A model" } as Listing);
  };
  const stock = async () => success({ published: [], kept: [], storage: null, note: "" });
  const memory = async () => success({ files: 0, graphics: null });
  services.client = { models: { lookInto, stock, memory } } as unknown as LocalEngine;
  const search = () => services.store.getState().models.search;
  return { actions: createModelActions(services), shown, search };
}

beforeEach(() => {
  made.mockReset();
  vi.stubGlobal("document", { baseURI: "https://fovea.test/" });
});
afterEach(() => vi.unstubAllGlobals());

test("an adapter is merged into one of the bundled models, and the files of the whole model are listed and kept for opening", async () => {
  const { actions, shown, search } = models();
  made.mockResolvedValueOnce(
    success([
      { path: "manifest.json", file: new TextEncoder().encode('{"id":"child"}') },
      { path: "model.safetensors", file: new Uint8Array(3) },
    ]),
  );
  await actions.lookInto(adapter);
  const parents = BUNDLED_MODELS.map(({ manifest }) => `https://fovea.test/${manifest}`);
  expect(made.mock.calls).toEqual([[{ files: adapter, parents }]]);
  expect(shown).toEqual([["manifest.json", "model.safetensors"]]);
  const found = search();
  const files = found.kind === "found" ? (found.files ?? []) : [];
  expect(await Promise.all(files.map(({ file }) => file.text()))).toEqual(['{"id":"child"}', "\0\0\0"]);
});

test("why an adapter cannot be opened is said in the place of the list", async () => {
  const { actions, shown, search } = models();
  made.mockResolvedValueOnce(fault);
  await actions.lookInto(adapter);
  expect(search()).toEqual({ kind: "failed", what: "the files", fault: fault.fault });
  expect(shown).toEqual([]);
});

test("one file of an adapter is an adapter too; a folder that has a manifest is a model's, whatever else it has", async () => {
  const { actions, shown } = models();
  made.mockResolvedValue(fault);
  for (const each of adapter) await actions.lookInto([each]);
  expect(made).toHaveBeenCalledTimes(2);
  await actions.lookInto([...adapter, local("run/model/manifest.json")]);
  await actions.lookInto([local("config.json"), local("tokenizer.json")]);
  expect(made).toHaveBeenCalledTimes(2);
  expect(shown.map((paths) => paths.length)).toEqual([3, 2]);
});
