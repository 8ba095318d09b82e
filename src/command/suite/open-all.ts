/** Opens what a command over a suite needs: the suite, the device and the model. */

import { readOverrides } from "../../app/address.ts";
import { type Outcome, success } from "../../base/outcome.ts";
import type { DeviceReport } from "../../engine/local/protocol.ts";
import type { ModelFacts } from "../../engine/port.ts";
import { type CommandEngines, type ModelRequest, openModel } from "../model/open-model.ts";
import { openServedSuite, type ServedSuite, type SuiteRequest } from "./open-suite.ts";

export interface OpenRequest {
  readonly model: ModelRequest;
  readonly suite: SuiteRequest;
}

export interface OpenedForCommand {
  readonly suite: ServedSuite;
  readonly device: DeviceReport;
  readonly model: ModelFacts;
}

/** Opens them in this order, so that an unusable suite is reported before a model is downloaded. Faults: those of each. */
export async function openAll(
  command: CommandEngines,
  request: OpenRequest,
): Promise<Outcome<OpenedForCommand>> {
  const suite = await openServedSuite(request.suite);
  if (!suite.ok) return suite;
  const device = await command.client.inspect(readOverrides(location.search));
  if (!device.ok) return device;
  const model = await openModel(command, request.model);
  if (!model.ok) return model;
  return success({ suite: suite.value, device: device.value, model: model.value });
}
