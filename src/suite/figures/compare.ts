/** Two runs over the same suite, item by item: what the second gained and lost. */
import { type Interval, meanInterval } from "../../math/bootstrap.ts";
import { type ItemResult, LOOKS, type Look, type Results } from "../results/result.ts";
import type { Ids } from "./cell.ts";

export interface LookComparison {
  readonly look: Look;
  readonly bothRight: Ids;
  /** Right in the second run only. */
  readonly gained: Ids;
  /** Right in the first run only. */
  readonly lost: Ids;
  readonly bothWrong: Ids;
  /** Answered word for word alike, rightly or wrongly. */
  readonly alike: Ids;
  /** Accuracy of the second minus that of the first, with the interval of the paired differences. */
  readonly difference: Interval;
}

export interface Comparison {
  readonly looks: readonly LookComparison[];
  /** Items that only one of the runs has. */
  readonly onlyFirst: Ids;
  readonly onlySecond: Ids;
  /** Sentences about what else differs between the runs than the model. */
  readonly cautions: readonly string[];
}

interface Pair {
  readonly id: string;
  readonly first: ItemResult;
  readonly second: ItemResult;
}

function compareUnder(pairs: readonly Pair[], look: Look): LookComparison | null {
  const asked = pairs.flatMap(({ id, first, second }) => {
    const [before, after] = [first.looks[look], second.looks[look]];
    return before === undefined || after === undefined
      ? []
      : [{ id, before: before.right, after: after.right, alike: before.text === after.text }];
  });
  const difference = meanInterval(asked.map(({ before, after }) => Number(after) - Number(before)));
  if (difference === null) return null;
  const ids = (before: boolean, after: boolean): Ids =>
    asked.filter((item) => item.before === before && item.after === after).map(({ id }) => id);
  return {
    look,
    bothRight: ids(true, true),
    gained: ids(false, true),
    lost: ids(true, false),
    bothWrong: ids(false, false),
    alike: asked.filter(({ alike }) => alike).map(({ id }) => id),
    difference,
  };
}

function cautionsOf(first: Results, second: Results, pairs: readonly Pair[]): readonly string[] {
  const cautions: string[] = [];
  const [a, b] = [first.header, second.header];
  if (a.suite.title !== b.suite.title)
    cautions.push(`The suites are named differently: ${a.suite.title} and ${b.suite.title}.`);
  if (a.choices !== b.choices)
    cautions.push(
      `Multiple choice was scored by ${a.choices} in the first and by ${b.choices} in the second.`,
    );
  const other = pairs.filter((pair) => pair.first.question !== pair.second.question);
  if (other.length > 0) cautions.push(`${other.length} items of the same name ask different questions.`);
  return cautions;
}

/** Joined by the items' ids. */
export function compareRuns(first: Results, second: Results): Comparison {
  const of = new Map(second.items.map((item) => [item.id, item]));
  const pairs = first.items.flatMap((item): readonly Pair[] => {
    const same = of.get(item.id);
    return same === undefined ? [] : [{ id: item.id, first: item, second: same }];
  });
  const joined = new Set(pairs.map(({ id }) => id));
  const alone = (items: readonly ItemResult[]): Ids =>
    items.map(({ id }) => id).filter((id) => !joined.has(id));
  return {
    looks: LOOKS.map((look) => compareUnder(pairs, look)).filter((each) => each !== null),
    onlyFirst: alone(first.items),
    onlySecond: alone(second.items),
    cautions: cautionsOf(first, second, pairs),
  };
}
