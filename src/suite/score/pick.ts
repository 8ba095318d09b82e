/**
 * Which choices an answer picks. The rules and what they make of more than 300 answers are in docs/scoring.md, the
 * answers themselves in scoring-cases.json.
 */
import { equivalent } from "./answer.ts";
import { type ChoiceMention, choiceMentions } from "./choice-mentions.ts";
import { LETTERS } from "./letter.ts";
import { type LetterMention, leadingLetters, letterMentions } from "./letter-mentions.ts";
import { withoutNumberWords } from "./number-words.ts";
import { type Statement, statementsIn, withoutThought } from "./statement.ts";
import { uniform, unmarked } from "./written.ts";

export interface PickSettings {
  /** Whether several choices are right together, so that an answer may name several. */
  readonly several: boolean;
  /** Whether number words count as numbers and articles are ignored where texts are compared. */
  readonly numberWords: boolean;
}

/** Silent: it names no choice. Refused: it says something that is not an answer, such as "A or B". */
type Pick =
  | { readonly kind: "picked"; readonly indices: readonly number[] }
  | { readonly kind: "refused" }
  | { readonly kind: "silent" };

const SILENT: Pick = { kind: "silent" };
const REFUSED: Pick = { kind: "refused" };

interface Question extends PickSettings {
  readonly choices: readonly string[];
  /** Whether a choice is itself a letter that is offered: a letter then always means the letter of a choice. */
  readonly letterChoices: boolean;
}

const picked = (indices: readonly number[]): Pick => ({ kind: "picked", indices });

/** The choice whose text is the whole of `said`. A letter that is offered means that letter, whatever the texts are. */
function byWholeText(said: string, { choices, numberWords, letterChoices }: Question): Pick {
  const bare = said.trim().replace(/^["'([{\s]+|["')\]}.\s]+$/g, "");
  const offered = LETTERS.slice(0, choices.length);
  if (letterChoices && offered.includes(bare.toUpperCase())) return SILENT;
  const same = choices.flatMap((choice, index) => (equivalent(said, choice, numberWords) ? [index] : []));
  return same.length === 0 ? SILENT : picked(same.slice(0, 1));
}

function ofLetters({ indices, either }: LetterMention, { several }: Question): Pick {
  if (indices.length === 1) return picked(indices);
  return either || !several ? REFUSED : picked(indices);
}

/** Whether the letters only repeat the list of choices. */
function repeatsList(said: readonly LetterMention[], count: number): boolean {
  const letters = new Set(said.flatMap(({ indices }) => indices));
  return count > 2 && letters.size === count && said.length >= count;
}

/** Whether a letter is followed by its own choice's text, which is negated: "A: red is wrong". */
function isDeniedByText(
  text: string,
  { indices, to }: LetterMention,
  said: readonly ChoiceMention[],
): boolean {
  const [index, ...others] = indices;
  return said.some(
    (mask) =>
      mask.denied &&
      others.length === 0 &&
      mask.index === index &&
      mask.from >= to &&
      /^["'\])}]*\s*[:.)\-–—,]?\s*["']?$/u.test(text.slice(to, mask.from)),
  );
}

/** Letters in the text outside the texts of choices: the strongest mention, of equal ones the first. */
function byLetters(text: string, masks: readonly ChoiceMention[], question: Question): Pick {
  const said = letterMentions(text, question.choices.length).filter(
    (each) =>
      each.strength > 0 &&
      !masks.some(({ from, to }) => from <= each.from && each.to <= to && to - from > each.to - each.from) &&
      !isDeniedByText(text, each, masks),
  );
  const most = Math.max(0, ...said.map(({ strength }) => strength));
  const first = said.find(({ strength }) => strength === most);
  return first === undefined ? SILENT : ofLetters(first, question);
}

const SENTENCE_END = /(?<=[.!?…؟۔।])\s+|(?<=[。！？])|\n+/u;

/** The choices that one sentence names without negating them. */
function namedIn(sentence: string, { choices, numberWords }: Question): readonly number[] {
  const plain = choiceMentions(sentence, choices).filter(({ denied }) => !denied);
  const said =
    plain.length > 0 || !numberWords
      ? plain
      : choiceMentions(withoutNumberWords(sentence), choices.map(withoutNumberWords)).filter(
          ({ denied }) => !denied,
        );
  return [...new Set(said.map(({ index }) => index))].sort((a, b) => a - b);
}

/** The last sentence that names exactly one choice; where several may be named, the last that names any. */
function bySentences(text: string, question: Question): Pick {
  const named = text
    .split(SENTENCE_END)
    .map((sentence) => namedIn(sentence, question))
    .filter((indices) => indices.length > 0);
  const last = named.findLast((indices) => indices.length === 1 || question.several);
  if (last !== undefined) return picked(last);
  return named.length > 0 ? REFUSED : SILENT;
}

/** A choice's text that the answer begins with and that punctuation ends: "Red. The other one is blue." */
function byOpening(text: string, { choices }: Question): Pick {
  const opening = choiceMentions(text, choices).filter(({ from, to }) => {
    const ends = /^\s*(?:[.!。！\n]|$)/u.test(text.slice(to));
    const yesOrNo = /^(?:yes|no)\s*,$/i.test(text.slice(from, to + 1));
    return from === 0 && (ends || yesOrNo);
  });
  return opening[0] === undefined ? SILENT : picked([opening[0].index]);
}

/** The result of the first way that finds something. */
function firstOf(...ways: readonly (() => Pick)[]): Pick {
  for (const way of ways) {
    const pick = way();
    if (pick.kind !== "silent") return pick;
  }
  return SILENT;
}

/** What a text without a statement picks: as a whole, by its beginning, by letters, by sentences, finally by "A". */
function generally(text: string, question: Question): Pick {
  const { choices, several } = question;
  const masks = question.letterChoices ? [] : choiceMentions(text, choices);
  const leading = leadingLetters(text, choices.length, several);
  const inChoice = masks.some(({ from, to }) => leading !== null && from <= leading.from && to > leading.to);
  const denied = leading !== null && isDeniedByText(text, leading, masks);
  if (repeatsList(letterMentions(text, choices.length), choices.length)) return SILENT;
  return firstOf(
    () => byWholeText(text, question),
    () =>
      leading === null || inChoice || denied || leading.strength < 2 ? SILENT : ofLetters(leading, question),
    () => byOpening(text, question),
    () => byLetters(text, masks, question),
    () => bySentences(text, question),
  );
}

/** "A sign …": the article, interpreted as the letter where nothing else is found. */
function byArticle(text: string, question: Question): Pick {
  const article = letterMentions(text, question.choices.length).find(({ strength }) => strength === 0);
  return article === undefined ? SILENT : ofLetters(article, question);
}

/** A single letter that is not offered is still a statement, of no choice. */
function isForeignLetter(said: string): boolean {
  return /^[\s("'[{]*[A-Z][\s)"'\]}.,:]*$/.test(said);
}

/** What a statement picks: its first line takes precedence over what follows. */
function ofStatement({ form, content }: Statement, question: Question): Pick {
  const text = content.trim();
  const [line = ""] = text.split("\n");
  const [sentence = ""] = line.split(SENTENCE_END);
  const { choices, several } = question;
  const leading = leadingLetters(line, choices.length, several);
  const wholly = () => firstOf(...[text, line, sentence].map((part) => () => byWholeText(part, question)));
  const led = () => {
    if (leading === null) return SILENT;
    const masked =
      !question.letterChoices &&
      choiceMentions(line, choices).some(({ from, to }) => from <= leading.from && to > leading.to);
    return masked ? SILENT : ofLetters(leading, question);
  };
  const foreign = () => (isForeignLetter(sentence) ? REFUSED : SILENT);
  if (form === "judged") return led();
  return firstOf(
    wholly,
    led,
    foreign,
    ...[sentence, line].map((part) => () => generally(part, question)),
    () =>
      form === "enclosed"
        ? firstOf(
            () => generally(text, question),
            () => byArticle(text, question),
          )
        : SILENT,
  );
}

/**
 * Indices of the choices that an answer picks, ascending; null where it picks none. The last statement that names
 * anything counts, else the text as a whole.
 */
export function pickedChoices(
  answer: string,
  choices: readonly string[],
  settings: PickSettings,
): readonly number[] | null {
  const offered = LETTERS.slice(0, choices.length);
  const letterChoices = choices.some((choice) => offered.includes(choice.trim().toUpperCase()));
  const question: Question = { ...settings, choices, letterChoices };
  const text = unmarked(uniform(withoutThought(answer))).trim();
  const statements = statementsIn(answer).toReversed();
  const pick = firstOf(
    () => byWholeText(text, question),
    ...statements.map((statement) => () => ofStatement(statement, question)),
    () => generally(text, question),
    () => byArticle(text, question),
  );
  return pick.kind === "picked" ? pick.indices : null;
}
