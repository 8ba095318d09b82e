/** Loads what finds, fetches and keeps models when it is first asked for: the bundled model needs none of it. */
import type { RunId } from "../../../base/ids.ts";
import type { ModelsApi } from "../../../source/models-api.ts";
import type { ModelsPorts } from "./models.ts";

export function lazyModels(ports: ModelsPorts): ModelsApi & { cancel(id: RunId): void } {
  let loaded: Promise<ReturnType<typeof import("./models.ts").createModels>> | null = null;
  const models = () => {
    loaded ??= import("./models.ts").then(({ createModels }) => createModels(ports));
    return loaded;
  };
  return {
    stock: async (published) => (await models()).stock(published),
    known: async (repository) => (await models()).known(repository),
    lookUp: async (address) => (await models()).lookUp(address),
    lookInto: async (files) => (await models()).lookInto(files),
    download: async (id, order, onEvent) => (await models()).download(id, order, onEvent),
    keepCopy: async (id, files, mix, onEvent) => (await models()).keepCopy(id, files, mix, onEvent),
    remove: async (id) => (await models()).remove(id),
    memory: async () => ports.memory(),
    cancel: (id) => void loaded?.then(({ cancel }) => cancel(id)),
  };
}
