/** A suite whose items are already known to be Fovea's own, such as the bundled one: no image is read to open it. */
import { correctOf, itemBox, type SuiteItem } from "../item.ts";
import type { SuiteEntry } from "./entry.ts";

/** One entry an item; sizes and boxes are those that the list states. */
export function entriesOfItems(items: readonly SuiteItem[]): readonly SuiteEntry[] {
  return items.map((item) => {
    const { id, image, width, height, dimension, question, answer, evidence, choices } = item;
    return {
      ...{ id, path: image, size: { width, height }, dimension, question, answer, evidence, choices },
      ...{ answers: [], correct: correctOf(choices, answer) },
      ...{ choicesInQuestion: false, region: { kind: "box", box: itemBox(item) } },
    };
  });
}
