/**
 * Results as a table for spreadsheets: the header as a comment, a line of column names, one line per item. Nothing
 * is rounded, so that the table can be opened again like the JSON lines.
 */
import { failure, type Outcome, success } from "../../base/outcome.ts";
import { csvLine, parseCsv } from "../open/files/csv.ts";
import {
  CONDITIONS,
  gather,
  type ItemResult,
  parseHeader,
  parseRecord,
  type ResultRecord,
  type Results,
} from "./result.ts";

const LOOK_FIELDS = ["answer", "right", "confidence"] as const;

const COLUMNS: readonly string[] = [
  "id",
  "dimension",
  "image",
  "area",
  "question",
  "right_answer",
  ...CONDITIONS.flatMap((condition) => LOOK_FIELDS.map((field) => `${condition}_${field}`)),
  "divergence",
  "formula",
  "advantages",
  "samples",
  "choices",
  "correct",
  "failed",
];

const COMMENT = "# ";

const optional = (value: number | null): string => (value === null ? "" : String(value));

function cellsOf(item: ItemResult): readonly string[] {
  const looks = CONDITIONS.flatMap((condition) => {
    const answer = item.looks[condition];
    return answer === undefined
      ? ["", "", ""]
      : [answer.text, String(answer.right), String(answer.confidence)];
  });
  const { id, dimension, image, area, question, answer, divergence, formula, advantages, samples } = item;
  const listed = (list: object | undefined): string => (list === undefined ? "" : JSON.stringify(list));
  return [
    id,
    dimension,
    image,
    optional(area),
    question,
    answer,
    ...looks,
    optional(divergence),
    formula === undefined ? "" : (formula ?? "none").toString(),
    advantages.join(" "),
    samples.map((right) => (right ? "1" : "0")).join(" "),
    listed(item.choices),
    listed(item.correct),
    "",
  ];
}

/** The whole table. */
export function writeTable({ header, items, failed }: Pick<Results, "header" | "items" | "failed">): string {
  const between = COLUMNS.slice(2).map(() => "");
  const failures = failed.map(({ id, failed: reason }) => [id, ...between, reason]);
  const lines = [COLUMNS, ...items.map(cellsOf), ...failures].map(csvLine);
  return `${[`${COMMENT}${JSON.stringify(header)}`, ...lines].join("\n")}\n`;
}

/** A list that is written as JSON into a cell; left out where the cell is empty. */
function writtenList(name: "choices" | "correct", cell: string): object {
  try {
    return cell === "" ? {} : { [name]: JSON.parse(cell) };
  } catch {
    return { [name]: cell };
  }
}

const listOf = (cell: string): readonly string[] => (cell === "" ? [] : cell.split(" "));

function recordOf(cells: ReadonlyMap<string, string>): unknown {
  const at = (column: string): string => cells.get(column) ?? "";
  if (at("failed") !== "") return { id: at("id"), failed: at("failed") };
  const number = (cell: string): number | null => (cell === "" ? null : Number(cell));
  const looks = CONDITIONS.filter((condition) => at(`${condition}_right`) !== "").map((condition) => [
    condition,
    {
      text: at(`${condition}_answer`),
      right: at(`${condition}_right`) === "true",
      confidence: Number(at(`${condition}_confidence`)),
    },
  ]);
  return {
    id: at("id"),
    dimension: at("dimension"),
    image: at("image"),
    area: number(at("area")),
    question: at("question"),
    answer: at("right_answer"),
    looks: Object.fromEntries(looks),
    ...writtenList("choices", at("choices")),
    ...writtenList("correct", at("correct")),
    divergence: number(at("divergence")),
    ...(at("formula") === "" ? {} : { formula: at("formula") === "none" ? null : Number(at("formula")) }),
    advantages: listOf(at("advantages")).map(Number),
    samples: listOf(at("samples")).map((lot) => lot === "1"),
  };
}

function headerOf(first: string): ReturnType<typeof parseHeader> {
  try {
    return parseHeader(JSON.parse(first.slice(COMMENT.length)));
  } catch {
    return { reason: "it does not begin with Fovea's comment." };
  }
}

/** Opens a table that `writeTable` wrote, also after a spreadsheet changed the order of its columns. */
export function readTable(text: string): Outcome<Results> {
  const end = text.search(/\r?\n/);
  const header = headerOf(text.slice(0, end));
  if ("reason" in header)
    return failure("badInput", `This is not a table of results of Fovea: ${header.reason}`);
  const table = parseCsv(text.slice(end).replace(/^\r?\n/, ""));
  const [names, ...rows] = table.records;
  const records: ResultRecord[] = [];
  const broken = table.broken.map(({ line, reason }) => ({ line: line + 1, reason }));
  for (const { line, cells } of rows) {
    const named = new Map(names?.cells.map((name, i) => [name, cells[i] ?? ""]));
    const read = parseRecord(recordOf(named));
    if ("record" in read) records.push(read.record);
    else broken.push({ line: line + 1, reason: read.reason });
  }
  return success(gather(header.header, records, broken));
}
