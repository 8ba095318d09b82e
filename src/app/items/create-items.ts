/** The bench's state and actions over the page's desk. */
import type { Desk } from "../desk.ts";
import { createItemsActions, type ItemsActions } from "./items-actions.ts";
import { createItemsStore, type ItemsStore } from "./items-state.ts";

export interface ItemsHandle {
  readonly store: ItemsStore;
  readonly actions: ItemsActions;
}

export function createItems(desk: Desk): ItemsHandle {
  const store = createItemsStore();
  const current = new AbortController();
  return { store, actions: createItemsActions({ desk, store, held: new Map(), current }) };
}
