/** What the actions about models share: writing their part of the state, and access to the engine. */
import { failure, type Outcome } from "../../base/outcome.ts";
import type { ModelsClient } from "../../engine/local/client.ts";
import { type AppServices, set } from "../services.ts";
import type { ModelsState } from "./models-state.ts";

export function change(services: AppServices, models: Partial<ModelsState>): void {
  set(services, { models: { ...services.store.getState().models, ...models } });
}

const NOT_RUNNING = failure("workerLost", "The engine is not running.", "Restart it first.");

/** Asks the engine about models, or fails where it is not running. */
export async function ask<T>(
  services: AppServices,
  question: (models: ModelsClient) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  return services.client === null ? NOT_RUNNING : question(services.client.models);
}
