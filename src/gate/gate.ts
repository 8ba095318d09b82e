/**
 * What a gate is: a pure function from a group of answers to one prompt to how much each answer and each token counts,
 * with the trail of how it came to that. The panel, the lessons and the tests read the same trail.
 */
import { failure, type Outcome } from "../base/outcome.ts";
import type { PairSignals } from "../evidence/replay.ts";
import type { Role } from "../evidence/views/showing.ts";

/** One answer of the group: log-probabilities of its tokens under each showing, in nats, all of one length. */
export interface Member {
  readonly logProbs: Readonly<Partial<Record<"student" | Role, readonly number[]>>>;
  /** What was measured between the student and another side, by that side's role. */
  readonly pairs?: Readonly<Partial<Record<Role, PairSignals>>>;
  /** Whether the answer was judged right; null where nobody knows. */
  readonly correct: boolean | null;
}

/** A number that a person may turn. */
export interface Knob {
  readonly symbol: string;
  readonly name: string;
  /** Where it stands in the paper or its code. */
  readonly equation: string;
  readonly least: number;
  readonly most: number;
  readonly step: number;
}

/** A setting that is one of a few words. */
export interface Choice<Value> {
  readonly name: string;
  readonly equation: string;
  readonly options: readonly { readonly value: Value; readonly name: string }[];
}

/** Settings as one source has them, where paper and released code differ. */
export interface Convention<Settings> {
  readonly name: string;
  readonly settings: Partial<Settings>;
  readonly note: string;
}

/** One intermediate: for the whole group, per answer or per token. Null where an answer does not count. */
export type DerivationStep = { readonly symbol: string; readonly name: string; readonly equation: string } & (
  | { readonly of: "group"; readonly value: number | null }
  | { readonly of: "answers"; readonly values: readonly (number | null)[] }
  | { readonly of: "tokens"; readonly values: readonly (readonly number[])[] }
);

export function ofGroup(
  symbol: string,
  name: string,
  equation: string,
  value: number | null,
): DerivationStep {
  return { symbol, name, equation, of: "group", value };
}

export function ofAnswers(
  symbol: string,
  name: string,
  equation: string,
  values: readonly (number | null)[],
): DerivationStep {
  return { symbol, name, equation, of: "answers", values };
}

export function ofTokens(
  symbol: string,
  name: string,
  equation: string,
  values: readonly (readonly number[])[],
): DerivationStep {
  return { symbol, name, equation, of: "tokens", values };
}

export interface Weights {
  /** Weight of each answer; 0 where it does not count. */
  readonly perAnswer: readonly number[];
  /** Of each token: its coefficient in the objective or, where the gate shapes rewards, its advantage. */
  readonly perToken: readonly (readonly number[])[];
  readonly trail: readonly DerivationStep[];
  /** What a reader must know before trusting the numbers, as sentences. */
  readonly remarks: readonly string[];
}

/** The steps of the trail, by their symbols, that a table of the answers shows. */
export interface AnswerColumns {
  /** What tells answers apart: an evidence score, a mean advantage, a return. */
  readonly score: string;
  /** What it is turned into. */
  readonly advantage: string;
  /** The symbol of the answer's weight. */
  readonly weight: string;
}

/** How bars of weights are drawn: what fills a bar, and the weight of an answer that the gate leaves as it is. */
export interface WeightScale {
  readonly most: number;
  /** Null where the gate leaves no answer as it is. */
  readonly ungated: number | null;
}

/** What training would see of each token, as the signals of a gate show it. */
export type GateSignals =
  /** Coefficients of a distillation loss. */
  | {
      readonly kind: "weights";
      readonly source: string;
      /** How the weight is made, and how the loss of a token with it. */
      readonly weight: string;
      readonly loss: string;
      /** The side whose reverse KL is weighted; null where the paper weights something that is not measured here. */
      readonly teacher: Role | null;
    }
  /** Advantages of a policy gradient. */
  | {
      readonly kind: "rewards";
      readonly title: string;
      readonly about: string;
      readonly source: string;
      readonly formula: string;
    };

/** Settings of any gate, by their names: as its knobs and choices say, or unknown to this version. */
export type GateSettings = Readonly<Record<string, unknown>>;

/** A gate by its id, with settings of its own kind. */
export interface GateChoice {
  readonly gate: string;
  readonly settings: GateSettings;
}

export interface Gate<Settings> {
  readonly id: string;
  readonly title: string;
  /** What it is after, in a sentence, and its last equation. */
  readonly idea: string;
  readonly formula: string;
  /** Paper and code that it follows. */
  readonly source: string;
  readonly needs: readonly ("student" | Role)[];
  /** Whether it asks which answers were right. */
  readonly judges: boolean;
  readonly knobs: Readonly<Partial<Record<keyof Settings, Knob>>>;
  readonly choices: { readonly [Name in keyof Settings]?: Choice<Settings[Name]> };
  /** None where paper and code agree. */
  readonly conventions: readonly Convention<Settings>[];
  /** Where every setting begins, knobs too. */
  readonly start: Settings;
  readonly columns: AnswerColumns;
  readonly signals: GateSignals;
  weightScale(settings: Settings, answers: number): WeightScale;
  /** Faults: badInput (a missing or ragged reading, a NaN, settings that contradict each other). */
  computeWeights(group: readonly Member[], settings: Settings): Outcome<Weights>;
}

/** A gate of the catalog, whatever its settings. */
export type AnyGate = Gate<GateSettings>;

/** A log-probability in float32 may lie this far above 0. */
const ROUNDING = 1e-6;

/** The readings of one role, one list per answer. Faults: badInput, where one is missing, ragged or not a log-probability. */
export function readings(
  group: readonly Member[],
  roles: readonly ("student" | Role)[],
): Outcome<readonly (readonly (readonly number[])[])[]> {
  const found: (readonly (readonly number[])[])[] = [];
  for (const role of roles) {
    const rows: (readonly number[])[] = [];
    for (const [answer, member] of group.entries()) {
      const row = member.logProbs[role];
      const length = member.logProbs[roles[0] as Role]?.length;
      if (row === undefined) return failure("badInput", `answer ${answer} was not read by the ${role} side`);
      if (row.length !== length)
        return failure("badInput", `answer ${answer} has readings of different lengths`);
      if (row.some((nats) => !(nats <= ROUNDING))) {
        return failure(
          "badInput",
          `answer ${answer} has a reading of the ${role} side that is no log-probability`,
        );
      }
      rows.push(row);
    }
    found.push(rows);
  }
  return { ok: true, value: found };
}

/**
 * The papers do not say what a token counts to which one side gives no probability at all. Here its difference is put
 * at this many nats, and a remark says so; finite differences are left as they are.
 */
export const LARGEST_GAP = 20;

/** `after - before`; +-LARGEST_GAP where one is -Infinity, and 0 where both are. */
export function boundedGap(after: number, before: number): number {
  if (after === before) return 0;
  if (before === -Infinity) return LARGEST_GAP;
  return after === -Infinity ? -LARGEST_GAP : after - before;
}

/** A remark where any token of these readings has no probability. */
export function unboundedRemarks(
  ...readings: readonly (readonly (readonly number[])[])[]
): readonly string[] {
  const unbounded = readings.some((rows) => rows.some((row) => row.includes(-Infinity)));
  return unbounded
    ? [`A side gives some token no probability at all; such a difference counts as ${LARGEST_GAP} nats.`]
    : [];
}
