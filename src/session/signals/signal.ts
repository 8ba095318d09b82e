/** What a signal is: one figure a token, read from what an experiment holds; and how a colour may stand for it. */
import type { Divergence, Replay } from "../../evidence/replay.ts";
import type { Role } from "../../evidence/views/showing.ts";
import type { Experiment } from "../document/document.ts";

/** Of the colour scale: who leans which way, and the ink that means it. "other" is whichever side is compared. */
export interface Pole {
  readonly words: string;
  readonly tone: "student" | "other" | "less" | "more";
}

export interface Category {
  readonly value: number;
  readonly name: string;
  /** Of its colour, 0 to 1. */
  readonly strength: number;
}

/** `least` is what the scale spans at least, so that rounding never looks like a finding. */
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

/** A view that a signal reads: the usual one of a role, or the control with the evidence erased. */
export type NeededView = Role | "erased";

export type SignalReading =
  | {
      readonly kind: "values";
      /** One a token; null where it is undefined, infinite where a side gives the token no probability. */
      readonly values: readonly (number | null)[];
      /** What a reader must know of them, as sentences. */
      readonly remarks: readonly string[];
    }
  | {
      readonly kind: "missing";
      /** Why, as a sentence. */
      readonly reason: string;
      /** Views that must be added first. */
      readonly needs: readonly NeededView[];
    };

/** What a formula depends on: the divergence that was measured, and a name for the side that is compared. */
export interface FormulaContext {
  readonly divergence: Divergence;
  readonly other: string;
}

export interface Signal {
  /** As it is kept in a session. */
  readonly id: string;
  readonly title: string;
  /** One sentence for who meets it for the first time. */
  readonly about: string;
  readonly unit: string;
  /** Where the unit depends on the divergence that was measured. */
  unitUnder?(divergence: Divergence): string;
  /** Paper and equation, or whose choice it is. */
  readonly source: string;
  /** What it is computed from: the token that was said, all tokens, the divergence's own support, or a gate's trail. */
  readonly over: "said" | "full" | "support" | "gate";
  /** Whether it compares the student with a side of one's choice; else its sides are given. */
  readonly compares: boolean;
  /** In p (student), q (other) and y (the token said); what `_{…}` holds stands lower. */
  formula(context: FormulaContext): string;
  scale(divergence: Divergence): SignalScale;
  read(answer: Answer, against: Against): SignalReading;
}

/** The unit of a signal's values where that divergence was measured. */
export function unitOf({ unit, unitUnder }: Signal, divergence: Divergence): string {
  return unitUnder?.(divergence) ?? unit;
}

export function values(of: readonly (number | null)[], remarks: readonly string[] = []): SignalReading {
  return { kind: "values", values: of, remarks };
}

export function missing(reason: string, needs: readonly NeededView[] = []): SignalReading {
  return { kind: "missing", reason, needs };
}

/** The replay of an answer; null where it was not read by anyone. */
export function replayOf({ experiment, sibling }: Answer): Replay | null {
  return experiment.replays[sibling] ?? null;
}

const UNREAD = "No other side has read this answer yet.";

/** What `read` makes of the answer's replay, or that there is none. */
export function withReplay(answer: Answer, read: (replay: Replay) => SignalReading): SignalReading {
  const replay = replayOf(answer);
  return replay === null ? missing(UNREAD) : read(replay);
}

/** Where the side of a role stands among a replay's others; of several the first, as for the gates; -1 without one. */
export function roleAt({ contrast }: Replay, role: Role): number {
  return contrast.others.findIndex((other) => other.role === role);
}

/** Where the compared side stands among a replay's others: it, else another of its role; -1 without one. */
export function otherAt(replay: Replay, { role, name }: Against): number {
  const { others } = replay.contrast;
  const exact = others.findIndex((other) => other.role === role && (other.name ?? "") === name);
  return exact >= 0 ? exact : roleAt(replay, role);
}

const listed = (roles: readonly Role[]): string => roles.join(" and the ");

/** A missing reading that names the views of those roles which the replay lacks; null where it has them all. */
export function lacking(replay: Replay, roles: readonly Role[]): SignalReading | null {
  const needs = roles.filter((role) => roleAt(replay, role) < 0);
  if (needs.length === 0) return null;
  return missing(`Needs the ${listed(needs)} view${needs.length > 1 ? "s" : ""}.`, needs);
}
