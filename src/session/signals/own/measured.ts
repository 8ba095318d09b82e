/** What a session holds for an experiment's answers, as formulas ask for it. */
import { type Column, isMissing } from "../../../evidence/column.ts";
import { type Alternative, ATTENTION, type Replay } from "../../../evidence/replay.ts";
import { ROLES, type Role } from "../../../evidence/views/showing.ts";
import type { Lacking, Measured } from "../../../formula/evaluate.ts";
import { readFormula } from "../../../formula/formula.ts";
import type { Quantity, SideName } from "../../../formula/names.ts";
import { type Entries, sumAtRow } from "../../../formula/rows/float64.ts";
import type { Checked } from "../../../formula/term.ts";
import type { Experiment } from "../../document/document.ts";
import { type Against, otherAt, roleAt } from "../signal.ts";

type Found = readonly number[] | Lacking;
type Between = Extract<Quantity, { of: "pair" }>;

const lacking = (missing: string, ...needs: readonly string[]): Lacking => ({ missing, needs });

const UNREAD = lacking("No other side has scored this answer yet.");

const isRole = (name: string): name is Role => (ROLES as readonly string[]).includes(name);

/** The index of a side among the others of a replay, by its role, else by its view; -1 without one. */
function namedAt(replay: Replay, name: string): number {
  if (isRole(name) && name !== "control") return roleAt(replay, name);
  const views = replay.contrast.others.map((other) => other.name ?? "");
  const exact = views.indexOf(name);
  return exact >= 0 ? exact : views.findIndex((view) => view.startsWith(`${name}:`));
}

function sideAt(
  replay: Replay,
  side: Exclude<SideName, { kind: "student" }>,
  against: Against,
): number | Lacking {
  const at = side.kind === "compared" ? otherAt(replay, against) : namedAt(replay, side.name);
  if (at >= 0) return at;
  const name = side.kind === "compared" ? against.role : side.name;
  return lacking(`Needs the ${name} view.`, name);
}

/** The numbers of a column; undefined ones are NaN. */
function numbers(column: Column<number | null> | undefined): Found {
  if (column === undefined) return lacking("This session does not hold that number.");
  if (isMissing(column)) return lacking(column.missing);
  return column.map((value) => value ?? Number.NaN);
}

/** The column between the student and others[at] in which the KL, the cross-entropy or the JSD of two sides is stored. */
function pairColumn(replay: Replay, { column, first, beta }: Between, at: number): Found {
  const pair = replay.pairs[at] ?? {};
  const fromStudent = first.kind === "student";
  switch (column) {
    case "KL":
      return numbers(fromStudent ? pair.reverseKl : pair.forwardKl);
    case "CE":
      return numbers(fromStudent ? pair.reverseCrossEntropy : pair.forwardCrossEntropy);
    case "TV":
      return numbers(pair.totalVariation);
    case "sameTop":
      return numbers(pair.sameTop);
    case "JSD": {
      // The stored weight is that of the other side.
      const weight = fromStudent ? 1 - beta : beta;
      const stored = replay.divergence.beta;
      if (Math.abs(weight - stored) < 1e-12) return numbers(pair.jsd);
      return lacking(`The JSD was measured with the weight ${stored} of the other side, not ${weight}.`);
    }
    default:
      return column satisfies never;
  }
}

function otherColumn(replay: Replay, column: "D" | "mass" | "overlap", at: number): Found {
  if (column === "D") return numbers(replay.divergences[at]);
  return numbers(replay.pairs[at]?.[column === "mass" ? "teacherMass" : "overlap"]);
}

function answerNumbers(
  { verdicts, rollouts }: Answered,
  column: "position" | "length" | "correct",
  answer: number,
): Found {
  const length = rollouts[answer]?.ids.length ?? 0;
  switch (column) {
    case "position":
      return Array.from({ length }, (_, t) => t + 1);
    case "length":
      return [length];
    case "correct": {
      const verdict = verdicts[answer] ?? null;
      return verdict === null
        ? lacking("Needs a verdict on every answer that the formula uses: judge them right or wrong.")
        : [Number(verdict)];
    }
    default:
      return column satisfies never;
  }
}

/** A sum that was not computed yet needs a model. */
export const NOT_SUMMED = "Its sums over the vocabulary have not been computed for this answer.";

/** Attention that was not measured yet needs a model. */
export const NOT_ATTENDED = "Attention has not been measured for this answer.";

function sumColumn(replay: Replay, text: string, at: number, unknown: string): Found {
  const column = replay.sums?.[at]?.[text];
  return column === undefined ? lacking(unknown) : numbers(column);
}

/** What a formula needs beyond what every replay holds, by the texts under which it is stored: its sums, and attention. */
export function measuredOnDemand({ sums, quantities }: Checked): readonly string[] {
  const attends = quantities.some((quantity) => quantity.of === "attention");
  return [...sums.map(({ text }) => text), ...(attends ? [ATTENTION] : [])];
}

/** The entries of both sides at a position, of the tokens that both list. */
function commonEntries(ours: readonly Alternative[], theirs: readonly Alternative[]): readonly Entries[] {
  const found = new Map(theirs.map(({ token, logProb }) => [token, logProb]));
  const common = ours.filter(({ token }) => found.has(token));
  return [common.map(({ logProb }) => logProb), common.map(({ token }) => found.get(token) ?? 0)].map(
    (logProbs) => ({
      logProbs: Float64Array.from(logProbs),
      probabilities: Float64Array.from(logProbs, Math.exp),
    }),
  );
}

/** A sum over the tokens that the student and another side list, or over the student’s list; in float64. */
function listedSum(replay: Replay, text: string, at: number | null): Found {
  const formula = readFormula(text);
  const sum = formula.ok ? formula.value.listed[0] : undefined;
  const [student, ...others] = replay.sides;
  const other = at === null ? student : others[at];
  if (sum === undefined || student === undefined || other === undefined) return UNREAD;
  if (student.alternatives.some((row) => row.length === 0)) return lacking("This session lists no tokens.");
  return student.alternatives.map((row, t) => {
    const [ours, theirs] = commonEntries(row, other.alternatives[t] ?? []);
    return ours === undefined || theirs === undefined ? Number.NaN : sumAtRow(sum, ours, theirs).value;
  });
}

type OfReplay = Exclude<Quantity, { of: "answer" }>;

const sidesIn = (quantity: OfReplay): readonly (SideName | null)[] => {
  if (quantity.of === "pair") return [quantity.first, quantity.second];
  return quantity.of === "attention" ? [] : [quantity.side];
};

/** The side that a quantity compares with the student, or is taken from; null for the student alone. */
function otherSide(quantity: OfReplay): Exclude<SideName, { kind: "student" }> | null {
  return (
    sidesIn(quantity).flatMap((side) => (side === null || side.kind === "student" ? [] : [side]))[0] ?? null
  );
}

function fromReplay(replay: Replay, quantity: OfReplay, against: Against): Found {
  const other = otherSide(quantity);
  const at = other === null ? null : sideAt(replay, other, against);
  if (at !== null && typeof at !== "number") return at;
  switch (quantity.of) {
    case "side":
      return numbers(replay.sides[at === null ? 0 : at + 1]?.[quantity.column]);
    case "pair":
      return at === null ? UNREAD : pairColumn(replay, quantity, at);
    case "other":
      return at === null ? UNREAD : otherColumn(replay, quantity.column, at);
    case "listed":
      return listedSum(replay, quantity.text, at);
    case "sum":
      // A sum of the student alone is stored beside each of the others.
      return sumColumn(replay, quantity.text, at ?? 0, NOT_SUMMED);
    case "attention":
      return sumColumn(replay, ATTENTION, 0, NOT_ATTENDED);
    default:
      return quantity satisfies never;
  }
}

/** Whether the divergence from a side is known as a lower bound only. */
export function boundAt(
  { replays }: Experiment,
  { side }: Extract<Quantity, { of: "other" }>,
  against: Against,
  answer: number,
): boolean {
  const replay = replays[answer] ?? null;
  if (replay === null || side.kind === "student") return false;
  const at = sideAt(replay, side, against);
  return typeof at === "number" && (replay.bounds?.[at] ?? null) !== null;
}

/** Answers with what scored them. */
export type Answered = Pick<Experiment, "rollouts" | "replays" | "verdicts">;

/** The answers of an experiment, with `against` as the compared side. */
export function measuredIn(experiment: Answered, against: Against): Measured {
  return {
    lengths: experiment.rollouts.map(({ ids }) => ids.length),
    read(quantity, answer) {
      if (quantity.of === "answer") return answerNumbers(experiment, quantity.column, answer);
      const replay = experiment.replays[answer] ?? null;
      return replay === null ? UNREAD : fromReplay(replay, quantity, against);
    },
  };
}
