/** Two runs over the same suite, item by item: what the second gained and lost. */
import { type Interval, meanInterval } from "../../math/statistics/bootstrap.ts";
import { keyInterpretationWords } from "../open/choices/answer-key.ts";
import { printColumns } from "../open/columns/columns.ts";
import {
  CONDITIONS,
  type Condition,
  type ItemAnswer,
  type ItemResult,
  type Results,
} from "../results/result.ts";
import { wantsSeveral } from "../score/choice.ts";
import { pickedChoices } from "../score/pick.ts";
import type { Ids } from "./cell.ts";

export interface ConditionComparison {
  readonly condition: Condition;
  readonly bothRight: Ids;
  /** Right in the second run only. */
  readonly gained: Ids;
  /** Right in the first run only. */
  readonly lost: Ids;
  readonly bothWrong: Ids;
  /** Answered with the same words, rightly or wrongly; with the same choice where the order of choices differs. */
  readonly alike: Ids;
  /** Accuracy of the second minus that of the first, with the interval of the paired differences. */
  readonly difference: Interval;
}

export interface Comparison {
  readonly conditions: readonly ConditionComparison[];
  /** Items that only one of the runs has. */
  readonly onlyFirst: Ids;
  readonly onlySecond: Ids;
  /** Sentences about differences between the runs other than the model. */
  readonly cautions: readonly string[];
}

interface Pair {
  readonly id: string;
  readonly first: ItemResult;
  readonly second: ItemResult;
}

/** How the two runs were asked. */
interface Headers {
  readonly first: Results["header"];
  readonly second: Results["header"];
}

const orderOf = ({ choices = [] }: ItemResult): string => JSON.stringify(choices);

/** Whether two results offer the same choices, each in its own order. */
function isReordered({ first, second }: Pair): boolean {
  if (first.choices === undefined || second.choices === undefined) return false;
  const sorted = (item: ItemResult): string => orderOf({ ...item, choices: item.choices?.toSorted() ?? [] });
  return orderOf(first) !== orderOf(second) && sorted(first) === sorted(second);
}

/** The texts of the choices that an answer picks; null where it picks none. By likelihood it is itself such a text. */
function pickedTexts(
  { choices = [], correct = [] }: ItemResult,
  { text }: ItemAnswer,
  { choices: mode, numberWords = false }: Results["header"],
): string | null {
  if (mode === "likelihood") return JSON.stringify([text]);
  const picked = pickedChoices(text, choices, { several: wantsSeveral(correct), numberWords });
  return picked === null ? null : JSON.stringify(picked.map((index) => choices[index]).toSorted());
}

/** Word for word, or over the texts of the choices where their order differs. */
function saySame(pair: Pair, before: ItemAnswer, after: ItemAnswer, headers: Headers): boolean {
  if (!isReordered(pair)) return before.text === after.text;
  const picked = pickedTexts(pair.first, before, headers.first);
  return picked !== null && picked === pickedTexts(pair.second, after, headers.second);
}

function compareUnder(
  pairs: readonly Pair[],
  condition: Condition,
  headers: Headers,
): ConditionComparison | null {
  const asked = pairs.flatMap((pair) => {
    const [before, after] = [pair.first.looks[condition], pair.second.looks[condition]];
    if (before === undefined || after === undefined) return [];
    const alike = saySame(pair, before, after, headers);
    return [{ id: pair.id, before: before.right, after: after.right, alike }];
  });
  const difference = meanInterval(asked.map(({ before, after }) => Number(after) - Number(before)));
  if (difference === null) return null;
  const ids = (before: boolean, after: boolean): Ids =>
    asked.filter((item) => item.before === before && item.after === after).map(({ id }) => id);
  return {
    condition,
    bothRight: ids(true, true),
    gained: ids(false, true),
    lost: ids(true, false),
    bothWrong: ids(false, false),
    alike: asked.filter(({ alike }) => alike).map(({ id }) => id),
    difference,
  };
}

/**
 * A name that is a position in a list: from files written before items were named by what they ask, or of one of several
 * items that ask the same.
 */
const PLACE = /, (?:line|item|row) \d+(?:-\d+)?$|^item-[0-9a-f]{10}-\d+$/;

function cautionsOf(first: Results, second: Results, pairs: readonly Pair[]): readonly string[] {
  const cautions: string[] = [];
  const [a, b] = [first.header, second.header];
  if (a.suite.title !== b.suite.title)
    cautions.push(`The suites are named differently: ${a.suite.title} and ${b.suite.title}.`);
  if (a.choices !== b.choices)
    cautions.push(
      `Multiple choice was scored by ${a.choices} in the first and by ${b.choices} in the second.`,
    );
  return [...cautions, ...settingCautions(a, b), ...itemCautions(pairs)];
}

/** Differences in how the suite was interpreted or scored. */
function settingCautions(a: Results["header"], b: Results["header"]): readonly string[] {
  const cautions: string[] = [];
  if ((a.numberWords ?? false) !== (b.numberWords ?? false))
    cautions.push("Number words counted as numbers, and articles were ignored, in one of the runs only.");
  if (a.longestEdge !== b.longestEdge) {
    const said = ({ longestEdge }: Results["header"]) =>
      longestEdge === undefined
        ? "the model's usual longest edge"
        : `a longest edge of ${longestEdge} pixels`;
    cautions.push(`Full images were read with ${said(a)} in the first and with ${said(b)} in the second.`);
  }
  if (a.key !== undefined && b.key !== undefined && a.key !== b.key)
    cautions.push(
      `The answer key was read as ${keyInterpretationWords(a.key)} in the first and as ${keyInterpretationWords(b.key)} in the second.`,
    );
  if (a.boxes !== b.boxes && a.boxes !== undefined && b.boxes !== undefined)
    cautions.push(`The boxes were read as ${a.boxes} in the first and as ${b.boxes} in the second.`);
  if (printColumns(a.columns ?? {}) !== printColumns(b.columns ?? {}))
    cautions.push("The columns were assigned in one of the runs only, or differently.");
  return cautions;
}

/** Differences between items of the same name. */
function itemCautions(pairs: readonly Pair[]): readonly string[] {
  const cautions: string[] = [];
  const moved = pairs.filter(isReordered);
  if (moved.length > 0)
    cautions.push(
      `The choices of ${moved.length} items are in a different order in the second; their answers are compared by the choices' texts.`,
    );
  const offered = pairs.filter(
    ({ first, second }) => first.choices !== undefined && second.choices !== undefined,
  );
  const changed = offered.filter(
    (pair) => orderOf(pair.first) !== orderOf(pair.second) && !isReordered(pair),
  );
  if (changed.length > 0) cautions.push(`${changed.length} items of the same name offer different choices.`);
  const other = pairs.filter(
    (pair) => pair.first.question !== pair.second.question && !isReordered(pair) && !changed.includes(pair),
  );
  if (other.length > 0) cautions.push(`${other.length} items of the same name ask different questions.`);
  const placed = pairs.filter(({ id }) => PLACE.test(id)).length;
  if (placed > 0)
    cautions.push(`${placed} items have no name of their own and are joined by their place in the list.`);
  return cautions;
}

function pairsOf(first: Results, second: Results): readonly Pair[] {
  const of = new Map(second.items.map((item) => [item.id, item]));
  return first.items.flatMap((item): readonly Pair[] => {
    const same = of.get(item.id);
    return same === undefined ? [] : [{ id: item.id, first: item, second: same }];
  });
}

function comparedConditions(
  pairs: readonly Pair[],
  { header: first }: Results,
  { header: second }: Results,
): readonly ConditionComparison[] {
  return CONDITIONS.map((condition) => compareUnder(pairs, condition, { first, second })).filter(
    (each) => each !== null,
  );
}

/** Compares two runs; items are joined by their ids. */
export function compareRuns(first: Results, second: Results): Comparison {
  const pairs = pairsOf(first, second);
  const joined = new Set(pairs.map(({ id }) => id));
  const alone = (items: readonly ItemResult[]): Ids =>
    items.map(({ id }) => id).filter((id) => !joined.has(id));
  return {
    conditions: comparedConditions(pairs, first, second),
    onlyFirst: alone(first.items),
    onlySecond: alone(second.items),
    cautions: cautionsOf(first, second, pairs),
  };
}

export interface DimensionComparison {
  readonly dimension: string;
  /** Items that both runs have. */
  readonly items: number;
  readonly conditions: readonly ConditionComparison[];
}

/** The same comparison dimension by dimension, as the first run names them. */
export function compareDimensions(first: Results, second: Results): readonly DimensionComparison[] {
  const dimensions = [...new Set(first.items.map(({ dimension }) => dimension))];
  return dimensions.flatMap((dimension) => {
    const pairs = pairsOf(first, second).filter((pair) => pair.first.dimension === dimension);
    return pairs.length === 0
      ? []
      : [{ dimension, items: pairs.length, conditions: comparedConditions(pairs, first, second) }];
  });
}

/** An item whose answer under a condition was right in one of the runs only. */
export interface Change {
  readonly id: string;
  readonly condition: Condition;
  readonly question: string;
  readonly wanted: string;
  readonly before: ItemAnswer;
  readonly after: ItemAnswer;
}

/** Every change, condition by condition, in the order of the first run. */
export function changesBetween(first: Results, second: Results): readonly Change[] {
  const pairs = pairsOf(first, second);
  return CONDITIONS.flatMap((condition) =>
    pairs.flatMap(({ id, first: { looks, question, answer: wanted }, second: other }): readonly Change[] => {
      const [before, after] = [looks[condition], other.looks[condition]];
      return before === undefined || after === undefined || before.right === after.right
        ? []
        : [{ id, condition, question, wanted, before, after }];
    }),
  );
}
