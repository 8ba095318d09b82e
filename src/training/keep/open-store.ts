/** Where the browser keeps runs. */

import { faultFrom, type Outcome, success } from "../../base/outcome.ts";
import { openDepot } from "../../store/opfs.ts";
import { createRunStore, type RunStore } from "./run-store.ts";

/** Faults: unsupported. */
export async function openStore(): Promise<Outcome<RunStore>> {
  try {
    return success(createRunStore(await openDepot("runs")));
  } catch (thrown) {
    const hint = "Private windows often keep no files; open the page in another window.";
    return { ok: false, fault: faultFrom("unsupported", thrown, hint) };
  }
}
