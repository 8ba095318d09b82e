/** A few boxes of a foreign suite under an interpretation, so that a person can check whether they show what is asked about. */
import type { Size } from "../../base/ids.ts";
import type { Outcome } from "../../base/outcome.ts";
import type { Box } from "../../view/box.ts";
import { spread } from "../order.ts";
import { type BoxInterpretation, readBox } from "./boxes/box-interpretation.ts";
import { isForeign, type OpenedSuite } from "./open-suite.ts";

export interface PreviewedBox {
  /** The position of the record in its file. */
  readonly place: string;
  readonly path: string;
  readonly size: Size;
  readonly question: string;
  readonly numbers: readonly number[];
  /** In the unit square; a fault where the numbers cannot mean a box. */
  readonly box: Outcome<Box>;
}

/** The first box of `count` records, spread evenly over those whose boxes could be read in several ways. */
export function previewBoxes(
  { source }: Pick<OpenedSuite, "source">,
  interpretation: BoxInterpretation,
  count: number,
): readonly PreviewedBox[] {
  const boxed = source.measured.flatMap(({ draft, path, size }) => {
    const [first] = draft.boxes;
    return first === undefined || !isForeign(draft.shape) ? [] : [{ draft, path, size, first }];
  });
  return spread(boxed, count).map(({ draft: { row, question }, path, size, first }) => ({
    place: row.place,
    path,
    size,
    question,
    numbers: first.numbers,
    box: readBox(first, interpretation, size),
  }));
}
