/** The state and actions of the page of a training run. */
import type { AppServices } from "../services.ts";
import { createSessionActions } from "../sessions/session-actions.ts";
import { startLogWorker } from "./log-client.ts";
import { createLogsActions, type LogsActions } from "./logs-actions.ts";
import { createLogsStore, type LogsStore } from "./logs-state.ts";

export interface LogsHandle {
  readonly store: LogsStore;
  readonly actions: LogsActions;
}

export function createLogs(services: AppServices): LogsHandle {
  const store = createLogsStore();
  const session = createSessionActions(services);
  return { store, actions: createLogsActions({ services, store, session, api: startLogWorker() }) };
}
