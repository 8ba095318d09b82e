/**
 * The page behind `npm run fovea` and `npm run scenes`: the app's own engine and the painter of scenes without a screen.
 * The command line opens it in a headless browser and calls `window.fovea`; what it returns is plain data.
 */

import { readOverrides, siteUrl } from "../app/address.ts";
import { BUNDLED } from "../app/models/bundled.ts";
import type { Outcome } from "../base/outcome.ts";
import { createEngines } from "../engine/engines.ts";
import { startLocalEngine } from "../engine/local/client.ts";
import type { DeviceReport } from "../engine/local/protocol.ts";
import type { EndRecord } from "../lab/run/document.ts";
import { type Imported, type ImportRequest, importLog } from "./logs/import.ts";
import { paint, taken } from "./paint/paint.ts";
import type { PaintRequest } from "./paint/paint-request.ts";
import { type Recorded, record } from "./record/record.ts";
import type { RecordRequest } from "./record/record-plan.ts";
import { type Acuity, type AcuityRequest, acuity } from "./suite/acuity.ts";
import { type EvaluateRequest, type Evaluation, evaluate } from "./suite/evaluate.ts";
import { type LookRequest, type LookResult, look } from "./suite/look.ts";
import { lossRemarkOf, stopTraining, type TrainRequest, train } from "./train/train.ts";

interface Commands {
  device(): Promise<Outcome<DeviceReport>>;
  evaluate(request: EvaluateRequest): Promise<Outcome<Evaluation>>;
  look(request: LookRequest): Promise<Outcome<LookResult>>;
  record(request: RecordRequest): Promise<Recorded>;
  paint(request: PaintRequest): Promise<Outcome<null>>;
  /** Of a file that was painted and downloaded: that it is where it belongs, or the reason why not. */
  taken(name: string, reason: string | null): void;
  acuity(request: AcuityRequest): Promise<Outcome<Acuity>>;
  importLog(request: ImportRequest): Promise<Outcome<Imported>>;
  train(request: TrainRequest): Promise<Outcome<EndRecord | null>>;
  stopTraining(): void;
  /** What is to be said before a run with that formula as its loss; null where nothing is. */
  lossRemark(text: string): string | null;
}

declare global {
  interface Window {
    fovea: Commands;
  }
}

const client = startLocalEngine(siteUrl(BUNDLED.manifest).href, () => undefined);
const engines = createEngines();
engines.add(client);
const command = { client, engines };

window.fovea = {
  device: () => client.inspect(readOverrides(location.search)),
  evaluate: (request) => evaluate(command, request),
  look: (request) => look(command, request),
  record: (request) => record(command, request),
  acuity: (request) => acuity(command, request),
  importLog: (request) => importLog(command, request),
  paint,
  taken,
  train,
  stopTraining,
  lossRemark: lossRemarkOf,
};
