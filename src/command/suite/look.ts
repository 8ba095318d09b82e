/** Measures over a suite whether the maps of where a model looks peak at the evidence: `npm run fovea -- look`. */

import { createRespondent } from "../../app/suite/create-respondent.ts";
import { failure, type Outcome, success } from "../../base/outcome.ts";
import { NEVER } from "../../base/signal.ts";
import type { DeviceReport } from "../../engine/local/protocol.ts";
import type { ModelFacts } from "../../engine/port.ts";
import { ordered, WHOLE } from "../../suite/order.ts";
import type { CommandEngines } from "../model/open-model.ts";
import { reportStep } from "../output.ts";
import { type LookedItem, lookAt } from "./look-item.ts";
import { type OpenRequest, openAll } from "./open-all.ts";

export interface LookRequest extends OpenRequest {
  /** How many items, spread evenly over the suite; null for all. */
  readonly limit: number | null;
  /** Shuffles the items, so that a run that is stopped early is a fair sample; null keeps the suite's order. */
  readonly seed: number | null;
}

export interface LookResult {
  readonly device: DeviceReport;
  readonly model: ModelFacts;
  readonly items: readonly LookedItem[];
}

declare global {
  interface Window {
    /** Provided by the command line: takes each item as it is done. */
    keepItem?(item: LookedItem): Promise<void>;
  }
}

/** Faults: those of opening the suite, the device and the model, and of the engine. */
export async function look(command: CommandEngines, request: LookRequest): Promise<Outcome<LookResult>> {
  const client = command.engines;
  const opened = await openAll(command, request);
  if (!opened.ok) return opened;
  const { suite, device, model } = opened.value;
  const entries = ordered(suite.entries, { ...WHOLE, limit: request.limit, seed: request.seed });
  if (entries.length === 0) return failure("badInput", "The suite has no items.");
  const respondent = createRespondent(client, model, suite.files, () => null, NEVER);
  const items: LookedItem[] = [];
  for (const [index, entry] of entries.entries()) {
    const looked = await lookAt(client, respondent, model, entry);
    if (!looked.ok) return looked;
    items.push(looked.value);
    await window.keepItem?.(looked.value);
    reportStep("looking at the questions", index + 1, entries.length);
  }
  return success({ device, model, items });
}
