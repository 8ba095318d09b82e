/** An acuity measurement as a file: what was asked of which model, on what it ran, and what was seen in each trial. */
import * as v from "valibot";
import { failure, type Outcome, success } from "../base/outcome.ts";
import { thingDimensions } from "../scene/scene.ts";
import type { TrialResult } from "./curves.ts";
import { ACUITY_CONDITIONS } from "./measure.ts";
import { type AcuityPlan, checkPlan } from "./trials.ts";
import { VARIABLE_NAMES } from "./variables.ts";

const seen = v.object({ right: v.boolean(), probability: v.pipe(v.number(), v.minValue(0), v.maxValue(1)) });

const documentSchema = v.object({
  format: v.literal("fovea-acuity"),
  schema: v.literal(1),
  plan: v.object({
    dimension: v.picklist(thingDimensions),
    variable: v.picklist(VARIABLE_NAMES),
    levels: v.array(v.number()),
    scenes: v.number(),
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
