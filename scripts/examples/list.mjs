/** Which sessions come with Fovea: a scene each, what it teaches, who answers, and who is shown what. */

/**
 * @typedef {{
 *   readonly scene: string,
 *   readonly about: string,
 *   readonly model: string,
 *   readonly teacher?: string,
 *   readonly views?: string,
 * }} Example
 */

/** Draws the crops that are drawn, and the answers of a group. */
export const SEED = 7;

/** The evidence, then what keeps one honest: a crop from anywhere, a wrong one, nothing at all, and the noise floor. */
export const CONTROLS = `random-crop:1,wrong-crop:${SEED},blank,floor=full`;

/** What the three gates read. */
export const GATE_VIEWS = `two-images,negative:${SEED},crop+degraded`;

/** How many siblings the group has, as in V-Zero (arXiv 2606.25319). */
export const GROUP = 8;

const mini = "fovea-mini";
const nano = "fovea-nano";

/** @type {readonly Example[]} */
export const EXAMPLES = [
  { scene: "colour-4", model: mini, about: "A clear gap: the crop shows what the full image hides" },
  { scene: "identification-5", model: mini, about: "A very small plate: two of eight tries read it" },
  { scene: "identification-1", model: mini, about: "Both right: a closer look has little to add" },
  { scene: "identification-3", model: mini, about: "Right by a hair: the group is of two minds" },
  { scene: "ocr-3", model: mini, about: "Both wrong: the teacher misreads the crop, too" },
  { scene: "ocr-2", model: mini, about: "A wrong crop disagrees more than the right one" },
  { scene: "ocr-1", model: mini, about: "A letter out of place: the gap of a sign is a token or two wide" },
  {
    scene: "structure-1",
    model: nano,
    teacher: mini,
    about: "Fovea-nano misses a large badge that Fovea-mini reads from the crop",
  },
  {
    scene: "identification-6",
    model: nano,
    teacher: mini,
    about: "Fovea-nano answers about another plate; Fovea-mini, shown the crop, does not",
  },
  {
    scene: "counting-2",
    model: mini,
    views: "teacher=text-box,control=crop",
    about: "The box as text, which makes this answer worse",
  },
  { scene: "structure-6", model: mini, about: "A square that looks like a cross from afar" },
  { scene: "material-6", model: mini, about: "A very small ball: its bricks are seen in the crop only" },
  { scene: "text-7", model: mini, about: "A printed time, read from the crop only" },
];
