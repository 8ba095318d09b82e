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

const percentDigits = (share: number, digits: number): string => `${(100 * share).toFixed(digits)} %`;

/** A share in whole percent. */
export function percent(share: number): string {
  return percentDigits(share, 0);
}

/** A small share with as many digits as it needs. */
export function finePercent(share: number): string {
  return `${Number((100 * share).toPrecision(2))} %`;
}

/** A difference of shares in percentage points, with its sign. */
export function points(difference: number): string {
  const value = (100 * difference).toFixed(0);
  if (Number(value) === 0) return "0";
  return difference > 0 ? `+${value}` : `−${value.slice(1)}`;
}

/** "2 min 5 s", "40 s", "1 h 3 min". */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${whole % 60} s` : `${whole} s`;
}
