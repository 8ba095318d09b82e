/** Which data row a prompt asks: the one whose question the prompt contains, and whose image the log names. */
import type { DataRow } from "./data-row.ts";

/** The row of a prompt and its images, with what has to be said about it in a sentence; or why there is none. */
export type Match =
  | { readonly row: number; readonly note: string | null }
  | { readonly row: null; readonly note: string };

/** Prompts are compared without image marks, special tokens, case, and differences of white space. */
export function plainText(text: string): string {
  return text
    .replace(/<\|[^|<>]{1,40}\|>|<image[ _]?\d*>/gi, " ")
    .replace(/\s+/g, " ")
    .trim()
    .toLowerCase();
}

/** Questions of at least this many characters are found anywhere in a prompt; shorter ones must be a line of it. */
const ANCHOR = 24;

function add(index: Map<string, number[]>, key: string, row: number): void {
  const group = index.get(key);
  if (group === undefined) index.set(key, [row]);
  else group.push(row);
}

/** More folders than these above a file tell no more of it. */
const MOST_FOLDERS = 7;

/** The path, and the same without its first folder, its second and so on, down to the bare name. */
function endingsOf(path: string): readonly string[] {
  const parts = path.toLowerCase().split(/[\\/]+/);
  const named = parts.filter((part) => part !== "" && part !== "." && part !== "..").slice(-MOST_FOLDERS - 1);
  return named.map((_, from) => named.slice(from).join("/"));
}

/** The longest questions found count; a row whose question is part of another's is then not meant. */
function longest(rows: readonly number[], questions: readonly string[]): readonly number[] {
  const lengthOf = (row: number) => questions[row]?.length ?? 0;
  const most = rows.reduce((length, row) => Math.max(length, lengthOf(row)), 0);
  return [...new Set(rows)].filter((row) => lengthOf(row) === most);
}

/** The row where there is one; of several none is meant. */
function onlyRow(found: readonly number[], what: string): Match {
  const [row, second] = found;
  return row === undefined || second !== undefined
    ? { row: null, note: `${found.length} data rows have ${what}.` }
    : { row, note: null };
}

/** For a log that has no text of the prompt. */
function byImageAlone(shown: readonly number[]): Match {
  if (shown.length === 0)
    return {
      row: null,
      note: "The log has no text of the prompt, and no data row has an image that it names.",
    };
  const found = onlyRow(shown, "its image, and the log has no text of the prompt");
  return found.row === null
    ? found
    : { ...found, note: "The log has no text of the prompt, so the data row was found by its image alone." };
}

/** Looks up prompts among data rows; the time per prompt grows with its length, not with the number of rows. */
export function createMatcher(
  rows: readonly DataRow[],
): (prompt: string, images: readonly string[]) => Match {
  const questions = rows.map(({ question }) => plainText(question));
  const anchored = new Map<string, number[]>();
  const short = new Map<string, number[]>();
  const byEnding = new Map<string, number[]>();
  for (const [row, question] of questions.entries()) {
    if (question.length >= ANCHOR) add(anchored, question.slice(0, ANCHOR), row);
    else if (question !== "") add(short, question, row);
    for (const image of rows[row]?.images ?? [])
      for (const ending of endingsOf(image)) add(byEnding, ending, row);
  }
  const asked = (prompt: string): readonly number[] => {
    const text = plainText(prompt);
    const found: number[] = [];
    for (let at = 0; at >= 0 && at < text.length; at = text.indexOf(" ", at) + 1 || text.length) {
      const group = anchored.get(text.slice(at, at + ANCHOR)) ?? [];
      for (const row of group) if (text.startsWith(questions[row] ?? "", at)) found.push(row);
    }
    if (found.length > 0) return longest(found, questions);
    return longest(
      prompt.split("\n").flatMap((line) => short.get(plainText(line)) ?? []),
      questions,
    );
  };
  /** Rows whose image shares the longest ending of its path with one that the log names. */
  const showing = (images: readonly string[]): readonly number[] =>
    images.flatMap((image) => {
      const ending = endingsOf(image).find((each) => byEnding.has(each));
      return ending === undefined ? [] : (byEnding.get(ending) ?? []);
    });
  return (prompt, images) => {
    if (rows.length === 0) return { row: null, note: "No data rows were given." };
    const shown = new Set(showing(images));
    if (plainText(prompt) === "") return byImageAlone([...shown]);
    const byQuestion = asked(prompt);
    if (byQuestion.length === 0) return { row: null, note: "No data row has its question." };
    if (images.length === 0)
      return onlyRow(byQuestion, "its question, and the log does not tell which image was shown");
    const both = byQuestion.filter((row) => shown.has(row));
    return both.length > 0
      ? onlyRow(both, "its question and its image")
      : { row: null, note: "No data row has both its question and the image that the log names." };
  };
}
