/** Applies the rules to a candidate, in the order of the recipe: the first rule that fails is the reason. */
import { type Box, intersection } from "../../view/box.ts";
import { equivalent } from "../score/answer.ts";
import type { Candidate } from "./candidate.ts";
import { consensusOf } from "./consensus.ts";
import { reaches, type Thresholds } from "./thresholds.ts";

export const RULES = ["area", "question", "duplicate", "consensus", "difficulty", "person"] as const;
export type Rule = (typeof RULES)[number];

export type Verdict =
  /** No rule has failed so far; `next` is the next step. */
  | { readonly kind: "open"; readonly next: "question" | "answers" | "attempts" | "decision" }
  | { readonly kind: "rejected"; readonly rule: Rule; readonly reason: string }
  | { readonly kind: "accepted"; readonly answer: string };

const areaOf = (box: Box | null): number => (box === null ? 0 : box.width * box.height);

/** Intersection over union. */
export function overlapOf(a: Box, b: Box): number {
  const shared = areaOf(intersection(a, b));
  const union = areaOf(a) + areaOf(b) - shared;
  return union > 0 ? shared / union : 0;
}

/** Two regions of an image with at least this overlap count as the same place. */
const SAME_PLACE = 0.5;

/** The earlier candidate that asks the same about the same place; null for none. */
export function duplicateOf(candidate: Candidate, earlier: readonly Candidate[]): Candidate | null {
  const same = (other: Candidate): boolean =>
    other.image.id === candidate.image.id &&
    equivalent(other.question, candidate.question) &&
    overlapOf(other.region, candidate.region) >= SAME_PLACE;
  return earlier.find(same) ?? null;
}

const rejected = (rule: Rule, reason: string): Verdict => ({ kind: "rejected", rule, reason });

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

function checkArea({ region }: Candidate, { area, areaInclusive }: Thresholds): Verdict | null {
  const ratio = areaOf(region);
  if (areaInclusive ? ratio <= area : ratio < area) return null;
  return rejected("area", `The region covers ${percent(ratio)} of the image; the limit is ${percent(area)}.`);
}

function checkQuestion({ question }: Candidate): Verdict | null {
  const words = question.match(/[\p{L}\p{N}]+/gu) ?? [];
  if (words.length < 2) return rejected("question", "The question needs at least two words.");
  if (/\b(?:crop|cropped|close-up|zoomed)\b/i.test(question))
    return rejected("question", "The question mentions the crop, which does not exist in the full image.");
  return null;
}

function checkDifficulty({ attempts }: Candidate, thresholds: Thresholds): Verdict | null {
  const right = attempts.filter(Boolean).length;
  if (!reaches(right, thresholds.easyBound, thresholds.easy)) return null;
  const words = `${right} of ${attempts.length}`;
  return rejected("difficulty", `Too easy: ${words} answers from the full image were right.`);
}

/** The verdict so far. Rules whose answers do not exist yet are skipped, so it can be computed at every step. */
export function verdictOf(
  candidate: Candidate,
  thresholds: Thresholds,
  earlier: readonly Candidate[] = [],
): Verdict {
  const { question, answers, attempts, decision } = candidate;
  if (decision?.kind === "reject") return rejected("person", decision.reason);
  const area = checkArea(candidate, thresholds);
  if (area !== null) return area;
  if (question.trim() === "") return { kind: "open", next: "question" };
  const asked = checkQuestion(candidate);
  if (asked !== null) return asked;
  const twin = duplicateOf(candidate, earlier);
  if (twin !== null) return rejected("duplicate", `It asks the same as ${twin.id} about the same place.`);
  if (answers.length < thresholds.answers) return { kind: "open", next: "answers" };
  const { groups, answer } = consensusOf(answers, thresholds);
  if (answer === null) {
    const agreeing = groups[0]?.length ?? 0;
    return rejected("consensus", `Only ${agreeing} of ${answers.length} answers on the crop agree.`);
  }
  if (attempts.length < thresholds.attempts) return { kind: "open", next: "attempts" };
  return (
    checkDifficulty(candidate, thresholds) ??
    (decision === null ? { kind: "open", next: "decision" } : { kind: "accepted", answer })
  );
}

export interface Tally {
  readonly accepted: readonly { readonly candidate: Candidate; readonly answer: string }[];
  readonly open: readonly Candidate[];
  /** How many each rule rejected. */
  readonly rejected: Readonly<Record<Rule, number>>;
}

/** The verdicts on all candidates, in order; each is compared with earlier ones that were not rejected. */
export function tallyOf(candidates: readonly Candidate[], thresholds: Thresholds): Tally {
  const counts = { area: 0, question: 0, duplicate: 0, consensus: 0, difficulty: 0, person: 0 };
  const accepted: { candidate: Candidate; answer: string }[] = [];
  const open: Candidate[] = [];
  const standing: Candidate[] = [];
  for (const candidate of candidates) {
    const verdict = verdictOf(candidate, thresholds, standing);
    if (verdict.kind === "rejected") counts[verdict.rule]++;
    else standing.push(candidate);
    if (verdict.kind === "open") open.push(candidate);
    if (verdict.kind === "accepted") accepted.push({ candidate, answer: verdict.answer });
  }
  return { accepted, open, rejected: counts };
}
