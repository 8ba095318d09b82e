/** An acuity measurement as a file: what was asked of which model, on what it ran, and what was seen in each trial. */
import * as v from "valibot";
import { failure, type Outcome, success } from "../base/outcome.ts";
import type { TrialResult } from "./curves.ts";
import { ACUITY_CONDITIONS } from "./measure.ts";
import { SHRINKINGS } from "./picture.ts";
import { ACUITY_DIMENSIONS, type AcuityPlan, checkPlan } from "./trials.ts";
import { VARIABLE_NAMES } from "./variables.ts";

const seen = v.object({ right: v.boolean(), probability: v.pipe(v.number(), v.minValue(0), v.maxValue(1)) });

const side = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65535));
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const longText = v.pipe(v.string(), v.maxLength(10_000));

const pictureSchema = v.object({
  name: longText,
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  size: v.object({ width: side, height: side }),
  box: v.object({ x: share, y: share, width: share, height: share }),
  question: longText,
  answer: longText,
  how: v.picklist(SHRINKINGS),
});

const documentSchema = v.object({
  format: v.literal("fovea-acuity"),
  schema: v.literal(1),
  plan: v.object({
    dimension: v.picklist(ACUITY_DIMENSIONS),
    variable: v.picklist(VARIABLE_NAMES),
    levels: v.array(v.number()),
    scenes: v.number(),
    adaptive: v.exactOptional(v.literal(true)),
    picture: v.exactOptional(pictureSchema),
  }),
  model: v.object({ id: v.string(), title: v.string() }),
  /** What the answers were made on. */
  card: v.object({
    build: v.string(),
    modelBackend: v.string(),
    numbersBackend: v.string(),
    adapter: v.string(),
    weightsSha256: v.string(),
    runtime: v.string(),
  }),
  trials: v.array(
    v.object({
      level: v.number(),
      seed: v.number(),
      seen: v.partial(v.object(Object.fromEntries(ACUITY_CONDITIONS.map((name) => [name, seen])))),
    }),
  ),
});

export interface AcuityDocument {
  readonly format: "fovea-acuity";
  readonly schema: 1;
  readonly plan: AcuityPlan;
  readonly model: { readonly id: string; readonly title: string };
  readonly card: v.InferOutput<typeof documentSchema>["card"];
  readonly trials: readonly TrialResult[];
}

/** What was seen so far, as a document. */
export function documentOf(
  plan: AcuityPlan,
  { id, title }: AcuityDocument["model"],
  { build, modelBackend, numbersBackend, adapter, weightsSha256, runtime }: AcuityDocument["card"],
  trials: readonly TrialResult[],
): AcuityDocument {
  const card = { build, modelBackend, numbersBackend, adapter, weightsSha256, runtime };
  return { format: "fovea-acuity", schema: 1, plan, model: { id, title }, card, trials };
}

/** Reads what the command line wrote, of which only the measurement counts. Faults: badInput, that says what is wrong with it. */
export function parseAcuity(text: string): Outcome<AcuityDocument> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return failure("badInput", "This is no acuity measurement: it is not JSON.");
  }
  const written = v.safeParse(v.object({ document: v.unknown() }), value);
  const parsed = v.safeParse(documentSchema, written.success ? written.output.document : value);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    return failure(
      "badInput",
      `This is no acuity measurement: ${v.getDotPath(issue) ?? "it"}: ${issue.message}`,
    );
  }
  const opened = parsed.output as AcuityDocument;
  const plan = checkPlan(opened.plan);
  return plan.ok ? success(opened) : plan;
}
