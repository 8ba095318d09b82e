/** Many rollouts of a log scored anew by an open model: with the full image, and with the evidence. */
import type { ImageId } from "../../base/ids.ts";
import { type Fault, failure, type Outcome, success } from "../../base/outcome.ts";
import type { Engine } from "../../engine/port.ts";
import { given, isMissing } from "../../evidence/column.ts";
import type { Replay } from "../../evidence/replay.ts";
import { GREEDY, type Rollout } from "../../evidence/rollout.ts";
import { contrastOf, showingOf } from "../../evidence/views/plan.ts";
import { compareWhole } from "../../experiment/compare.ts";
import type { LoggedRollout } from "../../log/rollout.ts";
import type { ScoredAnew } from "../../log/run/anew.ts";
import type { ShownSubject } from "../../log/worker/api.ts";
import { halts } from "../../suite/run/drive.ts";
import { type HeldImage, hold, type Reader } from "../images/open-image.ts";
import { handOver } from "../images/shown-images.ts";
import { planFor } from "./open-rollout.ts";

/** A rollout with its images. */
export interface LoggedWithImages {
  readonly rollout: LoggedRollout;
  readonly subject: ShownSubject;
}

export interface ScoreLogRequest {
  readonly engine: Engine;
  /** The open model. */
  readonly by: Reader;
  /** Which rollouts, in order. */
  readonly indices: readonly number[];
  /** How many are under way at once; 1 for a model in the tab. */
  readonly atOnce: number;
  /** Faults: the rollout cannot be read, or its images are not there. */
  read(index: number): Promise<Outcome<LoggedWithImages>>;
  /** Whether the page still shows an image, which then stays. */
  keeps(image: ImageId): boolean;
  /** Before each rollout: waits while others go first; false where it was stopped. */
  goOn(): Promise<boolean>;
  readonly signal: AbortSignal;
  onScored(index: number, scored: ScoredAnew): void;
  /** A rollout that cannot be scored, and why. */
  onLeftOut(index: number, fault: Fault): void;
}

/** What a rollout costs: its text as ids, then with the full image and with the evidence, each a pass of the model. */
export const PASSES = 3;

/** The same in requests to a server: the text as ids, the two prompts, and the passes. */
export const REQUESTS = 6;

/** So many images stay with the engine: siblings share theirs. */
const HELD = 12;

/** Images of the engine while rollouts use them; those used longest ago are released. */
function createHolder({ engine, keeps }: ScoreLogRequest) {
  const held = new Map<ImageId, { users: number; readonly added: Promise<Outcome<unknown>> }>();
  const release = (ids: readonly ImageId[]): void => {
    for (const id of ids) {
      const entry = held.get(id);
      if (entry !== undefined) entry.users--;
    }
    const unused = [...held].filter(([, { users }]) => users === 0);
    for (const [id] of unused.slice(0, Math.max(0, held.size - HELD))) {
      held.delete(id);
      if (!keeps(id)) engine.removeImage(id);
    }
  };
  const add = async (image: HeldImage): Promise<Outcome<unknown>> => {
    const known = held.get(image.id);
    const entry = known ?? { users: 0, added: handOver(engine, image) };
    entry.users++;
    held.delete(image.id);
    held.set(image.id, entry);
    const added = await entry.added;
    if (!added.ok) held.delete(image.id);
    return added;
  };
  return {
    /** Does `work` while the engine holds the images. */
    async during<T>(images: readonly HeldImage[], work: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
      const added = await Promise.all(images.map(add));
      const failed = added.find((each) => !each.ok);
      const done = failed === undefined ? await work() : (failed as Outcome<T>);
      release(images.map(({ id }) => id));
      return done;
    },
  };
}

/** From the rebuilt answer and its comparison with the evidence. */
function anewOf({ ids, texts }: Rollout, { sides, divergences, bounds }: Replay): ScoredAnew | null {
  const [student, teacher] = sides;
  const [column] = divergences;
  if (student === undefined || teacher === undefined) return null;
  const divergence = column === undefined || isMissing(column) ? ids.map(() => null) : given(column);
  const isBound = bounds?.[0] != null;
  return { ids, texts, student: student.logProb, teacher: teacher.logProb, divergence, isBound };
}

/** Null where it was stopped. */
async function scoreOne(
  { engine, by, signal }: ScoreLogRequest,
  answer: string,
  subject: ShownSubject,
  image: ImageId,
  crop: ImageId | null,
): Promise<Outcome<ScoredAnew | null>> {
  const plan = planFor(by, subject, image, crop);
  if (plan.others.length === 0) return failure("notFound", subject.notes.join(" "));
  const { background } = engine;
  const request = { showing: showingOf(plan, plan.student), sampler: GREEDY, maxTokens: 1, answer };
  const answered = await background.rollout(request, signal, () => undefined);
  if (!answered.ok) return answered;
  const [rebuilt] = answered.value;
  if (rebuilt === undefined || rebuilt.end === "cancelled" || signal.aborted) return success(null);
  const compared = await compareWhole(background, [rebuilt], contrastOf(plan), 0, signal);
  if (!compared.ok) return compared;
  const [replay] = compared.value ?? [];
  return success(replay === undefined ? null : anewOf(rebuilt, replay));
}

/** The answer and the images of a rollout, scored while the engine holds these. Null where it was stopped. */
async function scoreLogged(
  request: ScoreLogRequest,
  { during }: ReturnType<typeof createHolder>,
  index: number,
): Promise<Outcome<ScoredAnew | null>> {
  if (!(await request.goOn())) return success(null);
  const logged = await request.read(index);
  if (!logged.ok) return logged;
  const { rollout, subject } = logged.value;
  const { response } = rollout;
  if (response === null) return failure("unsupported", "The log does not have the text of this answer.");
  const image = await hold(subject.image.blob);
  if (!image.ok) return image;
  const crop = subject.crop === null ? success(null) : await hold(subject.crop.blob);
  if (!crop.ok) return crop;
  const images = [image.value, ...(crop.value === null ? [] : [crop.value])];
  return during(images, () => scoreOne(request, response, subject, image.value.id, crop.value?.id ?? null));
}

/**
 * Scores the rollouts, and tells of each as it ends. Null where it was stopped. Faults: those that the next rollout would meet
 * too, such as an engine that is gone; any fault leaves out its rollout.
 */
export async function scoreLog(request: ScoreLogRequest): Promise<Outcome<true | null>> {
  const { indices, atOnce, onScored, onLeftOut } = request;
  const holder = createHolder(request);
  const left = [...indices];
  let end: Outcome<true | null> = success(true);
  const finish = (ended: Outcome<null>): void => {
    end = ended;
    left.length = 0;
  };
  const take = (index: number, scored: Outcome<ScoredAnew | null>): void => {
    if (!scored.ok) {
      // It is left out even where it ends the run: one that a server fails at must not end every later run too.
      onLeftOut(index, scored.fault);
      if (halts(scored.fault)) finish(scored);
    } else if (scored.value === null) finish(success(null));
    else onScored(index, scored.value);
  };
  const work = async (): Promise<void> => {
    for (let index = left.shift(); index !== undefined; index = left.shift())
      take(index, await scoreLogged(request, holder, index));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return end;
}
