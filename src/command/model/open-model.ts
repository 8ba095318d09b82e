/** Opens the model that a command was asked for, in the tab or on a remote engine. */

import { wholeModel } from "../../app/models/adapter-files.ts";
import type { ModelId } from "../../base/ids.ts";
import { failure, faultFrom, type Outcome, success } from "../../base/outcome.ts";
import { NEVER } from "../../base/signal.ts";
import type { Engines } from "../../engine/engines.ts";
import type { LocalEngine } from "../../engine/local/client.ts";
import type { RunEvent } from "../../engine/local/protocol.ts";
import type { ModelFacts, Stage } from "../../engine/port.ts";
import { connectEngine } from "../../engine/remote/client.ts";
import { listEngines } from "../../engine/remote/places.ts";
import { type LocalFile, MOST_AT_ONCE, type ModelSource } from "../../source/source.ts";
import { reportMegabytes, reportStep } from "../output.ts";
import { keptModel } from "./hub-model.ts";

/** Which model a command was asked for. */
export type ModelRequest =
  /** By its manifest's address, relative to the page's. */
  | { readonly kind: "site"; readonly manifest: string }
  /** By the paths and addresses of the files of an adapter's folder. */
  | { readonly kind: "adapter"; readonly files: readonly { readonly path: string; readonly url: string }[] }
  /** By its name on the hub, as typed; downloaded only where the person allowed it. */
  | { readonly kind: "hub"; readonly name: string; readonly download: boolean }
  /** By its name on a remote engine of the page's server; null for the first that it serves. */
  | {
      readonly kind: "served";
      readonly engine: string;
      readonly model: string | null;
      /** How many requests are under way at once. */
      readonly atOnce: number;
    };

/** The engines of a command. */
export interface CommandEngines {
  /** The worker's. */
  readonly client: LocalEngine;
  /** Every open engine, the worker's included. */
  readonly engines: Engines;
}

function reportLoading(stage: Stage, done: number, total: number): void {
  if (stage === "download") reportMegabytes("reading the model's files, MB", done, total);
  else reportStep("compiling the model's graphs", done, total);
}

type LocalRequest = Exclude<ModelRequest, { kind: "served" }>;

/** The files of an adapter of a bundled model, merged into it. Faults: network, and those of opening an adapter. */
async function adapterSource(
  served: Extract<ModelRequest, { kind: "adapter" }>["files"],
): Promise<Outcome<ModelSource>> {
  const files: LocalFile[] = [];
  try {
    for (const { path, url } of served) {
      const response = await fetch(new URL(url, document.baseURI));
      if (!response.ok) return failure("notFound", `The server answered ${response.status} for ${path}.`);
      files.push({ path, file: new File([await response.blob()], path) });
    }
  } catch (thrown) {
    return { ok: false, fault: faultFrom("network", thrown, "Check that the adapter's files can be read.") };
  }
  reportStep("merging the adapter into its parent", 0, 1);
  const whole = await wholeModel(files);
  return whole.ok ? success({ kind: "files", files: whole.value, mix: null }) : whole;
}

async function sourceOf(client: LocalEngine, request: LocalRequest): Promise<Outcome<ModelSource>> {
  if (request.kind === "site")
    return success({ kind: "site", manifest: new URL(request.manifest, document.baseURI).href });
  if (request.kind === "adapter") return adapterSource(request.files);
  const id = await keptModel(client, request.name, request.download);
  return id.ok ? success({ kind: "kept", id: id.value }) : id;
}

/** Connects to a remote engine and opens a model there. Whoever typed its address agreed to send it what is asked. */
async function openServed(
  { engines }: CommandEngines,
  { engine, model, atOnce }: Extract<ModelRequest, { kind: "served" }>,
): Promise<Outcome<ModelFacts>> {
  if (atOnce > MOST_AT_ONCE)
    return failure("badInput", `At most ${MOST_AT_ONCE} requests are under way at once, not ${atOnce}.`);
  const root = new URL(document.baseURI);
  const place = (await listEngines(root)).find((each) => each.engine === engine);
  if (place === undefined) return failure("notFound", `There is no engine ${engine}.`);
  reportStep(`connecting to ${engine} at ${place.host}`, 0, 1);
  const connected = await connectEngine(
    root,
    place,
    () => atOnce,
    async () => true,
    (pause) => {
      if (pause === null) return;
      const seconds = pause.milliseconds / 1000;
      reportStep(`${engine} is busy, and is asked again in ${seconds} s: try`, pause.tried, pause.tries);
    },
  );
  if (!connected.ok) return connected;
  const names = model === null ? await connected.value.models(NEVER) : success([model]);
  if (!names.ok) return names;
  const [name] = names.value ?? [];
  if (name === undefined) return failure("notFound", `The engine ${engine} serves no model.`);
  const opened = await connected.value.open(name, NEVER);
  if (!opened.ok) return opened;
  if (opened.value === null) return failure("bug", "Connecting ended without a model.");
  engines.add(connected.value);
  for (const remark of opened.value.served?.remarks ?? []) reportStep(remark, 0, 1);
  return success(opened.value);
}

/** Opens a model in engines of which the worker's has been inspected; `beside` are open models that stay. */
export async function openModel(
  command: CommandEngines,
  request: ModelRequest,
  beside: readonly ModelId[] = [],
): Promise<Outcome<ModelFacts>> {
  if (request.kind === "served") return openServed(command, request);
  const { client } = command;
  const source = await sourceOf(client, request);
  if (!source.ok) return source;
  const onEvent = (event: RunEvent<unknown>): void => {
    if (event.kind === "progress") reportLoading(event.stage, event.done, event.total);
  };
  const loaded = await client.loadModel(source.value, NEVER, onEvent, beside);
  if (!loaded.ok) return loaded;
  if (loaded.value === null) return failure("bug", "Loading ended without a model.");
  return success(loaded.value);
}
