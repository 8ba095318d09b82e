/**
 * The best choice under each divergence for a student that cannot match its teacher: the teacher splits its probability over
 * two words, and the student can only mix "anything" with "the first word". Reverse KL settles nearer to the one word.
 */
import { forwardKl, jensenShannon, reverseKl } from "../../math/loss/divergence.ts";

export const FIT_WORDS = ["fox", "wolf", "dog", "cat", "hare", "bear"] as const;

const TEACHER = [0.46, 0.46, 0.02, 0.02, 0.02, 0.02] as const;

/** Nearly all on the first word. */
const ONE_WORD = FIT_WORDS.map((_, word) => (word === 0 ? 0.98 : 0.004));

/** The student's probabilities: `commitment` for the one word, the rest uniform over six. */
export function fittedStudent(commitment: number): readonly number[] {
  return ONE_WORD.map((peak) => commitment * peak + (1 - commitment) / FIT_WORDS.length);
}

export const FIT_TEACHER: readonly number[] = TEACHER;

export interface FitCurve {
  readonly kind: "forwardKl" | "reverseKl" | "jsd";
  readonly values: readonly number[];
  /** The commitment at which it is smallest. */
  readonly best: number;
}

/** Commitments at which the curves are read. */
export const COMMITMENTS: readonly number[] = Array.from({ length: 101 }, (_, step) => step / 100);

const logs = (probabilities: readonly number[]): Float64Array => Float64Array.from(probabilities, Math.log);

/** The three divergences, in nats, at one commitment. */
export function fitAt(commitment: number): Readonly<Record<FitCurve["kind"], number>> {
  const [student, teacher] = [logs(fittedStudent(commitment)), logs(TEACHER)];
  return {
    forwardKl: forwardKl(student, teacher),
    reverseKl: reverseKl(student, teacher),
    jsd: jensenShannon(student, teacher, 0.5),
  };
}

export const FIT_CURVES: readonly FitCurve[] = (["forwardKl", "reverseKl", "jsd"] as const).map((kind) => {
  const values = COMMITMENTS.map((commitment) => fitAt(commitment)[kind]);
  return { kind, values, best: COMMITMENTS[values.indexOf(Math.min(...values))] as number };
});

/** The commitment at which a divergence is smallest. */
export function bestCommitment(kind: FitCurve["kind"]): number {
  return FIT_CURVES.find((curve) => curve.kind === kind)?.best ?? 0;
}
