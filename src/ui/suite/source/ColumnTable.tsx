/** The role of each column of a foreign suite, with its first rows, and how these rows are interpreted. */
import type { HeldSuite } from "../../../app/suite/suite-state.ts";
import { shortened } from "../../../suite/open/choices/quoted.ts";
import { type Columns, columnNames, recognisedColumns } from "../../../suite/open/columns/columns.ts";
import { ROLES, type Role } from "../../../suite/open/columns/names.ts";
import type { OpenedSuite } from "../../../suite/open/open-suite.ts";
import { Disclosure } from "../../kit/Disclosure.tsx";
import { Select } from "../../kit/Select.tsx";
import { useSuiteActions } from "../suite-context.ts";

/** Number of rows shown: enough to see what a column contains. */
const SHOWN = 3;

const NOTHING = "nothing";

const ROLE_WORDS: Readonly<Record<Role, string>> = {
  image: "image",
  question: "question",
  choices: "choices",
  answer: "answer",
  box: "box",
};

const OPTIONS = [
  { value: NOTHING, name: "–" },
  ...ROLES.map((role) => ({ value: role, name: ROLE_WORDS[role] })),
];

/** The same columns with one of them assigned to that role only; null for no role. */
function withRole(columns: Columns, name: string, wanted: Role | null): Columns {
  const several = (role: Role): boolean => role === "choices" || role === "box";
  return Object.fromEntries(
    ROLES.map((role) => {
      const others = (columns[role] ?? []).filter((each) => each !== name);
      if (role !== wanted) return [role, others];
      return [role, several(role) ? [...others, name] : [name]];
    }),
  );
}

const cellWords = (value: unknown): string =>
  shortened(typeof value === "string" ? value : (JSON.stringify(value) ?? ""));

/** The first rows as they will be asked, or why they are not. */
function ReadSo({ opened, places }: { readonly opened: OpenedSuite; readonly places: readonly string[] }) {
  const drafts = new Map(opened.source.measured.map((each) => [each.draft.row.place, each]));
  const reasons = new Map(opened.broken.map(({ place, reason }) => [place, reason]));
  return (
    <ul className="columns-read">
      {places.map((place) => {
        const draft = drafts.get(place)?.draft;
        const reason = reasons.get(place);
        return (
          <li key={place}>
            <span className="number">{place}</span>{" "}
            {reason === undefined && draft !== undefined
              ? `“${shortened(draft.question)}” about ${drafts.get(place)?.path}${
                  draft.choices.texts.length === 0
                    ? ""
                    : `, choices ${shortened(draft.choices.texts.join(" · "))}`
                }`
              : (reason ?? "is not asked")}
          </li>
        );
      })}
    </ul>
  );
}

interface ColumnTableProps {
  readonly suite: HeldSuite;
}

export function ColumnTable({ suite }: ColumnTableProps) {
  const { setColumns } = useSuiteActions();
  const { opened } = suite;
  if (opened === null) return null;
  const { rows } = opened.source.lists;
  const names = columnNames(rows);
  const columns = opened.columns ?? recognisedColumns(names);
  const roleOf = (name: string): Role | undefined => ROLES.find((role) => columns[role]?.includes(name));
  const shown = rows.slice(0, SHOWN);
  return (
    <div className="columns">
      <Disclosure
        summary={opened.columns === null ? "Columns, as recognised" : "Columns, as you chose"}
        unfolded={opened.entries.length === 0}
      >
        <p className="hint">
          Choose the role of each column; several can be choices, or the four numbers of a box. Your choice is
          stored in this browser for suites with the same columns.
        </p>
        <div className="columns-scroll">
          <table>
            <thead>
              <tr>
                {names.map((name) => (
                  <th key={name} scope="col">
                    <Select
                      label={shortened(name)}
                      options={OPTIONS}
                      value={roleOf(name) ?? NOTHING}
                      onChange={(value) =>
                        void setColumns(withRole(columns, name, ROLES.find((role) => role === value) ?? null))
                      }
                    />
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map((row) => (
                <tr key={row.place}>
                  {names.map((name) => (
                    <td key={name}>{cellWords(row.value[name])}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <ReadSo opened={opened} places={shown.map(({ place }) => place)} />
        {opened.columns !== null && (
          <button type="button" className="quiet" onClick={() => void setColumns(null)}>
            Use the recognised roles
          </button>
        )}
      </Disclosure>
    </div>
  );
}
