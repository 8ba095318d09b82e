/**
 * A gate is a pure function from a group of answers to one prompt to the weight of each answer and token, together with the
 * derivation of these weights (`trail`). The panel, the lessons and the tests use the same derivation.
 */
import { failure, type Outcome } from "../base/outcome.ts";
import type { PairSignals } from "../evidence/replay.ts";
import type { Role } from "../evidence/views/showing.ts";

/** One answer of the group: log-probabilities of its tokens under each showing, in nats, all of the same length. */
export interface Member {
  readonly logProbs: Readonly<Partial<Record<"student" | Role, readonly number[]>>>;
  /** The columns between the student and another side, by that side's role. */
  readonly pairs?: Readonly<Partial<Record<Role, PairSignals>>>;
  /** Whether the answer was judged right; null if that is unknown. */
  readonly correct: boolean | null;
}

/** A numeric setting. */
export interface Knob {
  readonly symbol: string;
  readonly name: string;
  /** Its place in the paper or its code. */
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

/** The settings of one source, where paper and released code differ. */
export interface Convention<Settings> {
  readonly name: string;
  readonly settings: Partial<Settings>;
  readonly note: string;
}

/** One intermediate result: for the whole group, per answer or per token. Null for an answer that does not count. */
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
  /** Weight of each answer; 0 if it does not count. */
  readonly perAnswer: readonly number[];
  /** The coefficient of each token in the objective or, if the gate shapes rewards, its advantage. */
  readonly perToken: readonly (readonly number[])[];
  /** The derivation, step by step. The name is that of the stored field. */
  readonly trail: readonly DerivationStep[];
  /** Caveats about the numbers, as sentences. */
  readonly remarks: readonly string[];
}

/** The steps of the derivation, by their symbols, that the table of answers shows. */
export interface AnswerColumns {
  /** The quantity by which answers are compared: an evidence score, a mean advantage, a return. */
  readonly score: string;
  /** The quantity that is derived from it. */
  readonly advantage: string;
  /** The symbol of the answer's weight. */
  readonly weight: string;
}

/** The scale of weight bars: the weight of a full bar, and the weight of an answer that the gate leaves unchanged. */
export interface WeightScale {
  readonly most: number;
  /** Null if the gate leaves no answer unchanged. */
  readonly ungated: number | null;
}

/** The effect on each token in training, as the signals of a gate show it. */
export type GateSignals =
  /** Coefficients of a distillation loss. */
  | {
      readonly kind: "weights";
      readonly source: string;
      /** Formulas of the weight, and of a token's loss with it. */
      readonly weight: string;
      readonly loss: string;
      /** The side whose reverse KL is weighted; null if the paper weights something that is not measured here. */
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

/** Settings of any gate, by name: those of its knobs and choices, and any that this version does not know. */
export type GateSettings = Readonly<Record<string, unknown>>;

/** A gate by its id, with settings of its own kind. */
export interface GateChoice {
  readonly gate: string;
  readonly settings: GateSettings;
}

export interface Gate<Settings> {
  readonly id: string;
  readonly title: string;
  /** Its purpose in one sentence, and its main equation. */
  readonly idea: string;
  readonly formula: string;
  /** The paper and the code that it follows. */
  readonly source: string;
  readonly needs: readonly ("student" | Role)[];
  /** Which of these are the student itself under another view, so that in training its own weights score them; none if left out. */
  readonly byStudent?: readonly Role[];
  /** Whether it needs to know which answers are right. */
  readonly judges: boolean;
  readonly knobs: Readonly<Partial<Record<keyof Settings, Knob>>>;
  readonly choices: { readonly [Name in keyof Settings]?: Choice<Settings[Name]> };
  /** Empty if paper and code agree. */
  readonly conventions: readonly Convention<Settings>[];
  /** The start value of every setting. */
  readonly start: Settings;
  readonly columns: AnswerColumns;
  readonly signals: GateSignals;
  weightScale(settings: Settings, answers: number): WeightScale;
  /** Faults: badInput (log-probabilities that are missing, of different lengths or NaN, settings that contradict each other). */
  computeWeights(group: readonly Member[], settings: Settings): Outcome<Weights>;
}

/** A gate of the catalog, whatever its settings. */
export type AnyGate = Gate<GateSettings>;

/** A log-probability in float32 may lie this far above 0. */
const ROUNDING = 1e-6;

/** The log-probabilities of roles, one list per answer. Faults: badInput, if one is missing, of another length or invalid. */
export function logProbsOf(
  group: readonly Member[],
  roles: readonly ("student" | Role)[],
): Outcome<readonly (readonly (readonly number[])[])[]> {
  const found: (readonly (readonly number[])[])[] = [];
  for (const role of roles) {
    const rows: (readonly number[])[] = [];
    for (const [answer, member] of group.entries()) {
      const row = member.logProbs[role];
      const length = member.logProbs[roles[0] as Role]?.length;
      if (row === undefined)
        return failure("badInput", `answer ${answer} has not been scored by the ${role} side`);
      if (row.length !== length)
        return failure("badInput", `answer ${answer} has scores of different lengths`);
      if (row.some((nats) => !(nats <= ROUNDING))) {
        return failure(
          "badInput",
          `answer ${answer} has a score of the ${role} side that is not a log-probability`,
        );
      }
      rows.push(row);
    }
    found.push(rows);
  }
  return { ok: true, value: found };
}

/**
 * The papers do not specify how a token counts that has probability 0 on one side. Here its difference is set to this many
 * nats, and a remark says so; finite differences are not changed.
 */
export const LARGEST_GAP = 20;

/** `after - before`; +-LARGEST_GAP where one is -Infinity, and 0 where both are. */
export function boundedGap(after: number, before: number): number {
  if (after === before) return 0;
  if (before === -Infinity) return LARGEST_GAP;
  return after === -Infinity ? -LARGEST_GAP : after - before;
}

/** A remark if any token has probability 0 on one side. */
export function unboundedRemarks(...sides: readonly (readonly (readonly number[])[])[]): readonly string[] {
  const unbounded = sides.some((rows) => rows.some((row) => row.includes(-Infinity)));
  return unbounded
    ? [`One side assigns probability 0 to a token; such a difference counts as ${LARGEST_GAP} nats.`]
    : [];
}
