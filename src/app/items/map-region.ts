/** A region found by the model's attribution: the sensitivity map of its answer, and the window search over it. */
import { failure, type Outcome, success } from "../../base/outcome.ts";
import { drawMap } from "../../evidence/maps/draw-map.ts";
import {
  lossesOf,
  lossesOnly,
  replaysOf,
  sensitivityMap,
  startSensitivity,
  USUAL_PLAN,
} from "../../evidence/maps/sensitivity.ts";
import { answerText, GREEDY, type Rollout } from "../../evidence/rollout.ts";
import { type Subject, showingOf } from "../../evidence/views/plan.ts";
import { FULL } from "../../evidence/views/recipe.ts";
import type { Showing } from "../../evidence/views/showing.ts";
import { askWhole } from "../../experiment/ask.ts";
import { besides, compareWhole } from "../../experiment/compare.ts";
import { searchWindow } from "../../math/image/window-search.ts";
import { type Box, boxOfPixels, pixelWindow } from "../../view/box.ts";
import type { Job } from "../jobs/jobs.ts";
import { complainOf, type ItemServices, type Voice, withPicture } from "./item-services.ts";

const MAX_TOKENS = 32;
/** Coarse cells only: a proposal that a person reviews needs no finer map. */
const PLAN = { ...USUAL_PLAN, levels: 0 };
const WHOLE: Box = { x: 0, y: 0, width: 1, height: 1 };

async function read(
  { client }: Voice,
  rollout: Rollout,
  others: readonly Showing[],
  signal: AbortSignal,
): Promise<Outcome<readonly (readonly number[])[] | null>> {
  const contrast = besides(rollout, "control", others);
  const compared = await compareWhole(client, [rollout], contrast, 0, signal);
  if (!compared.ok || compared.value === null) return compared as Outcome<null>;
  const [before, ...after] = compared.value[0]?.sides ?? [];
  return success(after.map(({ logProb }) => lossesOf(before?.logProb ?? [], logProb)));
}

/** A region, and the answer that depends on it. */
export interface Proposal {
  readonly region: Box;
  readonly answered: string;
}

/** Null when stopped. Faults: badInput (the answer is empty), those of the engine. */
async function find(
  items: ItemServices,
  job: Job,
  voice: Voice,
  subject: Subject,
  side: number,
): Promise<Outcome<Proposal | null>> {
  const { signal } = job;
  const total = replaysOf(PLAN);
  items.store.setState({ work: { kind: "map", done: 0, total }, fault: null });
  const showing = showingOf(subject, FULL);
  const request = { showing, sampler: GREEDY, maxTokens: MAX_TOKENS };
  const answered = await askWhole(voice.client, request, () => null, signal);
  if (!answered.ok) return answered;
  const rollout = answered.value?.rollouts[0];
  if (rollout === undefined) return success(null);
  const words = answerText(rollout);
  if (words === "") return failure("badInput", "The model gave an empty answer.", "Rephrase the question.");
  const drawn = await drawMap(
    { showing, frame: WHOLE, by: { kind: "blank" }, selected: null },
    startSensitivity(PLAN),
    {
      read: async (others) => ((await job.goOn()) ? read(voice, rollout, others, signal) : success(null)),
      now: () => performance.now(),
      onPart({ measured }) {
        job.report(measured.length, total);
        items.store.setState({ work: { kind: "map", done: measured.length, total } });
      },
    },
  );
  if (!drawn.ok) return drawn;
  if (drawn.value.pending.length > 0) return success(null);
  const found = searchWindow(lossesOnly(sensitivityMap(drawn.value, null)), subject.size, side);
  return success({
    region: boxOfPixels(pixelWindow(found.box, subject.size), subject.size),
    answered: words,
  });
}

/**
 * Proposes a region of the current image: the model answers `question`, cells of the image are erased, and the window with
 * the largest losses becomes the drawn region (methods: occlusion, ViCrop arXiv 2502.17422). The smallest window has the
 * side that the area rule allows at 1.5 times its length.
 */
export async function proposeFromMap(
  items: ItemServices,
  job: Job,
  question: string,
): Promise<Proposal | null> {
  const { images, shown, thresholds } = items.store.getState();
  const image = images.find(({ id }) => id === shown);
  if (image === undefined) return null;
  const { id, size } = image;
  const side = Math.max(2, Math.floor(Math.sqrt(thresholds.area * size.width * size.height) / 1.5));
  if (!(await job.goOn())) return null;
  const found = await withPicture(items, id, (voice) => {
    const { id: model, boxWords } = voice.facts;
    return find(items, job, voice, { model, boxWords, image: id, size, box: WHOLE, question }, side);
  });
  items.store.setState({ work: null });
  if (!found.ok) complainOf(items, found.fault);
  return found.ok ? found.value : null;
}
