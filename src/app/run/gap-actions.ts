/** The gap of the current question, split in three. */
import { splitGap } from "../../experiment/split-gap.ts";
import { shownExperiment } from "../../session/derived.ts";
import { playgroundJob } from "../jobs/jobs.ts";
import { type AppServices, apply, complain, set } from "../services.ts";
import { judgeOf } from "./judge-of.ts";

/** Lets the model answer under the four conditions and stores the answers with the shown experiment. */
export async function splitShownGap(services: AppServices): Promise<void> {
  const state = services.store.getState();
  const { plan, settings } = state.session;
  const experiment = shownExperiment(state.session);
  if (services.client === null || plan === null || experiment === null) return;
  const { maxTokens } = settings.sampling;
  await services.jobs.run(playgroundJob("Split of the gap"), async ({ signal, isCurrent }) => {
    set(services, { fault: null });
    const split = await splitGap(
      { engine: services.engines, subject: plan, judge: judgeOf(state, plan), maxTokens, signal },
      (done, total) => isCurrent() && set(services, { run: { kind: "splitting", done, total } }),
    );
    if (!isCurrent()) return;
    set(services, { run: { kind: "idle" } });
    if (!split.ok) complain(services, split.fault);
    else if (split.value !== null) apply(services, { kind: "keepGap", id: experiment.id, gap: split.value });
  });
}
