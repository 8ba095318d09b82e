/** A model that an engine serves, as the probe found it. */
import type { TokenId } from "../../../base/ids.ts";
import type { ServedBy } from "../../port.ts";

/**
 * How given tokens are scored under a picture:
 * - "generate": the prompt is rendered to ids, the answer's ids are appended, and both are sent as ids.
 * - "native": the same on an SGLang server, whose prompt comes from its chat and whose own route takes ids and pictures.
 * - "continue": the answer's text is sent as a turn to be continued, and refused where it gives other ids.
 */
export type Route = "generate" | "native" | "continue";

/** Whether a route sends the ids of a prompt, so that the prompt is rendered first. */
export const takesIds = (route: Route): boolean => route !== "continue";

export interface Served {
  /** Its name there. */
  readonly name: string;
  readonly route: Route;
  /** How many log-probabilities are asked for at a position, at most. */
  readonly most: number;
  /** Name and version of the engine's program. */
  readonly runtime: string;
  /** What its tokenizer makes of a fixed text, hashed: equal for models that share a tokenizer. */
  readonly tokenizer: string;
  /** The token that ends an answer; null where that was not found. */
  readonly stop: TokenId | null;
  readonly noise: ServedBy["noise"];
  /** What it lacks, each with what lifts it. */
  readonly remarks: readonly string[];
}
