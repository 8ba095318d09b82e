/** The suite page's words. */
import type { Cell } from "../../suite/figures/cell.ts";
import type { Condition } from "../../suite/results/result.ts";
import type { Phase } from "../../suite/run/runner.ts";

export const CONDITION_WORDS: Readonly<Record<Condition, string>> = {
  global: "full image",
  grounded: "box drawn",
  told: "box as text",
  isolated: "evidence isolated",
  matched: "matched crop",
  regional: "evidence crop",
  blank: "blank image",
};

export const CELL_WORDS: Readonly<Record<Cell, string>> = {
  bothRight: "both right",
  onlyRegional: "only crop",
  onlyGlobal: "only full image",
  bothWrong: "both wrong",
};

export const PHASE_WORDS: Readonly<Record<Phase["kind"], string>> = {
  ready: "Ready",
  running: "Asking",
  paused: "Paused",
  halted: "Halted",
  stopped: "Stopped",
  finished: "Done",
};
