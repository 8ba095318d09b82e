/** Gives components the item builder's state and its actions. */
import { createContext, use } from "react";
import { useStore } from "zustand";
import type { ItemsHandle } from "../../app/items/create-items.ts";
import type { ItemsActions } from "../../app/items/items-actions.ts";
import type { ItemsState } from "../../app/items/items-state.ts";

export const ItemsContext = createContext<ItemsHandle | null>(null);

function useItemsHandle(): ItemsHandle {
  const handle = use(ItemsContext);
  if (handle === null) throw new Error("A component was mounted outside the item builder's context.");
  return handle;
}

/** Selects a part of the state. `select` must return something that the state holds, not a new object. */
export function useItems<T>(select: (state: ItemsState) => T): T {
  return useStore(useItemsHandle().store, select);
}

export function useItemsActions(): ItemsActions {
  return useItemsHandle().actions;
}
