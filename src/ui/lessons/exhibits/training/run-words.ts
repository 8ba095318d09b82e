/** Words and axes of recorded runs. */
import { listedRun, RUN_SIZE } from "../../../../lesson/exhibits/run-list.ts";
import { type RunsSettings, recordedRun } from "../../../../lesson/exhibits/runs.ts";
import { percent } from "../../../shared/format.ts";

export const STEPS = {
  kind: "linear",
  domain: [0, RUN_SIZE.steps],
  title: "step",
  words: String,
} as const;

export const SHARES = { kind: "linear", domain: [0, 1], title: "right", words: percent } as const;

/** Where the numbers come from. */
export function recordedWords({ run }: Pick<RunsSettings, "run">): string {
  const { model, seed } = recordedRun(run).header;
  const [first] = recordedRun(run).evaluations;
  return `Recorded: ${model.title}, weights ${model.weights.sha256.slice(0, 12)}, ${listedRun(run).recipe.title}, seed ${seed}, ${first?.items ?? 0} held-out questions.`;
}
