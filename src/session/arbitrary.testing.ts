/** For tests: any session that the types allow, within reason. */

import fc from "fast-check";
import type { ImageId, ModelId, Nats, TokenId } from "../base/ids.ts";
import type { Column } from "../evidence/column.ts";
import type { GapSplit } from "../evidence/gap.ts";
import {
  type Divergence,
  PAIR_COLUMNS,
  type PairSignals,
  type Replay,
  type Side,
} from "../evidence/replay.ts";
import type { Rollout, RunCard } from "../evidence/rollout.ts";
import { contrastOf, type Plan } from "../evidence/views/plan.ts";
import type { Recipe, ViewStepKind } from "../evidence/views/recipe.ts";
import { parseRecipe } from "../evidence/views/recipe-text.ts";
import { type Contrast, ROLES } from "../evidence/views/showing.ts";
import { STEPS } from "../evidence/views/steps.ts";
import { gates } from "../gate/catalog.ts";
import type { GateResult } from "../gate/group.ts";
import { divergences } from "../math/divergences/catalog.ts";
import {
  CURRENT_SCHEMA,
  type DocumentImage,
  type Experiment,
  type SessionDocument,
  type Settings,
} from "./document/document.ts";
import { kept } from "./document/write.ts";

const text = fc.string({ unit: "grapheme", maxLength: 12 });
const words = fc.array(text, { maxLength: 3 });
const imageId = fc
  .array(fc.constantFrom(..."0123456789abcdef"), { minLength: 64, maxLength: 64 })
  .map((digits) => digits.join("") as ImageId);
const nats = fc.oneof(
  { weight: 9, arbitrary: fc.double({ min: -50, max: 0, noNaN: true }) },
  fc.constantFrom(-Infinity, Infinity, 0),
) as fc.Arbitrary<Nats>;
const model = fc.constantFrom("fovea-mini", "a/b@c").map((id) => id as ModelId);
const size = fc.record({
  width: fc.integer({ min: 2, max: 5000 }),
  height: fc.integer({ min: 2, max: 5000 }),
});
const box = fc
  .tuple(fc.double({ min: 0, max: 0.5, noNaN: true }), fc.double({ min: 0.1, max: 0.5, noNaN: true }))
  .map(([x, width]) => ({ x, y: x / 3, width, height: width / 2 }));

const listOf = <T>(each: fc.Arbitrary<T>, length: number) =>
  fc.array(each, { minLength: length, maxLength: length });

/** A column, sometimes one that an engine could not provide. */
const columnOf = <T>(each: fc.Arbitrary<T>, length: number): fc.Arbitrary<Column<T>> =>
  fc.oneof(
    { weight: 9, arbitrary: listOf(each, length) },
    { weight: 1, arbitrary: fc.record({ missing: text }) },
  );

const NEEDS_IMAGE: readonly ViewStepKind[] = ["crop-image", "other-image"];

/** Each kind of step alone, so that every kind of view occurs. */
const recipe: fc.Arbitrary<Recipe> = fc
  .constantFrom(...(Object.keys(STEPS) as ViewStepKind[]))
  .map((kind) => (NEEDS_IMAGE.includes(kind) ? `${kind}:${"ab".repeat(32)}` : kind))
  .map((written) => {
    const parsed = parseRecipe(written);
    if (!parsed.ok) throw new Error(parsed.fault.message);
    return parsed.value;
  });

const planOf = (image: DocumentImage): fc.Arbitrary<Plan> =>
  fc.record(
    {
      model,
      boxWords: fc.option(text),
      image: fc.constant(image.id),
      size: fc.constant(image.size),
      box,
      question: text,
      longestEdge: fc.integer({ min: 512, max: 4096 }),
      student: recipe,
      others: fc.array(fc.record({ role: fc.constantFrom(...ROLES), recipe }), { maxLength: 3 }),
      teacher: fc.record({ model, boxWords: fc.option(text) }),
      known: fc.record({ question: text, answer: text, evidence: words, choices: words }),
    },
    {
      requiredKeys: ["model", "boxWords", "image", "size", "box", "question", "student", "others"],
    },
  );

const card: fc.Arbitrary<RunCard> = fc.record(
  {
    build: text,
    modelBackend: fc.constantFrom("wasm", "webgpu"),
    numbersBackend: fc.constantFrom("wgsl", "cpu"),
    adapter: text,
    weightsSha256: text,
    weights: fc.record({ id: model, version: fc.nat(), parent: fc.option(text) }),
    runtime: text,
  },
  { requiredKeys: ["build", "modelBackend", "numbersBackend", "adapter", "weightsSha256", "runtime"] },
);

function rolloutOf(contrast: Contrast, length: number): fc.Arbitrary<Rollout> {
  return fc.record({
    showing: fc.constant(contrast.student),
    sampler: fc.record({
      temperature: fc.double({ min: 0, max: 2, noNaN: true }),
      topP: fc.double({ min: 0.1, max: 1, noNaN: true }),
      topK: fc.nat(100),
      seed: fc.nat(),
    }),
    sibling: fc.nat(31),
    forced: fc.nat(length),
    ids: listOf(fc.nat(250_000) as fc.Arbitrary<TokenId>, length),
    texts: listOf(text, length),
    logProbs: listOf(nats, length),
    end: fc.constantFrom("stopToken", "length", "cancelled"),
    card,
  });
}

/** A gap with all of its conditions answered. */
function gapOf(contrast: Contrast): fc.Arbitrary<GapSplit> {
  const reading = rolloutOf(contrast, 2).chain((rollout) =>
    fc.record({ rollout: fc.constant(rollout), right: fc.option(fc.boolean()), logProb: nats }),
  );
  return fc.record({ regional: reading, matched: reading, isolated: reading, global: reading });
}

function sideOf(role: Side["role"], length: number): fc.Arbitrary<Side> {
  const alternative = fc
    .record({ token: fc.nat(9) as fc.Arbitrary<TokenId>, logProb: nats })
    // What a token reads depends on the token alone.
    .map(({ token, logProb }) => ({ token, text: `piece ${token}`, logProb }));
  return fc.record({
    role: fc.constant(role),
    logProb: listOf(nats, length),
    entropy: columnOf(nats, length),
    rank: columnOf(fc.nat(), length),
    alternatives: listOf(fc.array(alternative, { maxLength: 2 }), length),
    card,
  });
}

const divergence: fc.Arbitrary<Divergence> = fc.record({
  kind: fc.constantFrom(...divergences.map(({ id }) => id), "ofALaterVersion"),
  beta: fc.double({ min: 0, max: 1, noNaN: true }),
  temperature: fc.double({ min: 0.1, max: 3, noNaN: true }),
  support: fc.oneof(
    fc.constant({ kind: "full" } as const),
    fc.record({
      kind: fc.constant("topK" as const),
      k: fc.nat(100),
      from: fc.constantFrom("student" as const, "teacher" as const),
      rest: fc.constantFrom("tail" as const, "flooredTail" as const, "renormalise" as const, "drop" as const),
    }),
  ),
});

/** Any of the columns, and sometimes one unknown to this version. */
function pairOf(length: number): fc.Arbitrary<PairSignals> {
  const column = listOf<number>(nats, length);
  const columns = Object.fromEntries(PAIR_COLUMNS.map((name) => [name, column]));
  return fc.record(
    { ...columns, ofALaterVersion: fc.constant({ digits: [1 / 3, "Infinity"] }) },
    { requiredKeys: [] },
  ) as fc.Arbitrary<PairSignals>;
}

function replayOf(contrast: Contrast, length: number): fc.Arbitrary<Replay> {
  const roles: readonly Side["role"][] = ["student", ...contrast.others.map(({ role }) => role)];
  const others = contrast.others.length;
  return fc.record({
    end: fc.constantFrom("done", "cancelled"),
    contrast: fc.constant(contrast),
    divergence,
    sides: fc.tuple(...roles.map((role) => sideOf(role, length))),
    divergences: listOf(listOf(fc.option(nats), length), others),
    pairs: listOf(pairOf(length), others),
    noiseFloor: fc.option(fc.record({ perToken: listOf(nats, length), max: nats })),
    card,
  });
}

function gateOf(lengths: readonly number[]): fc.Arbitrary<GateResult> {
  const naming = { symbol: text, name: text, equation: text };
  const answers = lengths.length;
  const perToken = fc.tuple(...lengths.map((length) => listOf<number>(nats, length)));
  return fc
    .record({
      gate: fc.constantFrom(...gates.map(({ id }) => id), "of-a-later-version"),
      numbers: fc.constantFrom("wgsl", "cpu"),
      deviation: fc.option(nats as fc.Arbitrary<number>),
      weights: fc.record({
        perAnswer: listOf<number>(nats, answers),
        perToken,
        trail: fc.array(
          fc.oneof(
            fc.record({ ...naming, of: fc.constant("group" as const), value: fc.option<number>(nats) }),
            fc.record({
              ...naming,
              of: fc.constant("answers" as const),
              values: listOf(fc.option<number>(nats), answers),
            }),
            fc.record({ ...naming, of: fc.constant("tokens" as const), values: perToken }),
          ),
          { maxLength: 2 },
        ),
        remarks: fc.array(text, { maxLength: 2 }),
      }),
    })
    .map((reading): GateResult => {
      const settings = gates.find(({ id }) => id === reading.gate)?.start ?? { unknown: [1 / 3] };
      return { ...reading, settings };
    });
}

/** The settings of some gates, and sometimes of one unknown to this version. */
const gateSettings = fc.record(
  {
    ...Object.fromEntries(gates.map(({ id, start }) => [id, fc.constant(start)])),
    "of-a-later-version": fc.constant({ knob: 1 / 3, list: ["a"] }),
  },
  { requiredKeys: [] },
);

const settings: fc.Arbitrary<Settings> = fc
  .record({
    sampling: fc.record({
      temperature: fc.double({ min: 0, max: 2, noNaN: true }),
      topP: fc.double({ min: 0.1, max: 1, noNaN: true }),
      topK: fc.nat(100),
      seed: fc.nat(),
      group: fc.integer({ min: 1, max: 32 }),
      maxTokens: fc.integer({ min: 1, max: 512 }),
    }),
    divergence,
    gates: gateSettings,
    signal: text,
    further: fc.option(fc.subarray(["entropyStudent", "log-ratio", "reward:uni-opd"], { minLength: 1 })),
  })
  .map(({ further, ...rest }) => (further === null ? rest : { ...rest, lines: further }));

const image: fc.Arbitrary<DocumentImage> = fc.record({
  id: imageId,
  name: text,
  alt: text,
  size,
  origin: fc.oneof(
    fc.constant({ kind: "own" } as const),
    fc.record({ kind: fc.constant("gallery" as const), item: text }),
  ),
  answer: fc.option(text),
  notes: fc.array(text, { maxLength: 2 }),
  inline: fc.option(fc.constant("data:image/png;base64,iVBORw0KGgo=")),
});

const experimentOf = (about: DocumentImage, id: string): fc.Arbitrary<Experiment> =>
  fc.tuple(planOf(about), fc.array(fc.nat(4), { maxLength: 3 })).chain(([plan, lengths]) => {
    const contrast = contrastOf(plan);
    const always = fc.record({
      id: fc.constant(id),
      note: text,
      plan: fc.constant(plan),
      rollouts: fc.tuple(...lengths.map((length) => rolloutOf(contrast, length))),
      verdicts: listOf(fc.constantFrom(true, false, null), lengths.length),
      teacherAnswer: fc.option(fc.nat(4).chain((length) => rolloutOf(contrast, length))),
      replays: fc.tuple(...lengths.map((length) => fc.option(replayOf(contrast, length)))),
      gates: fc.array(gateOf(lengths), { maxLength: 2 }),
    });
    const split = fc.record({ gap: gapOf(contrast), leftOut: text }, { requiredKeys: [] });
    return fc.tuple(always, split).map(([given, more]): Experiment => ({ ...given, ...more }));
  });

/** Numbers have the digits that sessions store. */
export const anySession: fc.Arbitrary<SessionDocument> = fc
  .uniqueArray(image, { minLength: 1, maxLength: 2, selector: ({ id }) => id })
  .chain((images) =>
    fc.record({
      format: fc.constant("fovea-session" as const),
      schema: fc.constant(CURRENT_SCHEMA),
      title: text,
      images: fc.constant(images),
      experiments: fc
        .array(fc.constantFrom(...images), { maxLength: 2 })
        .chain((about) => fc.tuple(...about.map((each, i) => experimentOf(each, `${i + 1}`)))),
      plan: fc.option(planOf(images[0] as DocumentImage)),
      settings,
    }),
  )
  .map((session) => ({
    ...session,
    shown: session.experiments.at(-1)?.id ?? null,
    experiments: session.experiments.map(kept),
  }));
