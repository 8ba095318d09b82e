/** How far two sides agree at a position, without logarithms: ranks, the largest logits, and mass on a support. */
import type { Row } from "./logits.ts";

/** Agreement of T rows. */
export interface Agreement {
  /** 1 where both sides' most likely token is the same, else 0; ties go to the lowest id. */
  readonly sameTop: Uint8Array;
  /** Student's minus teacher's rank of the given token. */
  readonly rankShift: Int32Array;
  /** Jaccard index of both sides' K most likely tokens. */
  readonly overlap: Float64Array;
  /** Probability that the teacher gives to the student's K most likely tokens: low where its support misses the teacher. */
  readonly teacherMass: Float64Array;
}

/** Agreement of `rows` rows, all 0, to be filled. */
export function emptyAgreement(rows: number): Agreement {
  return {
    sameTop: new Uint8Array(rows),
    rankShift: new Int32Array(rows),
    overlap: new Float64Array(rows),
    teacherMass: new Float64Array(rows),
  };
}

/** Student's minus teacher's rank of the same token: positive where the teacher ranks it higher. */
export function rankShift(studentRank: number, teacherRank: number): number {
  return studentRank - teacherRank;
}

/** Jaccard index of two sets of ids, each without repeats: 1 where both are the same, and where both are empty. */
export function overlap(studentTop: Uint32Array, teacherTop: Uint32Array): number {
  const inStudent = new Set(studentTop);
  const shared = teacherTop.filter((token) => inStudent.has(token)).length;
  return jaccard(shared, studentTop.length + teacherTop.length - shared);
}

/** Shared members over the members of either of two sets; 1 where both are empty. */
export function jaccard(shared: number, either: number): number {
  return either === 0 ? 1 : shared / either;
}

/** Whether both sides' most likely token is the same. Each list is in descending order, ties to the lowest id. */
export function sameTop(studentTop: Uint32Array, teacherTop: Uint32Array): boolean {
  return studentTop[0] === teacherTop[0];
}

/** Probability that a side gives to a set of tokens. */
export function massOn(logProbs: Row, support: Uint32Array): number {
  return support.reduce((sum, token) => sum + Math.exp(logProbs[token] as number), 0);
}
