/** The answers to one prompt through the steps of training, side by side. */
import { useMemo } from "react";
import type { OpenedLog } from "../../log/worker/api.ts";
import { count, decimal } from "../shared/format.ts";
import { useLogs, useLogsActions } from "./logs-context.ts";

/** More steps are spread evenly over the run. */
const MOST_STEPS = 12;

interface StepAnswers {
  readonly step: number;
  readonly rollouts: readonly number[];
}

/** The rollouts of a prompt by step, in order; at most `MOST_STEPS` steps, the first and the last among them. */
export function stepsOfPrompt(
  { rollouts }: Pick<OpenedLog, "rollouts">,
  prompt: number,
): readonly StepAnswers[] {
  const steps = new Map<number, number[]>();
  for (const [index, line] of rollouts.entries()) {
    if (line.prompt !== prompt || line.step === null) continue;
    const group = steps.get(line.step);
    if (group === undefined) steps.set(line.step, [index]);
    else group.push(index);
  }
  const all = [...steps]
    .map(([step, indices]) => ({ step, rollouts: indices }))
    .sort((a, b) => a.step - b.step);
  if (all.length <= MOST_STEPS) return all;
  const places = Array.from({ length: MOST_STEPS }, (_, i) =>
    Math.round((i * (all.length - 1)) / (MOST_STEPS - 1)),
  );
  return places.flatMap((place) => all[place] ?? []);
}

function meanReward(log: OpenedLog, indices: readonly number[]): number | null {
  const rewards = indices.flatMap((index) => log.rollouts[index]?.reward ?? []);
  return rewards.length === 0 ? null : rewards.reduce((sum, reward) => sum + reward, 0) / rewards.length;
}

interface ColumnProps {
  readonly log: OpenedLog;
  readonly answers: StepAnswers;
  readonly chosen: number;
}

function StepColumn({ log, answers: { step, rollouts }, chosen }: ColumnProps) {
  const { choose } = useLogsActions();
  return (
    <li className="step-column">
      <h4 className="number">
        step {step}
        <span className="card-note"> mean reward {decimal(meanReward(log, rollouts), 2)}</span>
      </h4>
      <ul>
        {rollouts.map((index) => {
          const line = log.rollouts[index];
          return (
            <li key={index}>
              <button
                type="button"
                className="step-answer"
                aria-current={index === chosen ? "true" : undefined}
                data-reward={line?.reward == null ? undefined : line.reward > 0}
                onClick={() => void choose(index)}
              >
                <span dir="auto">{line?.head === "" ? "(nothing)" : line?.head}</span>
                <span className="number">{decimal(line?.reward ?? null, 2)}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </li>
  );
}

export function StepsOfPrompt({ index }: { readonly index: number }) {
  const source = useLogs((state) => state.source);
  const filter = useLogs((state) => state.filter);
  const { setFilter } = useLogsActions();
  const log = source.kind === "open" ? source.log : null;
  const prompt = log?.rollouts[index]?.prompt ?? null;
  const steps = useMemo(
    () => (log === null || prompt === null ? [] : stepsOfPrompt(log, prompt)),
    [log, prompt],
  );
  if (log === null || prompt === null || steps.length === 0) return null;
  return (
    <section className="prompt-steps" aria-label="The same prompt through training">
      <div className="card-head">
        <h3>The same prompt through training</h3>
        <button
          type="button"
          className="quiet"
          onClick={() => void setFilter({ ...filter, prompt, steps: null })}
        >
          List its rollouts
        </button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keys. */}
      <section className="step-scroll" aria-label={`Answers of ${count(steps.length, "step")}`} tabIndex={0}>
        <ol className="step-columns">
          {steps.map((answers) => (
            <StepColumn key={answers.step} log={log} answers={answers} chosen={index} />
          ))}
        </ol>
      </section>
    </section>
  );
}
