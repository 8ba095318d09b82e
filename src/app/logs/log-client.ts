/** The page's end of the connection to the worker that reads logs. */
import * as Comlink from "comlink";
import { failure, type Outcome } from "../../base/outcome.ts";
import type { LogApi } from "../../log/worker/api.ts";

/** The worker's interface; a worker that is gone is a fault of every call. */
export function startLogWorker(): LogApi {
  const worker = new Worker(new URL("../../log/worker/log-worker.ts", import.meta.url), {
    type: "module",
    name: "logs",
  });
  const api = Comlink.wrap<LogApi>(worker);
  const lost = new Promise<ReturnType<typeof failure>>((settle) => {
    worker.addEventListener("error", ({ message }) =>
      settle(
        failure(
          "workerLost",
          `The log could not be read: ${message || "its reader could not be loaded"}.`,
          "Reload the page, and open the log again.",
        ),
      ),
    );
  });
  const call = <T>(outcome: Promise<Outcome<T>>): Promise<Outcome<T>> => Promise.race([outcome, lost]);
  return {
    open: (title, files, onProgress) => call(api.open(title, files, Comlink.proxy(onProgress))),
    openData: (files) => call(api.openData(files)),
    select: (filter) => api.select(filter),
    read: (index) => call(api.read(index)),
    subject: (index) => call(api.subject(index)),
    write: (indices) => call(api.write(indices)),
  };
}
