/** Open runs by id: how each is stopped, and that each tells its end exactly once. */
import type { RunId } from "../../../base/ids.ts";
import type { Outcome } from "../../../base/outcome.ts";
import { thrownFault } from "../device/run-fault.ts";

/** Whoever listens to a run hears its end; what else it hears is the run's own affair. */
type OnEnd<T> = (event: { readonly kind: "end"; readonly outcome: Outcome<T> }) => void;

export interface Runs {
  /**
   * Runs `work` under an id; a throw becomes a fault of kind "bug", and `judge` may replace the outcome. A run that is
   * stopped already has an aborted signal from its beginning.
   */
  run<T>(
    id: RunId,
    onEvent: OnEnd<T>,
    work: (signal: AbortSignal) => Promise<Outcome<T>>,
    stopped?: boolean,
  ): Promise<void>;
  cancel(id: RunId): void;
  /** Stops every open run and waits for their ends. */
  stopAll(): Promise<void>;
}

export function createRuns(judge: <T>(outcome: Outcome<T>) => Promise<Outcome<T>>): Runs {
  const open = new Map<RunId, { readonly controller: AbortController; readonly ended: Promise<unknown> }>();
  return {
    async run<T>(
      id: RunId,
      onEvent: OnEnd<T>,
      work: (signal: AbortSignal) => Promise<Outcome<T>>,
      stopped = false,
    ) {
      const controller = new AbortController();
      if (stopped) controller.abort();
      const ended = work(controller.signal)
        .catch((thrown: unknown): Outcome<T> => ({ ok: false, fault: thrownFault(thrown) }))
        .then(judge<T>);
      open.set(id, { controller, ended });
      const outcome = await ended;
      open.delete(id);
      onEvent({ kind: "end", outcome });
    },
    cancel: (id) => open.get(id)?.controller.abort(),
    async stopAll() {
      const all = [...open.values()];
      for (const { controller } of all) controller.abort();
      await Promise.all(all.map(({ ended }) => ended));
    },
  };
}
