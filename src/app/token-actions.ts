/** One token of the answer on the screen: read again, or another said in its place. */
import type { TokenId } from "../base/ids.ts";
import { failure, type Outcome } from "../base/outcome.ts";
import { GREEDY } from "../evidence/rollout.ts";
import type { TokenReading } from "../evidence/token-reading.ts";
import { shownExperiment } from "../session/derived.ts";
import { answerText } from "../suite/answer.ts";
import { apply, complain, type Desk, set, takeOver } from "./desk.ts";
import { judgeOf } from "./known-answer.ts";
import { replay } from "./run-actions.ts";
import { shownOf } from "./selectors.ts";

/** How many of the gradient's entries are told. */
const ENTRIES = 16;

export interface TokenActions {
  /**
   * The numbers of a token once more: by whatever computes them here, and in float64 from the same logits, with the
   * gradient's largest entries. `other` is the index of the side among the replay's others. Null where it was stopped.
   */
  read(token: number, other: number, signal: AbortSignal): Promise<Outcome<TokenReading | null>>;
  /** A new answer that says all before the token again, then that one, and goes on greedily; it is replayed and shown. */
  branch(token: number, instead: TokenId): Promise<void>;
}

async function branch(desk: Desk, token: number, instead: TokenId): Promise<void> {
  const state = desk.store.getState();
  const experiment = shownExperiment(state.session);
  const { rollout } = shownOf(state);
  if (desk.client === null || rollout === null || experiment === null) return;
  const signal = takeOver(desk);
  const begun = { kind: "answering", stage: "encode", done: 0, total: 1, tokens: [] } as const;
  set(desk, { run: begun, sibling: 0, selection: token, fault: null });
  const request = {
    showing: rollout.showing,
    sampler: GREEDY,
    maxTokens: Math.max(state.session.settings.sampling.maxTokens, token + 2),
    forced: [...rollout.ids.slice(0, token), instead],
  };
  const outcome = await desk.client.rollout(request, signal, () => undefined);
  if (signal !== desk.current.signal) return;
  set(desk, { run: { kind: "idle" } });
  if (!outcome.ok) return complain(desk, outcome.fault);
  const rollouts = outcome.value.filter(({ ids }) => ids.length > token);
  if (rollouts.length === 0) return;
  const judge = judgeOf(state, experiment.plan);
  const verdicts = rollouts.map((each) => judge(answerText(each)));
  apply(desk, { kind: "keepRollouts", plan: experiment.plan, rollouts, verdicts });
  await replay(desk, signal.aborted ? takeOver(desk) : signal);
}

export function createTokenActions(desk: Desk): TokenActions {
  return {
    async read(token, other, signal) {
      const { rollout, replay: kept } = shownOf(desk.store.getState());
      const showing = kept?.contrast.others[other]?.showing;
      if (rollout === null || kept === null || showing === undefined)
        return failure("badInput", "This token was not replayed.", "Answer first.");
      if (desk.client === null) return failure("workerLost", "The engine is not running.", "Start it again.");
      const { contrast, divergence } = kept;
      const sides = { student: contrast.student, other: showing };
      return desk.client.token({ rollout, ...sides, divergence, token, entries: ENTRIES }, signal);
    },
    branch: (token, instead) => branch(desk, token, instead),
  };
}
