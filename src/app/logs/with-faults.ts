/** Makes a fault of whatever else can come of a call of the worker that reads logs. */
import { type Fault, faultFrom, type Outcome } from "../../base/outcome.ts";
import type { LogApi } from "../../log/worker/api.ts";

type Failed = { readonly ok: false; readonly fault: Fault };

/** The same interface, where a call that throws and one that a lost worker never answers are faults. */
export function withFaults(api: LogApi, lost: Promise<Failed>): LogApi {
  const call = async <T>(outcome: Promise<Outcome<T>>): Promise<Outcome<T>> => {
    try {
      return await Promise.race([outcome, lost]);
    } catch (thrown) {
      return { ok: false, fault: faultFrom("notFound", thrown, "Open the files again.") };
    }
  };
  return {
    open: (title, files, onProgress) => call(api.open(title, files, onProgress)),
    openData: (files) => call(api.openData(files)),
    select: (filter) => call(api.select(filter)),
    read: (index) => call(api.read(index)),
    subject: (index) => call(api.subject(index)),
    write: (indices, anew) => call(api.write(indices, anew)),
  };
}
