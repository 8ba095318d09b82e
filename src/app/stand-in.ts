/** For tests: an engine that answers "ok" and reads it back, unless it is told to fail. */
import type { ModelId } from "../base/ids.ts";
import { type Fault, failure, type Outcome, success } from "../base/outcome.ts";
import type { ModelFacts, Overrides } from "../engine/protocol.ts";
import type { Replay } from "../evidence/replay.ts";
import type { Rollout } from "../evidence/rollout.ts";
import type { TransferEvent } from "../source/models-api.ts";
import type { ModelSource } from "../source/source.ts";
import type { Client } from "./client.ts";

/** What the next answer, loading and transfer come to; each is used once. */
export const next: { answer: Fault | null; load: Fault | null; download: Fault | null } = {
  answer: null,
  load: null,
  download: null,
};
export const engines: { lose: (fault: Fault) => void; closed: boolean; backend: string }[] = [];
export const loads: { source: ModelSource; beside: readonly ModelId[] }[] = [];
export const removed: string[] = [];
/** Images that engines were handed. */
export const images: string[] = [];

function take(which: keyof typeof next): { ok: false; fault: Fault } | null {
  const fault = next[which];
  next[which] = null;
  return fault === null ? null : { ok: false, fault };
}

function idOf(source: ModelSource): ModelId {
  if (source.kind === "kept") return source.id;
  return (source.kind === "site" ? source.manifest.split("/").at(-2) : "disk") as ModelId;
}

const sameWords = (id: ModelId) => (id.startsWith("fovea") ? "fovea" : id);
const factsOf = (id: ModelId) =>
  ({ id, title: id, boxWords: null, tokenizerSha256: sameWords(id) }) as unknown as ModelFacts;

/** Stands in for `startClient`. */
export function standIn(onLost: (fault: Fault) => void): Client {
  const engine = { lose: onLost, closed: false, backend: "webgpu" };
  engines.push(engine);
  const rollout = (model: ModelId) =>
    ({ showing: { model, parts: [] }, ids: [1], texts: ["ok"], logProbs: [0] }) as unknown as Rollout;
  const client = {
    inspect: async ({ modelBackend }: Overrides) => {
      engine.backend = modelBackend ?? "webgpu";
      return success({ model: { backend: engine.backend } });
    },
    loadModel: async (source: ModelSource, _: AbortSignal, __: unknown, beside: readonly ModelId[] = []) => {
      loads.push({ source, beside });
      return take("load") ?? success(factsOf(idOf(source)));
    },
    addImage: async (id: string) => {
      images.push(id);
      return success({ size: { width: 10, height: 10 }, format: "png", animated: false, notes: [] });
    },
    removeImage: () => undefined,
    rollout: async ({ showing }: { showing: { model: ModelId } }) =>
      take("answer") ?? success([rollout(showing.model)]),
    replay: async ({
      rollouts,
      contrast,
      divergence,
    }: { rollouts: Rollout[] } & Pick<Replay, "contrast" | "divergence">) =>
      success(
        rollouts.map(() => ({ end: "done", contrast, divergence, sides: [], divergences: [], pairs: [] })),
      ),
    weigh: async () => failure("badInput", "nothing to weigh"),
    models: {
      stock: async () => success({ published: [], kept: [], storage: null, note: "" }),
      memory: async () => success({ files: 0, graphics: null }),
      remove: async (id: string) => success(void removed.push(id)),
      download: async (
        _: unknown,
        __: unknown,
        tell: (event: TransferEvent) => void,
      ): Promise<Outcome<ModelId>> => {
        tell({ kind: "progress", done: 1, total: 2, bytesPerSecond: 1 });
        return take("download") ?? success("kept" as ModelId);
      },
    },
    close: () => {
      engine.closed = true;
    },
  };
  return client as unknown as Client;
}

/** Forgets what was noted and what was still to fail. */
export function forget(): void {
  for (const notes of [engines, loads, removed, images]) notes.length = 0;
  Object.assign(next, { answer: null, load: null, download: null });
}
