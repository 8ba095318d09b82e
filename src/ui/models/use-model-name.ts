/** The display name of a model by its id: a session may refer to one that is not here. */
import { BUNDLED_MODELS } from "../../app/models/bundled.ts";
import type { ModelId } from "../../base/ids.ts";
import { servedOf } from "../../base/served-id.ts";
import { useApp } from "../app-context.ts";

/** The title of a bundled model; for a hub model its repository's name; a served model's own name; otherwise the id itself. */
export function modelName(id: ModelId): string {
  const bundled = BUNDLED_MODELS.find((model) => model.id === id);
  return bundled?.title ?? servedOf(id)?.model ?? /^[^/@]+\/([^/@]+)@/.exec(id)?.[1] ?? id;
}

/** The same, with the open model's own title. */
export function useModelName(id: ModelId | null): string {
  const own = useApp(({ model }) =>
    model.kind === "ready" && model.facts.id === id ? model.facts.title : null,
  );
  return own ?? (id === null ? "" : modelName(id));
}
