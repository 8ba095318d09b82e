/** A number of the rollouts over the steps of training. */

export interface StepPoint {
  /** The steps that it stands for. */
  readonly from: number;
  readonly to: number;
  readonly mean: number;
  /** 95 % interval of the mean over prompts, whose siblings are alike; null for fewer than two prompts. */
  readonly low: number | null;
  readonly high: number | null;
  readonly rollouts: number;
}

/** What is needed of a rollout. */
export interface StepValue {
  readonly step: number | null;
  readonly prompt: number;
  /** Null where it is missing. */
  readonly value: number | null;
}

/** More points than this are not told apart; neighbouring steps then share one. */
const MOST_POINTS = 60;

const NORMAL_95 = 1.96;

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The interval from the spread of the prompts' means. */
function intervalOf(values: readonly (StepValue & { readonly value: number })[], mean: number) {
  const byPrompt = new Map<number, number[]>();
  for (const { prompt, value } of values) {
    const group = byPrompt.get(prompt);
    if (group === undefined) byPrompt.set(prompt, [value]);
    else group.push(value);
  }
  const means = [...byPrompt.values()].map(meanOf);
  if (means.length < 2) return { low: null, high: null };
  const centre = meanOf(means);
  const variance = means.reduce((sum, each) => sum + (each - centre) ** 2, 0) / (means.length - 1);
  const reach = NORMAL_95 * Math.sqrt(variance / means.length);
  return { low: mean - reach, high: mean + reach };
}

/** One point per step, or per run of neighbouring steps where there are many; infinite values are left out. */
export function stepFigure(rollouts: readonly StepValue[]): readonly StepPoint[] {
  const known = rollouts.filter(
    (each): each is StepValue & { step: number; value: number } =>
      each.step !== null && each.value !== null && Number.isFinite(each.value),
  );
  const steps = [...new Set(known.map(({ step }) => step))].sort((a, b) => a - b);
  const together = Math.ceil(steps.length / MOST_POINTS);
  const pointOf = new Map(steps.map((step, i) => [step, Math.floor(i / together)]));
  const groups: (typeof known)[] = [];
  for (const each of known) {
    const at = pointOf.get(each.step) ?? 0;
    const group = groups[at];
    if (group === undefined) groups[at] = [each];
    else group.push(each);
  }
  return groups.map((group) => {
    const inGroup = group.map(({ step }) => step);
    const mean = meanOf(group.map(({ value }) => value));
    return {
      from: inGroup.reduce((least, step) => Math.min(least, step)),
      to: inGroup.reduce((most, step) => Math.max(most, step)),
      mean,
      ...intervalOf(group, mean),
      rollouts: group.length,
    };
  });
}
