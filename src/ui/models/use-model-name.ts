/** What a model is called on the page, by its id: a session may speak of one that is not here. */
import { BUNDLED_MODELS } from "../../app/models/bundled.ts";
import type { ModelId } from "../../base/ids.ts";
import { useApp } from "../app-context.ts";

/** The title of a model that comes with Fovea; of one of the hub its repository's name; else the id itself. */
export function modelName(id: ModelId): string {
  const bundled = BUNDLED_MODELS.find((model) => model.id === id);
  return bundled?.title ?? /^[^/@]+\/([^/@]+)@/.exec(id)?.[1] ?? id;
}

/** The same, and for the open model the title that it has itself. */
export function useModelName(id: ModelId | null): string {
  const own = useApp(({ model }) =>
    model.kind === "ready" && model.facts.id === id ? model.facts.title : null,
  );
  return own ?? (id === null ? "" : modelName(id));
}
