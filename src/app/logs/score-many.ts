/** Scores many rollouts of the open log with the open model, beside what a person does meanwhile. */
import { failure } from "../../base/outcome.ts";
import type { Unread } from "../../log/read/records.ts";
import { type ScoredAnew, spread } from "../../log/run/anew.ts";
import { reader } from "../images/image-actions.ts";
import { shownImages } from "../images/shown-images.ts";
import type { JobSpec } from "../jobs/jobs.ts";
import type { LogsServices } from "./logs-services.ts";
import type { AnewState } from "./logs-state.ts";
import { type LoggedWithImages, scoreLog } from "./score-log.ts";

const SCORING: JobSpec = { owner: "logs", kind: "background", title: "Scoring a log", usesModel: true };

/** The page is told of what came in so often, in milliseconds: each time it draws its figures again. */
const TOLD_EVERY = 500;

/** Scores at most so many of the listed rollouts, spread over the steps; what another model scored is forgotten. */
export async function scoreMany(logs: LogsServices, most: number): Promise<void> {
  const { services, store, api } = logs;
  const { model, models } = services.store.getState();
  const { source, shown, anew: former } = store.getState();
  if (source.kind !== "open") return;
  if (model.kind !== "ready") {
    const { fault } = failure("notFound", "No model is open.", "Open one under Models.");
    return store.setState({ fault });
  }
  const { rollouts } = source.log;
  const { id, title, served } = model.facts;
  const scores = new Map<number, ScoredAnew>(former?.modelId === id ? former.scores : []);
  const leftOut: Unread[] = [];
  const chosen = spread(rollouts, shown, most);
  const indices = chosen.filter((index) => !scores.has(index));
  const total = chosen.length;
  let [done, told] = [total - indices.length, 0];
  const stateOf = (running: boolean): AnewState => ({
    model: title,
    modelId: id,
    scores: new Map(scores),
    leftOut: [...leftOut],
    running: running ? { done, total } : null,
  });
  const isShown = () => store.getState().source === source;
  const tell = (running: boolean): void => {
    told = performance.now();
    if (isShown()) store.setState({ anew: stateOf(running) });
  };
  await services.jobs.run(SCORING, async (job) => {
    const count = (): void => {
      done++;
      job.report(done, total);
      if (performance.now() - told >= TOLD_EVERY) tell(true);
    };
    tell(true);
    const ended = await scoreLog({
      engine: services.engines,
      by: reader(services),
      indices,
      atOnce: served === null ? 1 : models.atOnce,
      signal: job.signal,
      keeps: (image) => shownImages(services.store.getState().session).has(image),
      goOn: async () => isShown() && (await job.goOn()),
      async read(index) {
        const [rollout, subject] = await Promise.all([api.read(index), api.subject(index)]);
        if (!rollout.ok) return rollout;
        if (!subject.ok) return subject;
        const both: LoggedWithImages = { rollout: rollout.value, subject: subject.value };
        return { ok: true, value: both };
      },
      onScored(index, scored) {
        scores.set(index, scored);
        count();
      },
      onLeftOut(index, fault) {
        const { step } = rollouts[index] ?? { step: null };
        const place = `rollout ${index + 1}${step === null ? "" : `, step ${step}`}`;
        leftOut.push({ place, reason: fault.message });
        count();
      },
    });
    tell(false);
    if (!ended.ok && isShown()) store.setState({ fault: ended.fault });
  });
}
