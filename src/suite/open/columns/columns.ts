/** Which column is what, where a person says so: the five parts of a question, each from one column or several. */
import { failure, type Outcome, success } from "../../../base/outcome.ts";
import { boxesField } from "../boxes/boxes-field.ts";
import { shortened } from "../choices/quoted.ts";
import type { Row } from "../draft.ts";
import type { Fields } from "./fields.ts";
import { folded, ROLE_NAMES, ROLES, type Role } from "./names.ts";

/**
 * The columns of each part of the question. A part that is not named is recognised as usual, and one without any column does
 * not exist. Several columns are the single choices, or the four numbers of a box.
 */
export type Columns = { readonly [Each in Role]?: readonly string[] };

/** All names of columns, in the order in which they first appear; of many rows only the first hundred are looked at. */
export function columnNames(rows: readonly Row[]): readonly string[] {
  return [...new Set(rows.slice(0, 100).flatMap(({ value }) => Object.keys(value)))];
}

/** The columns that are recognised for each part. */
export function recognisedColumns(names: readonly string[]): Columns {
  const found = ROLES.flatMap((role) => {
    const wanted = ROLE_NAMES[role].map(folded);
    const [name] = names
      .filter((each) => wanted.includes(folded(each)))
      .toSorted((one, other) => wanted.indexOf(folded(one)) - wanted.indexOf(folded(other)));
    return name === undefined ? [] : [[role, [name]] as const];
  });
  return Object.fromEntries(found);
}

/** Four columns are a box; columns named after its sides keep their names, which say what the numbers are. */
function boxOf(fields: Fields, names: readonly string[]): unknown {
  const [only] = names;
  if (names.length === 1 && only !== undefined) return fields[only];
  const sides = Object.fromEntries(names.map((name) => [name, fields[name]]));
  return (boxesField(sides) ?? []).length > 0 ? sides : names.map((name) => fields[name]);
}

function cellOf(role: Role, fields: Fields, names: readonly string[]): unknown {
  const [only] = names;
  if (only === undefined) return undefined;
  if (role === "box") return boxOf(fields, names);
  if (role !== "choices" || names.length === 1) return fields[only];
  return names.map((name) => fields[name]).filter((choice) => choice != null && choice !== "");
}

/** The row with each assigned column under its part's usual name, and nothing else under a name of that part. */
export function withColumns(row: Row, columns: Columns): Row {
  const value: Record<string, unknown> = { ...row.value };
  for (const role of ROLES) {
    const names = columns[role];
    if (names === undefined) continue;
    const usual = ROLE_NAMES[role].map(folded);
    for (const name of Object.keys(value)) if (usual.includes(folded(name))) delete value[name];
    value[ROLE_NAMES[role][0] ?? role] = cellOf(role, row.value, names);
  }
  return { ...row, value, mapped: true };
}

/** Checks that every named column exists. The fault lists the columns that do. */
export function checkColumns(columns: Columns, rows: readonly Row[]): Outcome<null> {
  const there = columnNames(rows);
  const missing = Object.values(columns)
    .flat()
    .find((name) => !there.includes(name));
  if (missing === undefined) return success(null);
  const known = there.map(shortened).slice(0, 40).join(", ");
  return failure("badInput", `There is no column "${shortened(missing)}"; there are ${known}.`);
}

/** The mapping in the notation of the command line, in the order of the roles. */
export function printColumns(columns: Columns): string {
  return ROLES.flatMap((role) => {
    const names = columns[role];
    return names === undefined ? [] : [`${role}=${names.join("+")}`];
  }).join(",");
}

/** Parses a mapping in the notation of the command line: "image=Bild,question=Frage,choices=A+B+C,answer=key,box=x+y+w+h". */
export function parseColumns(text: string): Outcome<Columns> {
  const columns: Partial<Record<Role, readonly string[]>> = {};
  for (const part of text.split(",")) {
    const [, name = "", list = ""] = /^\s*(\w+)\s*=(.*)$/.exec(part) ?? [];
    const role = ROLES.find((each) => each === name.toLowerCase());
    if (role === undefined) {
      const form = `it is ROLE=COLUMN between commas, and a role is ${ROLES.join(", ")}`;
      return failure("badInput", `"${shortened(part)}" names no column; ${form}.`);
    }
    columns[role] = list
      .split("+")
      .map((each) => each.trim())
      .filter((each) => each !== "");
  }
  return success(columns);
}
