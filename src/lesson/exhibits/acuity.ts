/** A recorded acuity measurement as a lesson shows it: one scene at one size after the other, and the curve of all. */
import recorded from "./acuity.recorded.json" with { type: "json" };

export interface ShrinkingSettings {
  /** Which of the recorded scenes is shown. */
  readonly scene: number;
  /** How many steps it was shrunk from the largest size. */
  readonly steps: number;
}

export const ACUITY_MODEL: string = recorded.model;

/** What the scenes' things are asked about. */
export const ACUITY_DIMENSION: string = recorded.dimension;

/** Shares of the image, from the smallest to the largest. */
export const SIZES: readonly number[] = recorded.levels;

/** Shares of right answers at each size. */
export const RIGHT = { full: recorded.full, crop: recorded.crop } as const;

/** The threshold of the full image, a share of it; null where there is none, with its reason. */
export const THRESHOLD: number | null =
  (recorded.threshold as { readonly value: number } | null)?.value ?? null;
export const REASON: string | null = recorded.reason;

export const SCENE_SEEDS: readonly number[] = recorded.scenes.map(({ seed }) => seed);

/** The most steps that a scene can be shrunk. */
export const MOST_STEPS = SIZES.length - 1;

/** The size after so many steps, and whether the model was right from the full image and from the crop. */
export function shrunk({ scene, steps }: ShrinkingSettings) {
  const at = MOST_STEPS - Math.min(MOST_STEPS, Math.max(0, steps));
  const answers = recorded.scenes[scene];
  return {
    size: SIZES[at] ?? 0,
    full: answers?.full[at] === true,
    crop: answers?.crop[at] === true,
  };
}

/** The sizes between which a reader guesses the threshold. */
export const GUESSES = [0.02, 0.005] as const;

/** Which guess is right: above the first size, between both, below the second; the last where there is no threshold. */
export function rightGuess(): number {
  if (THRESHOLD === null) return GUESSES.length + 1;
  const at = GUESSES.findIndex((size) => (THRESHOLD ?? 0) > size);
  return at === -1 ? GUESSES.length : at;
}
