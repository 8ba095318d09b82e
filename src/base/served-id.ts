/** The id of a model that a remote engine serves. */
import type { ModelId } from "./ids.ts";

export function servedId({ engine, model }: { readonly engine: string; readonly model: string }): ModelId {
  return `engine:${engine}/${model}` as ModelId;
}
