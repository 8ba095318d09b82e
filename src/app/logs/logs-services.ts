/** What the actions of the page of a training run share. */
import type { LogApi } from "../../log/worker/api.ts";
import type { AppServices } from "../services.ts";
import type { SessionActions } from "../sessions/session-actions.ts";
import type { LogsStore } from "./logs-state.ts";

export interface LogsServices {
  readonly services: AppServices;
  readonly store: LogsStore;
  readonly session: SessionActions;
  /** The worker that holds the open log. */
  readonly api: LogApi;
}
