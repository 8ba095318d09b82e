/** Which rollouts of a run are shown, and in which order. */
import type { LogEntry, LoggedPrompt } from "./run-log.ts";

export const ORDERS = ["log", "lowestReward", "highestReward", "longest", "farthest"] as const;
export type Order = (typeof ORDERS)[number];

export const REWARDED = ["all", "rewarded", "unrewarded", "unknown"] as const;
export type Rewarded = (typeof REWARDED)[number];

export interface LogFilter {
  /** All of these words occur in the answer, the prompt or the place. */
  readonly words: string;
  /** The first and last step; null for all. */
  readonly steps: readonly [from: number, to: number] | null;
  /** Whether the reward is above 0, is not, or is missing. */
  readonly rewarded: Rewarded;
  /** The only prompt; null for all. */
  readonly prompt: number | null;
  readonly order: Order;
}

export const EVERY_ROLLOUT: LogFilter = {
  words: "",
  steps: null,
  rewarded: "all",
  prompt: null,
  order: "log",
};

function isRewarded({ reward }: LogEntry, rewarded: Rewarded): boolean {
  switch (rewarded) {
    case "all":
      return true;
    case "rewarded":
      return reward !== null && reward > 0;
    case "unrewarded":
      return reward !== null && reward <= 0;
    case "unknown":
      return reward === null;
    default:
      return rewarded satisfies never;
  }
}

/** What is sorted by, smallest first; what has none comes last. */
function keyOf(entry: LogEntry, order: Order): number {
  const { reward, tokens, response, divergence } = entry;
  switch (order) {
    case "log":
      return 0;
    case "lowestReward":
      return reward ?? Number.POSITIVE_INFINITY;
    case "highestReward":
      return -(reward ?? Number.NEGATIVE_INFINITY);
    case "longest":
      return -(tokens ?? response?.length ?? Number.NEGATIVE_INFINITY);
    case "farthest":
      return -(divergence ?? Number.NEGATIVE_INFINITY);
    default:
      return order satisfies never;
  }
}

/** Indices of the rollouts that pass, in order; equal ones in the order of the log. */
export function selectRollouts(
  entries: readonly LogEntry[],
  prompts: readonly LoggedPrompt[],
  { words, steps, rewarded, prompt, order }: LogFilter,
): readonly number[] {
  const wanted = words
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const has = ({ response, prompt: at, place }: LogEntry): boolean => {
    if (wanted.length === 0) return true;
    const text = `${place}\n${response ?? ""}\n${prompts[at]?.text ?? ""}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  };
  const inSteps = ({ step }: LogEntry): boolean =>
    steps === null || (step !== null && step >= steps[0] && step <= steps[1]);
  const kept = entries.flatMap((entry, index) => {
    const passes =
      (prompt === null || entry.prompt === prompt) && inSteps(entry) && isRewarded(entry, rewarded);
    return passes && has(entry) ? [index] : [];
  });
  if (order === "log") return kept;
  const keys = new Map(kept.map((index) => [index, keyOf(entries[index] as LogEntry, order)]));
  return kept.sort((a, b) => {
    const [one, other] = [keys.get(a) ?? 0, keys.get(b) ?? 0];
    return one === other ? a - b : one - other;
  });
}
