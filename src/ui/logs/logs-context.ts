/** Gives components the state of the page of a training run, and its actions. */
import { createContext, use } from "react";
import { useStore } from "zustand";
import type { LogsHandle } from "../../app/logs/create-logs.ts";
import type { LogsActions } from "../../app/logs/logs-actions.ts";
import type { LogsState } from "../../app/logs/logs-state.ts";

export const LogsContext = createContext<LogsHandle | null>(null);

function useLogsHandle(): LogsHandle {
  const handle = use(LogsContext);
  if (handle === null) throw new Error("A component was mounted outside the logs' context.");
  return handle;
}

/** Selects a part of the state. `select` must return something that the state holds, not a new object. */
export function useLogs<T>(select: (state: LogsState) => T): T {
  return useStore(useLogsHandle().store, select);
}

export function useLogsActions(): LogsActions {
  return useLogsHandle().actions;
}
