/** The page of a training run with its own state, fetched when it is first shown. */
import { use } from "react";
import { useActions } from "../app-context.ts";
import { LogsView } from "./LogsView.tsx";
import { LogsContext } from "./logs-context.ts";

export function LogsPage() {
  const handle = use(useActions().logs());
  return (
    <LogsContext value={handle}>
      <LogsView />
    </LogsContext>
  );
}
