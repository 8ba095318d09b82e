/**
 * Tokens of right-to-left scripts in reading order. Each token is an element of its own, which the browser's bidirectional
 * algorithm (UAX #9) does not order; so adjacent tokens are grouped into runs of one direction.
 */

export type Direction = "ltr" | "rtl";

/** Tokens by their index, with runs of another direction among them. */
export interface Run {
  readonly direction: Direction;
  readonly items: readonly (number | Run)[];
}

type Strength = Direction | "number" | "none";

const RTL =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;

/** The direction of a token's first strong character; digits keep their own order within a run. */
function strengthOf(text: string): Strength {
  const letter = /\p{L}/u.exec(text)?.[0];
  if (letter !== undefined) return RTL.test(letter) ? "rtl" : "ltr";
  return /\p{Nd}/u.test(text) ? "number" : "none";
}

/** Control tokens such as "<end_of_utterance>" are shown by name and have no direction. */
const CONTROL = /^<\|?\w+\|?>$/;

/**
 * Stretches [start, end) within [from, to) that begin with `wanted` and end with it or with a number, which belongs to what
 * precedes it; `continues` says what may lie between.
 */
function stretches(
  strengths: readonly Strength[],
  from: number,
  to: number,
  wanted: Strength,
  continues: (at: number) => boolean,
): readonly (readonly [number, number])[] {
  const found: [number, number][] = [];
  for (let at = from; at < to; at++) {
    if (strengths[at] !== wanted) continue;
    let end = at + 1;
    for (let next = end; next < to && continues(next); next++)
      if (strengths[next] === wanted || strengths[next] === "number") end = next + 1;
    found.push([at, end]);
    at = end - 1;
  }
  return found;
}

function runOf(
  direction: Direction,
  from: number,
  to: number,
  inner: readonly (readonly [number, number])[],
  within: (from: number, to: number) => Run,
): Run {
  const items: (number | Run)[] = [];
  for (let at = from; at < to; at++) {
    const stretch = inner.find(([start]) => start === at);
    if (stretch === undefined) items.push(at);
    else {
      items.push(within(...stretch));
      at = stretch[1] - 1;
    }
  }
  return { direction, items };
}

/**
 * The tokens of an answer as runs. The whole has the direction of its first letter. A stretch of the other direction
 * extends from its first to its last letter or digit of that direction, with the spaces and marks between; a number of
 * several tokens keeps its digits from left to right.
 */
export function runsOf(texts: readonly string[]): Run {
  const strengths = texts.map((text) => (CONTROL.test(text) ? "none" : strengthOf(text)));
  const base = strengths.find((each): each is Direction => each === "ltr" || each === "rtl") ?? "ltr";
  const other: Direction = base === "ltr" ? "rtl" : "ltr";
  // A digit after a space starts a number of its own.
  const numbers = (from: number, to: number) =>
    stretches(strengths, from, to, "number", (at) => /^[\p{Nd}.,:/]+$/u.test(texts[at] ?? "")).filter(
      ([start, end]) => end - start > 1,
    );
  const left = (from: number, to: number): Run => ({
    direction: "ltr",
    items: Array.from({ length: to - from }, (_, at) => from + at),
  });
  const right = (from: number, to: number): Run => runOf("rtl", from, to, numbers(from, to), left);
  const turned = stretches(strengths, 0, texts.length, other, (at) => strengths[at] !== base);
  if (base === "ltr") return runOf("ltr", 0, texts.length, turned, right);
  // Numbers outside the reversed stretches are reversed back as well.
  const apart = numbers(0, texts.length).filter(
    ([start]) => !turned.some(([from, to]) => start >= from && start < to),
  );
  return runOf("rtl", 0, texts.length, [...turned, ...apart], left);
}

/** Whether anything is read from right to left; otherwise the tokens need no runs. */
export function isMixed({ direction, items }: Run): boolean {
  return direction === "rtl" || items.some((item) => typeof item !== "number");
}
