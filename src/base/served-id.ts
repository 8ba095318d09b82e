/** The id of a model that a remote engine serves. */
import type { ModelId } from "./ids.ts";

export function servedId({ engine, model }: { readonly engine: string; readonly model: string }): ModelId {
  return `engine:${engine}/${model}` as ModelId;
}

/** The engine and the model of such an id; null for other ids. */
export function servedOf(id: ModelId): { readonly engine: string; readonly model: string } | null {
  const [, engine, model] = /^engine:([^/]+)\/(.+)$/s.exec(id) ?? [];
  return engine === undefined || model === undefined ? null : { engine, model };
}
