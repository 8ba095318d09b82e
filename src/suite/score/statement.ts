/** Where a text states its answer, in the forms that models are asked for or use by themselves. */
import { uniform, unmarked } from "./written.ts";

export interface Statement {
  /** Enclosed: by tags or `\boxed`. Announced: after "Answer:". Judged: a letter that is called right, or chosen. */
  readonly form: "enclosed" | "announced" | "judged";
  readonly at: number;
  /** What is stated; for an announced answer, everything that follows. */
  readonly content: string;
}

/** The text without the model's reasoning before its answer. */
export function withoutThought(text: string): string {
  const end = text.lastIndexOf("</think>");
  const rest = end < 0 ? "" : text.slice(end + "</think>".length);
  return rest.trim() === "" ? text : rest;
}

/** The content of the braces that open at `from`, even where they are not closed. */
function braced(text: string, from: number): string {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    if (text[at] === "{") depth++;
    if (text[at] === "}" && --depth === 0) return text.slice(from, at);
  }
  return text.slice(from);
}

const noLetterBefore = String.raw`(?<![\p{L}\p{N}])`;
const verb = String.raw`(?:is|are|was|would be|should be|must be|will be|ist|est|es|é|è)(?![\p{L}'])`;

const ANNOUNCEMENTS: readonly RegExp[] = [
  new RegExp(
    String.raw`${noLetterBefore}(?:answer|antwort|lösung|réponse|respuesta|risposta|resposta|ответ)(?:\s+to\s+(?:the|this)\s+question)?\s*(?:[:=]|${verb})[\s:=]*`,
    "giu",
  ),
  new RegExp(
    String.raw`${noLetterBefore}(?:correct|right|best|my|final)\s+(?:option|choice|letter|selection)\s*(?:[:=]|${verb})[\s:=]*`,
    "giu",
  ),
  /(?:答案|正解|答え|回答|解答)\s*(?:应该|應該)?\s*(?:选择|選擇|选|選|是|为|為|は|:)+\s*/gu,
  /(?:정답|답변|답)\s*(?:은|는|:)\s*/gu,
  /(?:الإجابة|الاجابة|الجواب)(?:\s+(?:الصحيحة|الصحيح))?\s*(?:هي|هو|:)\s*/gu,
];

const letter = String.raw`(?:(?:option|choice|letter)\s+)?[("'[{]?([A-Za-z])[)"'\]}]?`;
/** Letters that are called right, or that are said to be chosen. */
const JUDGEMENTS: readonly RegExp[] = [
  new RegExp(
    String.raw`(?<![\p{L}\p{N}'/-])${letter}\s+(?:is|would be|must be|seems|looks)\s+(?:the\s+)?(?:correct|right|best|most\s+likely|most\s+appropriate)(?![\p{L}])`,
    "gu",
  ),
  new RegExp(
    String.raw`${noLetterBefore}(?:[Ss]o|[Tt]herefore|[Tt]hus|[Hh]ence|I(?:'d|'ll| would| will)?\s+(?:choose|pick|select|say|guess|go with|answer))[,:]?\s+(?:it(?:'s| is| must be)\s+)?(?:(?:option|choice|letter)\s+)?[("'[{]?([A-Z])[)"'\]}]?(?=[.!,;\s]*(?:$|\n)|[.!]\s)`,
    "gu",
  ),
  /(?:选择|選擇|选|選)\s*\(?([A-Za-z])\)?(?![A-Za-z])/gu,
];

function found(
  text: string,
  form: Statement["form"],
  pattern: RegExp,
  contentOf: (end: number, group: string) => string,
): readonly Statement[] {
  return [...text.matchAll(pattern)].map((match) => {
    const end = match.index + match[0].length;
    return { form, at: form === "enclosed" ? match.index + 1 : end, content: contentOf(end, match[1] ?? "") };
  });
}

/** Tags and boxes. Of an answer whose opening tag was part of the prompt, only the closing tag is left. */
function enclosed(text: string): readonly Statement[] {
  const tagged = found(text, "enclosed", /<answer>([\s\S]*?)(?:<\/answer>|$)/gi, (_, group) => group);
  const boxed = found(text, "enclosed", /\\boxed\s*\{/g, (end) => braced(text, end));
  const closed = tagged.length === 0 ? text.search(/<\/answer>/i) : -1;
  const begun = { form: "enclosed", at: 0, content: text.slice(0, Math.max(0, closed)) } as const;
  return [...tagged, ...boxed, begun];
}

/** All statements in their order, the contents normalised and without marks; empty ones are skipped. */
export function statementsIn(text: string): readonly Statement[] {
  const said = unmarked(uniform(withoutThought(text)));
  const announced = ANNOUNCEMENTS.flatMap((pattern) =>
    found(said, "announced", pattern, (end) => said.slice(end)),
  );
  const judged = JUDGEMENTS.flatMap((pattern) => found(said, "judged", pattern, (_, group) => group));
  return [...announced, ...judged, ...enclosed(said)]
    .filter(({ content }) => content.trim() !== "")
    .toSorted((one, other) => one.at - other.at);
}
