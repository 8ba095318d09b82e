/** A gate by its choice, in float64. */
import type { Outcome } from "../base/outcome.ts";
import type { Weights } from "./gate.ts";
import type { WeighRequest } from "./reading.ts";
import { uniOpd } from "./uni-opd.ts";
import { vZero } from "./v-zero.ts";
import { vaOpd } from "./va-opd.ts";

/** What the gate says of the group. Faults: badInput (a missing or ragged reading, settings that contradict each other). */
export function weigh(request: WeighRequest): Outcome<Weights> {
  switch (request.gate) {
    case "v-zero":
      return vZero.weigh(request.group, request.settings);
    case "va-opd":
      return vaOpd.weigh(request.group, request.settings);
    case "uni-opd":
      return uniOpd.weigh(request.group, request.settings);
    default:
      return request satisfies never;
  }
}
