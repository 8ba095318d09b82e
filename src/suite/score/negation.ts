/** Whether words of a sentence are negated: "not B", "B is wrong", "rather than red", "red instead of blue". */

/** Where a negation ends: at punctuation, at "but", and where a new sentence begins. */
const CLAUSE_END =
  /[.;:!?,。，；！？\n]|\b(?:but|however|it is|it's|they are|they're|this is|that is|that|I would|I'd|I think)\b|而是|是(?<!不是)/giu;
const DENIES =
  /\b(?:not|no|never|neither|nor|cannot|without|unlike|excluding|except|rather than|instead of|as opposed to)\b|n't\b|不是|并非|並非|没有|沒有|不选|(?:^|\s)(?:ليس|ليست)(?=\s)/iu;
const DENIED =
  /^\s*["')\]}]*\s*(?:(?:is|are|was|were|seems|looks|would be|can be|could be)\s+(?:not\b(?!\s+only)|wrong|incorrect|false|ruled out|excluded|impossible|out\b)|(?:isn't|aren't|wasn't|weren't|can't|cannot|couldn't|doesn't)(?=\s|$)|(?:is|are)\s+(?:clearly|obviously|definitely)\s+(?:not|wrong|incorrect)|ではな|じゃな|(?:이|가|은|는) 아니|不对|不對|错|錯|不正确)/iu;

/** The longest clause considered, in characters, which keeps the time linear in the length of the text. */
const LONGEST_CLAUSE = 300;

/** Whether the text from `from` to `to` is negated where it stands. */
export function isDenied(text: string, from: number, to: number): boolean {
  const before = text.slice(Math.max(0, from - LONGEST_CLAUSE), from);
  const start = [...before.matchAll(CLAUSE_END)].at(-1);
  const clause = start === undefined ? before : before.slice(start.index + start[0].length);
  return DENIES.test(clause) || DENIED.test(text.slice(to, to + LONGEST_CLAUSE));
}
