/** The item builder's state and actions. */
import type { AppServices } from "../services.ts";
import { createItemsActions, type ItemsActions } from "./items-actions.ts";
import { createItemsStore, type ItemsStore } from "./items-state.ts";

export interface ItemsHandle {
  readonly store: ItemsStore;
  readonly actions: ItemsActions;
}

export function createItems(services: AppServices): ItemsHandle {
  const store = createItemsStore();
  return { store, actions: createItemsActions({ services, store, held: new Map() }) };
}
