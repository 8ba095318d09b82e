/** Opens the model that a command was asked for. */

import type { ModelId } from "../../base/ids.ts";
import { failure, type Outcome, success } from "../../base/outcome.ts";
import { NEVER } from "../../base/signal.ts";
import type { LocalEngine } from "../../engine/local/client.ts";
import type { RunEvent } from "../../engine/local/protocol.ts";
import type { ModelFacts, Stage } from "../../engine/port.ts";
import type { ModelSource } from "../../source/source.ts";
import { reportMegabytes, reportStep } from "../output.ts";
import { keptModel } from "./hub-model.ts";

/** Which model a command was asked for. */
export type ModelRequest =
  /** By its manifest's address, relative to the page's. */
  | { readonly kind: "site"; readonly manifest: string }
  /** By its name on the hub, as typed; downloaded only where the person allowed it. */
  | { readonly kind: "hub"; readonly name: string; readonly download: boolean };

function reportLoading(stage: Stage, done: number, total: number): void {
  if (stage === "download") reportMegabytes("reading the model's files, MB", done, total);
  else reportStep("compiling the model's graphs", done, total);
}

async function sourceOf(client: LocalEngine, request: ModelRequest): Promise<Outcome<ModelSource>> {
  if (request.kind === "site")
    return success({ kind: "site", manifest: new URL(request.manifest, document.baseURI).href });
  const id = await keptModel(client, request.name, request.download);
  return id.ok ? success({ kind: "kept", id: id.value }) : id;
}

/** Opens a model in an engine that has been inspected; `beside` are open models that stay. */
export async function openModel(
  client: LocalEngine,
  request: ModelRequest,
  beside: readonly ModelId[] = [],
): Promise<Outcome<ModelFacts>> {
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
