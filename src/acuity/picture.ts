/**
 * An own picture whose evidence is shown at other sizes: the picture is shrunk around it, or the evidence alone is cut out and
 * pasted smaller. The seed decides where.
 */
import type { Size } from "../base/ids.ts";
import { seeded } from "../base/random.ts";
import type { SuiteEntry } from "../suite/open/entry.ts";
import type { Box } from "../view/box.ts";

/**
 * How evidence becomes smaller. "shrunk": the whole picture, on a grey ground of the picture's size. "pasted": the evidence
 * alone, within its former box, the rest of which has the mean colour of the box's edge.
 */
export const SHRINKINGS = ["shrunk", "pasted"] as const;
export type Shrinking = (typeof SHRINKINGS)[number];

/** A picture with its evidence and the question about it. The pixels are not part of it. */
export interface PictureSubject {
  readonly name: string;
  readonly sha256: string;
  readonly size: Size;
  readonly box: Box;
  readonly question: string;
  /** The right answer, as the model would say it. */
  readonly answer: string;
  readonly how: Shrinking;
}

/** A box's share of the picture. */
export const shareOf = ({ width, height }: Box): number => width * height;

/** Where the part that was shrunk lies, and where the evidence does, in the picture's unit square. */
export interface Placed {
  readonly part: Box;
  readonly evidence: Box;
}

/** A box scaled by `side`, somewhere in `within`. */
function scaled(within: Box, { width, height }: Box, side: number, [u, v]: readonly [number, number]): Box {
  return {
    x: within.x + u * (within.width - side * width),
    y: within.y + v * (within.height - side * height),
    width: side * width,
    height: side * height,
  };
}

const WHOLE: Box = { x: 0, y: 0, width: 1, height: 1 };

/** The level is the evidence's share of the picture, at most its own. */
export function placed(
  { box, how }: Pick<PictureSubject, "box" | "how">,
  { level, seed }: { readonly level: number; readonly seed: number },
): Placed {
  const side = Math.sqrt(level / shareOf(box));
  const random = seeded(seed);
  const at = [random.next(), random.next()] as const;
  if (how === "pasted") {
    const evidence = scaled(box, box, side, at);
    return { part: evidence, evidence };
  }
  const part = scaled(WHOLE, WHOLE, side, at);
  const evidence = {
    x: part.x + side * box.x,
    y: part.y + side * box.y,
    width: side * box.width,
    height: side * box.height,
  };
  return { part, evidence };
}

/** The trial as a question of a suite. */
export function pictureEntry(
  picture: PictureSubject,
  trial: { readonly level: number; readonly seed: number },
  path: string,
): SuiteEntry {
  return {
    id: path,
    path,
    size: picture.size,
    dimension: "picture",
    question: picture.question,
    answer: picture.answer,
    answers: [],
    evidence: [picture.answer],
    choices: [],
    correct: [],
    choicesInQuestion: false,
    region: { kind: "box", box: placed(picture, trial).evidence },
  };
}
