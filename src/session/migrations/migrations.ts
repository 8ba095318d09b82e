/** Migrations of sessions from earlier versions: one step per version, without a gap. */
import type { Outcome } from "../../base/outcome.ts";
import { oneToTwo } from "./one-to-two.ts";
import { threeToFour } from "./three-to-four.ts";
import { twoToThree } from "./two-to-three.ts";

export interface Migration {
  /** The version it reads; it leads to the next one. */
  readonly from: number;
  /** What changed, for readers of the list. */
  readonly what: string;
  /** Faults: corrupt, where the value does not match its version. The result is checked by the next step. */
  migrate(value: unknown): Outcome<unknown>;
}

/** Entry i reads version i + 1. */
export const migrations: readonly Migration[] = [
  {
    from: 1,
    what: "One image with one answer became a list of images and of experiments; a showing became a list of parts.",
    migrate: oneToTwo,
  },
  {
    from: 2,
    what: "The current plan, the settings and the experiment on the screen were added; a teacher may have its own answer.",
    migrate: twoToThree,
  },
  {
    from: 3,
    what: "Settings hold gates by their ids and need not name all; columns between two sides may be missing.",
    migrate: threeToFour,
  },
];
