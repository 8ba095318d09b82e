/** What the lesson "How small can it be?" shows of a recorded acuity measurement. */

/** How many of its scenes the reader can shrink. */
const SCENES = 4;

/** @param {any} written what `npm run fovea -- acuity --json` wrote */
export function lessonFigures({ threshold, reason, curves, document }) {
  const { plan, model, trials } = document;
  /** @type {readonly number[]} */
  const seeds = [...new Set(trials.map((/** @type {any} */ { seed }) => seed))].slice(0, SCENES);
  const scenes = seeds.map((seed) => {
    const levels = plan.levels.map((/** @type {number} */ level) =>
      trials.find((/** @type {any} */ trial) => trial.seed === seed && trial.level === level),
    );
    return {
      seed,
      full: levels.map((/** @type {any} */ { seen }) => seen.global.right),
      crop: levels.map((/** @type {any} */ { seen }) => seen.regional.right),
    };
  });
  const shares = (/** @type {string} */ condition) =>
    curves[condition].points.map((/** @type {any} */ { right, asked }) => right / asked);
  return {
    model: model.title,
    dimension: plan.dimension,
    levels: plan.levels,
    full: shares("global"),
    crop: shares("regional"),
    threshold,
    reason,
    scenes,
  };
}
