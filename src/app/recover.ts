/** What each way back from a fault does. */

import { loadModel } from "./models/load-model.ts";
import { openModels } from "./models/models-actions.ts";
import { onWasm } from "./overrides.ts";
import type { Recovery } from "./recovery.ts";
import { answer } from "./run/run-actions.ts";
import { type AppServices, set } from "./services.ts";
import { startEngine } from "./start-engine.ts";

/** Takes one. Image, question, box and answers stay as they are. */
export async function recover(services: AppServices, recovery: Recovery): Promise<void> {
  set(services, { fault: null });
  switch (recovery) {
    case "restart":
      return startEngine(services);
    case "runOnWasm":
      // In the address, so that a reload does not meet the fault again.
      history.replaceState(history.state, "", onWasm(location.href));
      return startEngine(services);
    case "otherModel":
      return openModels(services);
    case "loadAgain":
      return loadModel(services);
    case "answerAgain":
      return answer(services);
    default:
      return recovery satisfies never;
  }
}
