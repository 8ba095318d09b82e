/** What each way back from a fault does. */
import { type Desk, set } from "./desk.ts";
import { loadModel } from "./models/load-model.ts";
import { openModels } from "./models/models-actions.ts";
import { onWasm } from "./overrides.ts";
import type { Recovery } from "./recovery.ts";
import { answer } from "./run/run-actions.ts";
import { startEngine } from "./start-engine.ts";

/** Takes one. Image, question, box and answers stay as they are. */
export async function recover(desk: Desk, recovery: Recovery): Promise<void> {
  set(desk, { fault: null });
  switch (recovery) {
    case "restart":
      return startEngine(desk);
    case "runOnWasm":
      // In the address, so that a reload does not meet the fault again.
      history.replaceState(history.state, "", onWasm(location.href));
      return startEngine(desk);
    case "otherModel":
      return openModels(desk);
    case "loadAgain":
      return loadModel(desk);
    case "answerAgain":
      return answer(desk);
    default:
      return recovery satisfies never;
  }
}
