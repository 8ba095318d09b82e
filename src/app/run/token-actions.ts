/** One token of the answer on the screen: its numbers computed again, or another token in its place. */
import type { Nats, TokenId } from "../../base/ids.ts";
import { failure, type Outcome, success } from "../../base/outcome.ts";
import { GREEDY } from "../../evidence/rollout.ts";
import type { TokenInspection } from "../../evidence/token-inspection.ts";
import { currentContrast, shownExperiment } from "../../session/derived.ts";
import type { JobSpec } from "../jobs/jobs.ts";
import { shownOf } from "../selectors.ts";
import type { AppServices } from "../services.ts";
import { say } from "./run-actions.ts";

/** How many entries of the gradient are returned. */
const ENTRIES = 16;

const READING: JobSpec = { owner: "token", kind: "interactive", title: "Token check", usesModel: true };

const SCORING: JobSpec = {
  owner: "token",
  kind: "interactive",
  title: "Score of the teacher’s answer",
  usesModel: true,
};

export interface TokenActions {
  /**
   * The numbers of a token once more: by the numbers backend, and in float64 from the same logits, with the largest entries of
   * the gradient. `other` is the index of the side among the replay's others. Null when stopped, as by the next call.
   */
  read(token: number, other: number): Promise<Outcome<TokenInspection | null>>;
  stopReading(): void;
  /**
   * The log-probabilities, in nats, of the tokens of the teacher's own answer under the student, as it is shown the image now:
   * what the student thinks of it. Null when stopped. Faults: badInput without such an answer, those of scoring.
   */
  scoreTeachersAnswer(): Promise<Outcome<readonly Nats[] | null>>;
  /** A new answer with the same tokens before that position, then the given token, continued greedily; replayed and shown. */
  branch(token: number, instead: TokenId): Promise<void>;
}

async function branch(services: AppServices, token: number, instead: TokenId): Promise<void> {
  const state = services.store.getState();
  const experiment = shownExperiment(state.session);
  const { rollout } = shownOf(state);
  if (rollout === null || experiment === null) return;
  const request = {
    showing: rollout.showing,
    sampler: GREEDY,
    maxTokens: Math.max(state.session.settings.sampling.maxTokens, token + 2),
    forced: [...rollout.ids.slice(0, token), instead],
  };
  await say(services, { plan: experiment.plan, request, selection: token });
}

async function scoreTeachersAnswer(services: AppServices): Promise<Outcome<readonly Nats[] | null>> {
  const { session } = services.store.getState();
  const answer = shownExperiment(session)?.teacherAnswer ?? null;
  const showing = currentContrast(session)?.student;
  if (answer === null || showing === undefined)
    return failure("badInput", "The teacher has no answer of its own.", "Answer first.");
  const request = { rollouts: [answer], role: "student", showing, temperature: 1, alternatives: 0 } as const;
  const scored = await services.jobs.run(SCORING, ({ signal }) =>
    services.engines.score(request, signal, () => undefined),
  );
  return scored.ok ? success(scored.value[0]?.side.logProb ?? null) : scored;
}

export function createTokenActions(services: AppServices): TokenActions {
  return {
    async read(token, other) {
      const { rollout, replay: kept } = shownOf(services.store.getState());
      const showing = kept?.contrast.others[other]?.showing;
      if (rollout === null || kept === null || showing === undefined)
        return failure("badInput", "This token was not replayed.", "Answer first.");
      const { contrast, divergence } = kept;
      const sides = { student: contrast.student, other: showing };
      const request = { rollout, ...sides, divergence, token, entries: ENTRIES };
      return services.jobs.run(READING, ({ signal }) => services.engines.token(request, signal));
    },
    stopReading: () => services.jobs.of("token")?.stop(),
    scoreTeachersAnswer: () => scoreTeachersAnswer(services),
    branch: (token, instead) => branch(services, token, instead),
  };
}
