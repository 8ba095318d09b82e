/** The whole of a session's file in its current version; published as public/schemas/session.schema.json. */
import * as v from "valibot";
import { LARGEST_GROUP } from "../../evidence/rollout.ts";
import {
  CURRENT_SCHEMA,
  type DocumentImage,
  type Experiment,
  type SessionDocument,
  type Settings,
} from "../document/document.ts";
import { gap } from "./gap.ts";
import { gateResult, gateSettings } from "./gate.ts";
import { counts } from "./numbers.ts";
import { plan } from "./plan.ts";
import { divergence, misfit, type Pieces, replayOf, storedReplay } from "./replay.ts";
import { rollout, sampler } from "./rollout.ts";
import { imageId, size, text, texts, whole } from "./words.ts";

/** Only images are embedded, and only as bytes: any other kind of address could make a page fetch or run it. */
const dataAddress = v.pipe(
  v.string(),
  v.regex(/^data:image\/(?:png|jpeg|webp|gif|bmp|avif);base64,[A-Za-z0-9+/]*={0,2}$/, "not an image's bytes"),
);

const origin = v.variant("kind", [
  v.object({ kind: v.literal("gallery"), item: v.string() }),
  v.object({ kind: v.literal("own") }),
]);

const image = v.object({
  id: imageId,
  name: text,
  alt: text,
  size,
  origin,
  answer: v.nullable(text),
  notes: texts,
  inline: v.nullable(dataAddress),
}) satisfies v.GenericSchema<unknown, DocumentImage>;

const storedExperiment = v.object({
  id: v.pipe(v.string(), v.minLength(1)),
  note: text,
  leftOut: v.exactOptional(text),
  plan,
  /** The texts of the tokens among the alternatives: `texts[i]` belongs to token `ids[i]`. */
  pieces: v.object({ ids: counts, texts }),
  rollouts: v.array(rollout),
  verdicts: v.array(v.nullable(v.boolean())),
  teacherAnswer: v.nullable(rollout),
  replays: v.array(v.nullable(storedReplay)),
  gates: v.array(gateResult),
  gap: v.exactOptional(gap),
});

type StoredExperiment = v.InferOutput<typeof storedExperiment>;

/** What is inconsistent in an experiment, or null. */
function experimentMisfit({ rollouts, verdicts, replays, gates, pieces }: StoredExperiment): string | null {
  const answers = rollouts.length;
  if (verdicts.length !== answers || replays.length !== answers)
    return "it does not have one verdict and one replay per answer";
  if (pieces.ids.length !== pieces.texts.length) return "its pieces do not have one text per id";
  for (const [i, replay] of replays.entries()) {
    const problem = replay === null ? null : misfit(replay, rollouts[i]?.ids.length ?? 0);
    if (problem !== null) return `the replay of answer ${i}: ${problem}`;
  }
  const lengths = rollouts.map(({ ids }) => ids.length);
  const fits = (rows: readonly (readonly number[])[]) =>
    rows.length === answers && rows.every((row, i) => row.length === lengths[i]);
  const odd = gates.find(({ weights }) => weights.perAnswer.length !== answers || !fits(weights.perToken));
  return odd === undefined ? null : `the weights of ${odd.gate} are not one per answer and one per token`;
}

function experimentOf({ pieces, ...stored }: StoredExperiment): Experiment {
  const texts: Pieces = new Map(pieces.ids.map((id, i) => [id, pieces.texts[i] ?? ""]));
  return {
    ...stored,
    replays: stored.replays.map((replay) => (replay === null ? null : replayOf(replay, texts))),
  };
}

const experiment = v.pipe(
  storedExperiment,
  v.rawCheck(({ dataset, addIssue }) => {
    const problem = dataset.typed ? experimentMisfit(dataset.value) : null;
    if (problem !== null) addIssue({ message: problem });
  }),
  v.transform(experimentOf),
);

/** Ids of signals: short words, so that a link can hold them too. */
const lines = v.pipe(v.array(v.pipe(v.string(), v.regex(/^[\w:-]{1,40}$/))), v.maxLength(32));

/** The longest formula that this version reads has 2,000 characters; what a later version wrote is kept. */
const formula = v.looseObject({
  name: v.pipe(v.string(), v.regex(/^[A-Za-z_]\w{0,31}$/)),
  text: v.pipe(v.string(), v.maxLength(8000)),
});

/** Settings unknown to this version stay. */
export const storedSettings = v.looseObject({
  sampling: v.object({
    ...sampler.entries,
    group: v.pipe(whole, v.minValue(1), v.maxValue(LARGEST_GROUP)),
    maxTokens: v.pipe(whole, v.minValue(1)),
  }),
  divergence,
  gates: gateSettings,
  signal: text,
  lines: v.exactOptional(lines),
  formulas: v.exactOptional(v.pipe(v.array(formula), v.maxLength(32))),
}) satisfies v.GenericSchema<unknown, Settings>;

const once = (list: readonly string[]) => new Set(list).size === list.length;

export const storedSession = v.pipe(
  v.object({
    format: v.literal("fovea-session"),
    schema: v.literal(CURRENT_SCHEMA),
    title: text,
    images: v.array(image),
    experiments: v.array(experiment),
    shown: v.nullable(v.string()),
    plan: v.nullable(plan),
    settings: storedSettings,
  }),
  v.check(({ images }) => once(images.map(({ id }) => id)), "two images have one id"),
  v.check(({ experiments }) => once(experiments.map(({ id }) => id)), "two experiments have one id"),
  v.check(({ images, experiments, plan: now }) => {
    const known = new Set<string>(images.map(({ id }) => id));
    const plans = [...experiments.map((each) => each.plan), ...(now === null ? [] : [now])];
    return plans.every(({ image: asked }) => known.has(asked));
  }, "a plan is about an image that is not listed"),
  v.check(
    ({ experiments, shown }) => shown === null || experiments.some(({ id }) => id === shown),
    "the experiment that it shows is not in its list",
  ),
) satisfies v.GenericSchema<unknown, SessionDocument>;
