/** Version 1: the state of the first playground, one image with one answer and its replay. */
import * as v from "valibot";
import { failure, type Outcome, success } from "../../base/outcome.ts";

const showing = v.object({ model: v.string(), pictures: v.array(v.unknown()), text: v.string() });

/** Version 1 stored infinities as JSON does: as null. For a log-probability that can only be the lower one. */
const logProbs = v.pipe(
  v.array(v.nullable(v.number())),
  v.transform((list) => list.map((nats) => nats ?? "-Infinity")),
);

const rollout = v.looseObject({ showing, sampler: v.looseObject({}), logProbs, card: v.looseObject({}) });

const rival = v.object({ token: v.number(), text: v.string(), logProb: v.nullable(v.number()) });
const side = v.looseObject({ logProb: logProbs, rivals: v.array(v.array(rival)) });
const replay = v.looseObject({
  contrast: v.object({
    student: showing,
    others: v.array(v.object({ role: v.string(), showing })),
  }),
  sides: v.array(side),
  card: v.looseObject({}),
});

const plan = v.looseObject({ studentPicture: v.picklist(["full", "marked"]) });

const one = v.object({
  image: v.nullable(v.looseObject({ name: v.string(), size: v.unknown() })),
  plan: v.nullable(plan),
  rollout: v.nullable(rollout),
  replay: v.nullable(replay),
});

type One = v.InferOutput<typeof one>;

function partsOf({ model, pictures, text }: v.InferOutput<typeof showing>): object {
  const parts = [...pictures.map((view) => ({ kind: "picture", view })), { kind: "text", text }];
  return { model, parts };
}

/** The backend of the model was not recorded then. */
const dated = (card: object): object => ({ ...card, runtime: "unknown" });

function rolloutOf(old: NonNullable<One["rollout"]>): object {
  const sampler = { ...old.sampler, topK: 0 };
  return {
    ...old,
    showing: partsOf(old.showing),
    sampler,
    sibling: 0,
    forced: 0,
    card: dated(old.card),
  };
}

function replayOf(old: NonNullable<One["replay"]>): object {
  const { student, others } = old.contrast;
  const card = dated(old.card);
  return {
    ...old,
    end: "done",
    contrast: {
      student: partsOf(student),
      others: others.map(({ role, showing: other }) => ({ role, showing: partsOf(other) })),
    },
    sides: old.sides.map(({ rivals, ...rest }) => ({
      ...rest,
      rivals: {
        tokens: rivals.map((row) => row.map(({ token }) => token)),
        logProbs: rivals.map((row) => row.map(({ logProb }) => logProb ?? "-Infinity")),
      },
      card,
    })),
    // Only one divergence was stored then; the noise floor was not measured.
    pairs: [],
    noiseFloor: null,
    card,
  };
}

/** The student's view was one of two; the only other side was a teacher with the crop. */
function planOf({ studentPicture, ...rest }: v.InferOutput<typeof plan>, size: unknown): object {
  return {
    ...rest,
    boxWords: null,
    size,
    student: studentPicture,
    others: [{ role: "teacher", recipe: "crop" }],
  };
}

function piecesOf(old: One["replay"]): object {
  const pieces = new Map<number, string>();
  for (const { rivals } of old?.sides ?? [])
    for (const { token, text } of rivals.flat()) pieces.set(token, text);
  return { ids: [...pieces.keys()], texts: [...pieces.values()] };
}

/** Version 1 as version 2. Faults: corrupt. */
export function oneToTwo(value: unknown): Outcome<unknown> {
  const parsed = v.safeParse(one, value);
  if (!parsed.success) {
    const issue = parsed.issues[0];
    return failure(
      "corrupt",
      `The session, of version 1, is damaged: ${v.getDotPath(issue) ?? "the file"}: ${issue.message}`,
      "The file is unchanged.",
    );
  }
  const { image, plan: asked, rollout: answer, replay: read } = parsed.output;
  const experiment = (about: NonNullable<One["image"]>, set: NonNullable<One["plan"]>): object => ({
    id: "1",
    note: "",
    plan: planOf(set, about.size),
    pieces: piecesOf(read),
    rollouts: answer === null ? [] : [rolloutOf(answer)],
    verdicts: answer === null ? [] : [null],
    replays: answer === null ? [] : [read === null ? null : replayOf(read)],
    gates: [],
  });
  return success({
    format: "fovea-session",
    schema: 2,
    title: image?.name ?? "",
    images: image === null ? [] : [{ ...image, inline: null }],
    experiments: image === null || asked === null ? [] : [experiment(image, asked)],
  });
}
