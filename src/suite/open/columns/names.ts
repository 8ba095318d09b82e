/** The names that lists use for the parts of a question, in order of preference. */

export const ROLES = ["image", "question", "choices", "answer", "box"] as const;

/** What a column can be. */
export type Role = (typeof ROLES)[number];

export const ROLE_NAMES: Readonly<Record<Role, readonly string[]>> = {
  image: ["image", "images", "image path", "image file", "file name", "img", "img path", "picture"],
  question: ["question", "prompt", "query", "text"],
  choices: ["options", "choices", "candidates", "answer choices"],
  answer: ["answer", "answers", "response", "ground truth", "label", "gt answer", "solution"],
  box: ["bbox", "box", "bboxes", "boxes", "bbox 2d", "box 2d"],
};

/** A name without case, spaces and signs between words. */
export function folded(name: string): string {
  return name.toLowerCase().replace(/[\s_-]+/g, "");
}
