/** The sides in a formula: p, q, r(NAME), and the numbers that functions take from them. */
import {
  COMPARED,
  type OTHER_COLUMNS,
  type PAIR_COLUMNS,
  type Quantity,
  type SIDE_COLUMNS,
  type SideFunction,
  type SideName,
  STUDENT,
} from "./names.ts";
import type { Node } from "./syntax.ts";

/** The side that a node names; null where it names none. */
export function sideOf(node: Node): SideName | null {
  if (node.kind === "name" && node.name === "p") return STUDENT;
  if (node.kind === "name" && node.name === "q") return COMPARED;
  if (node.kind !== "call" || node.name !== "r" || node.args.length !== 1) return null;
  const [argument] = node.args;
  if (argument?.kind === "text") return { kind: "named", name: argument.value };
  if (argument?.kind !== "name") return null;
  return argument.name === "student" ? STUDENT : { kind: "named", name: argument.name };
}

const isStudent = (side: SideName): boolean => side.kind === "student";

/** The quantity that a function takes from its sides, or what was expected, as a sentence. */
export function readQuantity(
  { takes, column, written }: SideFunction,
  [first, second]: readonly (SideName | null | undefined)[],
  beta: number,
): Quantity | string {
  if (first === null || first === undefined) return `Expected a side, as in ${written}.`;
  if (takes === "one") return { of: "side", column: column as (typeof SIDE_COLUMNS)[number], side: first };
  if (takes === "other") {
    if (isStudent(first)) return `Expected a side other than the student, as in ${written}.`;
    return { of: "other", column: column as (typeof OTHER_COLUMNS)[number], side: first };
  }
  if (second === null || second === undefined) return `Expected a second side, as in ${written}.`;
  if (isStudent(first) === isStudent(second))
    return `One of the two sides must be the student, p, as in ${written}: a session holds no other comparison.`;
  return { of: "pair", column: column as (typeof PAIR_COLUMNS)[number], first, second, beta };
}
