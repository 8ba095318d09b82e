/** The default settings. */
import { JSD_HALF } from "../evidence/replay.ts";
import { GREEDY } from "../evidence/rollout.ts";
import type { Sampling, Settings } from "./document/document.ts";

/** One greedy answer of at most 64 tokens. */
export const ONE_ANSWER: Sampling = { ...GREEDY, group: 1, maxTokens: 64 };

/** Eight answers sampled at temperature 1, as in the gates' papers (V-Zero: G = 8). */
export const EIGHT_ANSWERS: Sampling = { temperature: 1, topP: 1, topK: 0, seed: 7, group: 8, maxTokens: 64 };

export const USUAL_SETTINGS: Settings = {
  sampling: ONE_ANSWER,
  divergence: JSD_HALF,
  gates: {},
  signal: "divergence",
};
