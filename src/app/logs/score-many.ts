/** Scores many rollouts of the open log with the open model, beside what a person does meanwhile. */
import { failure } from "../../base/outcome.ts";
import type { Unread } from "../../log/read/records.ts";
import { leftToScore, type ScoredAnew, type ScoringModel, spread } from "../../log/run/anew.ts";
import { reader } from "../images/image-actions.ts";
import { shownImages } from "../images/shown-images.ts";
import type { JobSpec } from "../jobs/jobs.ts";
import type { AppState } from "../state.ts";
import type { LogsServices } from "./logs-services.ts";
import type { AnewState } from "./logs-state.ts";
import { type LoggedWithImages, scoreLog } from "./score-log.ts";

const SCORING: JobSpec = { owner: "logs", kind: "background", title: "Scoring a log", usesModel: true };

/** The page is told of what came in so often, in milliseconds: each time it draws its figures again. */
const TOLD_EVERY = 500;

/** What would score: the open model, at the longest edge that the session sets for it. Null where none is open. */
export function openScoringModel({
  model,
  session,
}: Pick<AppState, "model" | "session">): ScoringModel | null {
  if (model.kind !== "ready") return null;
  const { id, title, weights } = model.facts;
  const longest = session.plan?.model === id ? session.plan.longestEdge : undefined;
  const edge = longest === undefined ? "" : `, longest edge ${longest}`;
  return { model: `${title}${edge}`, weights: `${weights.sha256}${edge}` };
}

/** What is scored, as the page is told of it. */
interface Telling {
  /** False once another log or other data were opened. */
  isShown(): boolean;
  scored(index: number, scored: ScoredAnew): void;
  leftOut(index: number, unread: Unread): void;
  /** Tells the page, unless it shows something else by now. */
  tell(running: boolean): void;
  progress(): { readonly done: number; readonly total: number };
}

/** Begins with what the same model scored before; `indices` are to be scored of `total`. */
function createTelling(
  { store }: LogsServices,
  model: ScoringModel,
  former: AnewState | null,
  indices: readonly number[],
  total: number,
): Telling {
  const scores = new Map<number, ScoredAnew>(former?.scores);
  const leftOut = new Map<number, Unread>(former?.leftOut);
  for (const index of indices) leftOut.delete(index);
  const before = total - indices.length;
  const begun = performance.now();
  let done = before;
  let told = { at: 0, state: store.getState().anew };
  const isShown = () => store.getState().anew === told.state;
  const tell = (running: boolean): void => {
    if (!isShown()) return;
    const at = performance.now();
    const secondsEach =
      done === before ? (former?.secondsEach ?? null) : (at - begun) / 1000 / (done - before);
    const state: AnewState = {
      ...model,
      scores: new Map(scores),
      leftOut: new Map(leftOut),
      secondsEach,
      running: running ? { done, total } : null,
    };
    told = { at, state };
    store.setState({ anew: state });
  };
  const count = (): void => {
    done++;
    if (performance.now() - told.at >= TOLD_EVERY) tell(true);
  };
  return {
    ...{ isShown, tell, progress: () => ({ done, total }) },
    scored(index, scored) {
      scores.set(index, scored);
      count();
    },
    leftOut(index, unread) {
      leftOut.set(index, unread);
      count();
    },
  };
}

/**
 * Scores at most so many of the listed rollouts, spread over the steps, and goes on where the same model ended; what another
 * model scored is forgotten.
 */
export async function scoreMany(logs: LogsServices, most: number): Promise<void> {
  const { services, store, api } = logs;
  const state = services.store.getState();
  const { source, shown, anew } = store.getState();
  const by = openScoringModel(state);
  if (source.kind !== "open") return;
  if (by === null) {
    const { fault } = failure("notFound", "No model is open.", "Open one under Models.");
    return store.setState({ fault });
  }
  const { rollouts } = source.log;
  const isServed = state.model.kind === "ready" && state.model.facts.served !== null;
  const former = anew?.weights === by.weights ? anew : null;
  const chosen = spread(rollouts, shown, most);
  const indices = leftToScore(chosen, former?.scores ?? new Map(), former?.leftOut ?? new Map());
  const telling = createTelling(logs, by, former, indices, chosen.length);
  await services.jobs.run(SCORING, async (job) => {
    const report = (): void => {
      const { done, total } = telling.progress();
      job.report(done, total);
    };
    telling.tell(true);
    const ended = await scoreLog({
      engine: services.engines,
      by: reader(services),
      indices,
      atOnce: isServed ? state.models.atOnce : 1,
      signal: job.signal,
      keeps: (image) => shownImages(services.store.getState().session).has(image),
      goOn: async () => telling.isShown() && (await job.goOn()),
      async read(index) {
        const [rollout, subject] = await Promise.all([api.read(index), api.subject(index)]);
        if (!rollout.ok) return rollout;
        if (!subject.ok) return subject;
        const both: LoggedWithImages = { rollout: rollout.value, subject: subject.value };
        return { ok: true, value: both };
      },
      onScored(index, scored) {
        telling.scored(index, scored);
        report();
      },
      onLeftOut(index, { message }) {
        const { step } = rollouts[index] ?? { step: null };
        const place = `rollout ${index + 1}${step === null ? "" : `, step ${step}`}`;
        telling.leftOut(index, { place, reason: message });
        report();
      },
    });
    if (!ended.ok && telling.isShown()) store.setState({ fault: ended.fault });
    telling.tell(false);
  });
}
