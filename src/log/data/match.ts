/** Which data row a prompt asks: the one whose question the prompt contains, and whose image the log names. */
import type { DataRow } from "./data-row.ts";

/** What a prompt and its images come to. */
export type Match =
  | { readonly kind: "row"; readonly row: number }
  | { readonly kind: "several"; readonly rows: number }
  | { readonly kind: "none" };

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

function fileName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1).toLowerCase();
}

/** The longest questions found count; a row whose question is part of another's is then not meant. */
function longest(rows: readonly number[], questions: readonly string[]): readonly number[] {
  const lengthOf = (row: number) => questions[row]?.length ?? 0;
  const most = Math.max(0, ...rows.map(lengthOf));
  return [...new Set(rows)].filter((row) => lengthOf(row) === most);
}

/** Looks up prompts among data rows; the time per prompt grows with its length, not with the number of rows. */
export function createMatcher(
  rows: readonly DataRow[],
): (prompt: string, images: readonly string[]) => Match {
  const questions = rows.map(({ question }) => plainText(question));
  const anchored = new Map<string, number[]>();
  const short = new Map<string, number[]>();
  const byImage = new Map<string, number[]>();
  for (const [row, question] of questions.entries()) {
    if (question.length >= ANCHOR) add(anchored, question.slice(0, ANCHOR), row);
    else if (question !== "") add(short, question, row);
    for (const image of rows[row]?.images ?? []) add(byImage, fileName(image), row);
  }
  const asked = (prompt: string): readonly number[] => {
    const text = plainText(prompt);
    const found: number[] = [];
    for (let at = 0; at >= 0 && at < text.length; at = text.indexOf(" ", at) + 1 || text.length) {
      const group = anchored.get(text.slice(at, at + ANCHOR)) ?? [];
      found.push(...group.filter((row) => text.startsWith(questions[row] ?? "", at)));
    }
    if (found.length > 0) return longest(found, questions);
    return longest(
      prompt.split("\n").flatMap((line) => short.get(plainText(line)) ?? []),
      questions,
    );
  };
  return (prompt, images) => {
    const byQuestion = asked(prompt);
    const shown = images.flatMap((image) => byImage.get(fileName(image)) ?? []);
    const both = byQuestion.filter((row) => shown.includes(row));
    // Rows of the same question about other images would have another box.
    const found = [both, [...new Set(shown)], byQuestion].find((each) => each.length > 0) ?? [];
    const [row] = found;
    if (row === undefined) return { kind: "none" };
    return found.length === 1 ? { kind: "row", row } : { kind: "several", rows: found.length };
  };
}
