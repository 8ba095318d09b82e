/** The item builder with its own state, fetched when it is first shown. */
import { use } from "react";
import { useActions } from "../app-context.ts";
import { ItemsView } from "./ItemsView.tsx";
import { ItemsContext } from "./items-context.ts";

export function ItemsPage() {
  const handle = use(useActions().items());
  return (
    <ItemsContext value={handle}>
      <ItemsView />
    </ItemsContext>
  );
}
