/** The definition of a signal: one number per token, derived from an experiment; and its colour scale. */
import type { Divergence, Replay } from "../../evidence/replay.ts";
import type { Role } from "../../evidence/views/showing.ts";
import type { Experiment } from "../document/document.ts";

/** One end of the colour scale: its meaning and its colour. "other" is whichever side is compared. */
export interface Pole {
  readonly words: string;
  readonly tone: "student" | "other" | "less" | "more";
}

export interface Category {
  readonly value: number;
  readonly name: string;
  /** Strength of the colour, 0 to 1. */
  readonly strength: number;
}

/** `least` is the minimum span of the scale, so that rounding never looks like a finding. */
export type SignalScale =
  /** From 0 to `most`, or as far as the values go where they have no bound. */
  | { readonly kind: "sequential"; readonly most: number | null; readonly least: number }
  /** As far below 0 as above. */
  | { readonly kind: "diverging"; readonly least: number; readonly below: Pole; readonly above: Pole }
  | { readonly kind: "categorical"; readonly categories: readonly Category[] };

/** One rollout of an experiment's group. */
export interface Answer {
  readonly experiment: Experiment;
  readonly sibling: number;
}

/** The side that is compared with the student, by its role and its recipe's name. */
export interface Against {
  readonly role: Role;
  readonly name: string;
}

/** A view that a signal needs: the usual one of a role, or the control with the evidence erased. */
export type NeededView = Role | "erased";

export type SignalReading =
  | {
      readonly kind: "values";
      /** One per token; null where it is undefined, infinite where a side gives the token no probability. */
      readonly values: readonly (number | null)[];
      /** Caveats on the values, as sentences. */
      readonly remarks: readonly string[];
    }
  | {
      readonly kind: "missing";
      /** The reason, as a sentence. */
      readonly reason: string;
      /** Views that must be added first. */
      readonly needs: readonly NeededView[];
    };

/** What a formula depends on: the measured divergence, and a name for the compared side. */
export interface FormulaContext {
  readonly divergence: Divergence;
  readonly other: string;
}

export interface Signal {
  /** As stored in a session. */
  readonly id: string;
  readonly title: string;
  /** One sentence for a reader who sees it for the first time. */
  readonly about: string;
  readonly unit: string;
  /** Where the unit depends on the divergence that was measured. */
  unitUnder?(divergence: Divergence): string;
  /** Paper and equation, or whose choice it is. */
  readonly source: string;
  /** What it is computed over: the generated token, all tokens, the divergence's own support, a gate's derivation, or what a formula says. */
  readonly over: "said" | "full" | "support" | "gate" | "formula";
  /** Whether it compares the student with a chosen side; otherwise its sides are fixed. */
  readonly compares: boolean;
  /** In p (student), q (other) and y (the generated token); `_{…}` is a subscript. */
  formula(context: FormulaContext): string;
  scale(divergence: Divergence): SignalScale;
  read(answer: Answer, against: Against): SignalReading;
}

/** The unit of a signal's values with that divergence. */
export function unitOf({ unit, unitUnder }: Signal, divergence: Divergence): string {
  return unitUnder?.(divergence) ?? unit;
}

export function values(of: readonly (number | null)[], remarks: readonly string[] = []): SignalReading {
  return { kind: "values", values: of, remarks };
}

export function missing(reason: string, needs: readonly NeededView[] = []): SignalReading {
  return { kind: "missing", reason, needs };
}

/** The replay of an answer; null where no side has scored it. */
export function replayOf({ experiment, sibling }: Answer): Replay | null {
  return experiment.replays[sibling] ?? null;
}

const UNREAD = "No other side has scored this answer yet.";

/** The values that `read` takes from the answer's replay, or that there is none. */
export function withReplay(answer: Answer, read: (replay: Replay) => SignalReading): SignalReading {
  const replay = replayOf(answer);
  return replay === null ? missing(UNREAD) : read(replay);
}

/** The index of the side with that role among a replay's others; the first of several, as for the gates; -1 without one. */
export function roleAt({ contrast }: Replay, role: Role): number {
  return contrast.others.findIndex((other) => other.role === role);
}

/** The index of the compared side among a replay's others, or of another with its role; -1 without one. */
export function otherAt(replay: Replay, { role, name }: Against): number {
  const { others } = replay.contrast;
  const exact = others.findIndex((other) => other.role === role && (other.name ?? "") === name);
  return exact >= 0 ? exact : roleAt(replay, role);
}

const listed = (roles: readonly Role[]): string => roles.join(" and the ");

/** A missing reading that names the views that the replay lacks among those roles; null where it has them all. */
export function lacking(replay: Replay, roles: readonly Role[]): SignalReading | null {
  const needs = roles.filter((role) => roleAt(replay, role) < 0);
  if (needs.length === 0) return null;
  return missing(`Needs the ${listed(needs)} view${needs.length > 1 ? "s" : ""}.`, needs);
}
