/** Version 2 had only experiments; the current plan was that of the last one. */
import * as v from "valibot";
import { failure, type Outcome, success } from "../../base/outcome.ts";

/** What is read of version 2; everything else is passed through and checked as version 3. */
const two = v.looseObject({
  experiments: v.array(
    v.looseObject({
      id: v.string(),
      plan: v.unknown(),
      rollouts: v.array(v.looseObject({ sampler: v.unknown() })),
    }),
  ),
});

const SETTINGS = {
  sampling: { temperature: 0, topP: 1, topK: 0, seed: 0, group: 1, maxTokens: 64 },
  divergence: { kind: "jsd", beta: 0.5, temperature: 1, support: { kind: "full" } },
  gates: [
    { gate: "v-zero", settings: { alpha: 1, gamma: 1, least: 0, most: 2 } },
    { gate: "va-opd", settings: { tau: 1, lambda: 0.5, fraction: 0.2 } },
    { gate: "uni-opd", settings: { delta: 0.4, margin: "mean", remedy: "shift", direction: "both" } },
  ],
  signal: "divergence",
};

/** Version 2 as version 3. Faults: corrupt. */
export function twoToThree(value: unknown): Outcome<unknown> {
  const parsed = v.safeParse(two, value);
  if (!parsed.success) {
    const issue = parsed.issues[0];
    return failure(
      "corrupt",
      `The session, of version 2, is damaged: ${v.getDotPath(issue) ?? "the file"}: ${issue.message}`,
      "The file is unchanged.",
    );
  }
  const { experiments } = parsed.output;
  const last = experiments.at(-1);
  return success({
    ...parsed.output,
    schema: 3,
    experiments: experiments.map((each) => ({ ...each, teacherAnswer: null })),
    shown: last?.id ?? null,
    plan: last?.plan ?? null,
    settings: SETTINGS,
  });
}
