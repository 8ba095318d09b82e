/** The page's end of the connection to the worker that reads logs. */
import * as Comlink from "comlink";
import { failure } from "../../base/outcome.ts";
import type { LogApi } from "../../log/worker/api.ts";
import { withFaults } from "./with-faults.ts";

/** The worker's interface; a worker that is gone is a fault of every call. */
export function startLogWorker(): LogApi {
  const worker = new Worker(new URL("../../log/worker/log-worker.ts", import.meta.url), {
    type: "module",
    name: "logs",
  });
  const remote = Comlink.wrap<LogApi>(worker);
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
  const api: LogApi = {
    open: (title, files, onProgress) => remote.open(title, files, Comlink.proxy(onProgress)),
    openData: (files) => remote.openData(files),
    select: (filter) => remote.select(filter),
    read: (index) => remote.read(index),
    subject: (index) => remote.subject(index),
    write: (indices, anew) => remote.write(indices, anew),
  };
  return withFaults(api, lost);
}
