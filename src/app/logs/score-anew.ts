/** A rollout of a log scored anew by the open model: its text becomes ids again, and every number is that model's. */
import { failure, type Outcome, success } from "../../base/outcome.ts";
import { GREEDY, type Rollout } from "../../evidence/rollout.ts";
import { type Plan, showingOf } from "../../evidence/views/plan.ts";
import type { Experiment } from "../../session/document/document.ts";
import type { HeldImage } from "../images/open-image.ts";
import { handOver } from "../images/shown-images.ts";
import type { JobSpec } from "../jobs/jobs.ts";
import { replay } from "../run/run-actions.ts";
import type { LogsServices } from "./logs-services.ts";
import { noteOf, openChosen, showExperiment } from "./open-rollout.ts";

const SCORING: JobSpec = { owner: "playground", kind: "interactive", title: "Scoring", usesModel: true };

/** The answer's text under the plan, as tokens of the plan's model. Fault: the text cannot be written in its vocabulary. */
async function scored({ services }: LogsServices, plan: Plan, answer: string): Promise<Outcome<Rollout>> {
  const request = { showing: showingOf(plan, plan.student), sampler: GREEDY, maxTokens: 1, answer };
  const found = await services.jobs.run(SCORING, ({ signal }) =>
    services.engines.rollout(request, signal, () => undefined),
  );
  if (!found.ok) return found;
  const [rollout] = found.value;
  return rollout === undefined || rollout.end === "cancelled"
    ? failure("notFound", "Scoring was stopped.")
    : success(rollout);
}

async function handOverAll(
  { services }: LogsServices,
  images: readonly (HeldImage | null)[],
): Promise<Outcome<null>> {
  for (const image of images) {
    const added = image === null ? success(null) : await handOver(services.engines, image);
    if (!added.ok) return added;
  }
  return success(null);
}

/**
 * Adds the chosen rollout to the playground's session as an answer of the open model, and lets the other sides score it.
 * Faults: no model, no text, no image, or a text that the model's tokenizer cannot write.
 */
export async function scoreAnew(logs: LogsServices): Promise<Outcome<null>> {
  const { services } = logs;
  const opened = await openChosen(logs);
  if (!opened.ok) return opened;
  const { rollout: logged, pictures, plan } = opened.value;
  const { response } = logged;
  const state = services.store.getState();
  if (response === null) return failure("unsupported", "The log does not have the text of this answer.");
  if (state.model.kind !== "ready") return failure("notFound", "No model is open.", "Open one under Models.");
  const added = await handOverAll(logs, [pictures.image, pictures.crop]);
  if (!added.ok) return added;
  const rollout = await scored(logs, plan, response);
  if (!rollout.ok) return rollout;
  const experiment: Experiment = {
    id: "1",
    note: `${noteOf(logs, logged)}, scored anew`,
    plan,
    rollouts: [rollout.value],
    verdicts: [state.judgeOf?.(state, plan)(response) ?? null],
    teacherAnswer: null,
    replays: [null],
    gates: [],
  };
  state.live.add(experiment.rollouts);
  await showExperiment(logs, pictures, plan, experiment);
  await replay(services);
  return success(null);
}
