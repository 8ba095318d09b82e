/** Who answers a suite's questions: a model in an engine, with access to the suite's files. */
import type { ImageId, ModelId } from "../../base/ids.ts";
import type { Outcome } from "../../base/outcome.ts";
import type { Engine } from "../../engine/port.ts";
import type { Sampler } from "../../evidence/rollout.ts";
import type { Showing } from "../../evidence/views/showing.ts";
import { type Answered, askWhole } from "../../experiment/ask.ts";
import type { Judge } from "../../experiment/step.ts";

/** Longest answer, in tokens. */
const MAX_TOKENS = 64;

export interface Respondent {
  readonly engine: Pick<Engine, "rollout" | "compare" | "likelihood">;
  readonly model: ModelId;
  /** The model's own words for a box in a question; null where it has none. */
  readonly boxWords: string | null;
  /** Stops whatever is in progress. */
  readonly signal: AbortSignal;
  /** Makes a file of the suite known to the engine and returns its id. */
  open(path: string): Promise<Outcome<ImageId>>;
}

/** `group` judged answers to one showing; null where it was stopped. */
export function askUnder(
  { engine, signal }: Respondent,
  showing: Showing,
  sampler: Sampler,
  group: number,
  judge: Judge,
): Promise<Outcome<Answered | null>> {
  return askWhole(engine, { showing, sampler, group, maxTokens: MAX_TOKENS }, judge, signal);
}
