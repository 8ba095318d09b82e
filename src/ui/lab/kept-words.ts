/** What is said of kept runs, and before one of them or a part of it is lost. */
import type { ListedRun } from "../../app/lab/lab-state.ts";
import type { Run } from "../../lab/run/run.ts";
import { count, megabytes } from "../shared/format.ts";

/** The room of a run's checkpoints on the disk. */
export const bytesOf = ({ checkpoints }: Pick<ListedRun, "checkpoints">): number =>
  checkpoints.reduce((sum, { bytes }) => sum + bytes, 0);

export const madeSteps = (run: Run): number => run.steps.at(-1)?.step ?? 0;

export function keptTitle({ header: { recipe, model, seed } }: Run): string {
  return `${recipe.title}, ${model.title}, seed ${seed}`;
}

/** The question before a run is deleted. */
export function deletionQuestion(listed: ListedRun): string {
  const { run, checkpoints } = listed;
  const parts = `its ${count(madeSteps(run), "step")} and ${count(checkpoints.length, "checkpoint")} (${megabytes(bytesOf(listed))})`;
  return `Delete ${keptTitle(run)}, with ${parts}? This cannot be undone.`;
}

/** The question before a run goes on from an earlier checkpoint: what came after it is replaced. */
export function goingBackQuestion(run: Run, checkpoints: ListedRun["checkpoints"], step: number): string {
  const [from, to] = [step + 1, madeSteps(run)];
  const later = checkpoints.filter((each) => each.step > step).length;
  const steps = from === to ? `Step ${to}` : `Steps ${from} to ${to}`;
  const lost = later === 0 ? steps : `${steps} and ${count(later, "later checkpoint")}`;
  const are = from === to && later === 0 ? "is" : "are";
  return `Go back to step ${step}? ${lost} ${are} replaced by what is made next. This cannot be undone.`;
}
