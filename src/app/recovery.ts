/** Recoveries from faults: which kinds of faults have which, in one place. `create-actions.ts` carries them out. */
import type { Fault, FaultKind } from "../base/outcome.ts";
import { canAnswer } from "./selectors.ts";
import type { AppState } from "./state.ts";

/**
 * - restart: a new worker, with fresh memory and device.
 * - runOnWasm: a new worker that runs the model without the graphics adapter.
 * - otherModel: the list of models, to choose a smaller one, fetch one again, or delete some.
 * - loadAgain, answerAgain: the same once more.
 */
export type Recovery = "restart" | "runOnWasm" | "otherModel" | "loadAgain" | "answerAgain";

interface Ways {
  /** After a model could not be loaded. */
  readonly loading: readonly Recovery[];
  /** After anything else: an answer, a replay, an image. */
  readonly running: readonly Recovery[];
}

/** The most likely to help first. None where only the person can change the request. */
const WAYS: Readonly<Record<FaultKind, Ways>> = {
  deviceLost: { loading: ["restart"], running: ["restart"] },
  workerLost: { loading: ["restart"], running: ["restart"] },
  outOfMemory: { loading: ["otherModel", "restart"], running: ["restart", "otherModel"] },
  runtime: { loading: ["restart"], running: ["restart"] },
  unreliable: { loading: ["runOnWasm", "otherModel"], running: ["runOnWasm", "otherModel"] },
  unsupported: { loading: ["otherModel", "runOnWasm"], running: [] },
  network: { loading: ["loadAgain", "otherModel"], running: [] },
  corrupt: { loading: ["loadAgain", "otherModel"], running: [] },
  notFound: { loading: ["otherModel", "loadAgain"], running: ["otherModel"] },
  badInput: { loading: ["otherModel"], running: [] },
  unreachable: { loading: ["loadAgain", "otherModel"], running: ["answerAgain", "otherModel"] },
  unauthorised: { loading: ["loadAgain", "otherModel"], running: ["otherModel"] },
  rateLimited: { loading: ["loadAgain", "otherModel"], running: ["answerAgain"] },
  tooLarge: { loading: ["otherModel"], running: ["otherModel"] },
  tooFewLogProbs: { loading: ["otherModel"], running: ["otherModel"] },
  idsChanged: { loading: ["otherModel"], running: ["answerAgain", "otherModel"] },
  noVision: { loading: ["otherModel"], running: ["otherModel"] },
  quota: { loading: ["otherModel"], running: ["otherModel"] },
  bug: { loading: ["restart", "otherModel"], running: ["answerAgain", "restart"] },
};

function isPossible(recovery: Recovery, state: AppState): boolean {
  switch (recovery) {
    case "runOnWasm":
      return state.engine.kind === "ready" && state.engine.report.model.backend === "webgpu";
    case "answerAgain":
      return canAnswer(state);
    default:
      return true;
  }
}

/** While a model was loaded, while a suite was asked, or while anything else ran. */
export type Met = keyof Ways | "asking";

/** The recoveries for a fault that occurred there, the most likely to help first. */
export function recoveriesFrom(fault: Fault, met: Met, state: AppState): readonly Recovery[] {
  if (state.engine.kind === "lost") return ["restart"];
  const ways = WAYS[fault.kind][met === "asking" ? "running" : met];
  // A halted suite continues by its own button; answering again belongs to the playground.
  const fitting = met === "asking" ? ways.filter((way) => way !== "answerAgain") : ways;
  return fitting.filter((recovery) => isPossible(recovery, state));
}
