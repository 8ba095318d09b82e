/** What the actions about models share: writing their part of the state, asking the engine. */
import { failure, type Outcome } from "../../base/outcome.ts";
import type { ModelsClient } from "../../engine/local/client.ts";
import { type Desk, set } from "../desk.ts";
import type { ModelsState } from "./models-state.ts";

export function change(desk: Desk, models: Partial<ModelsState>): void {
  set(desk, { models: { ...desk.store.getState().models, ...models } });
}

const NOT_RUNNING = failure("workerLost", "The engine is not running.", "Start it again first.");

/** Asks the engine about models, or says that it is not running. */
export async function ask<T>(
  desk: Desk,
  question: (models: ModelsClient) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  return desk.client === null ? NOT_RUNNING : question(desk.client.models);
}
