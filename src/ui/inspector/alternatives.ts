/** Both sides' most likely tokens at one position, joined by token. */
import { given } from "../../evidence/column.ts";
import type { Alternative, Side } from "../../evidence/replay.ts";

/** One side's probability of a token: exact, or an upper bound from its last listed token. */
export interface Standing {
  readonly logProb: number;
  readonly bound: boolean;
  /** From 1, the most likely; for a bound, the number of tokens known to precede it. */
  readonly rank: number;
}

export interface AlternativeRow {
  readonly token: number;
  readonly text: string;
  /** Whether this is the token that the student generated. */
  readonly generated: boolean;
  readonly student: Standing;
  readonly teacher: Standing;
}

interface Generated {
  readonly token: number;
  readonly text: string;
}

function standing(side: Side, position: number, token: number, generated: boolean): Standing {
  const alternatives = side.alternatives[position] ?? [];
  const at = alternatives.findIndex((alternative) => alternative.token === token);
  if (generated) {
    const logProb = side.logProb[position] ?? Number.NEGATIVE_INFINITY;
    return { logProb, bound: false, rank: given(side.rank)[position] ?? at + 1 };
  }
  const listed = alternatives[at];
  if (listed !== undefined) return { logProb: listed.logProb, bound: false, rank: at + 1 };
  return { logProb: alternatives.at(-1)?.logProb ?? 0, bound: true, rank: alternatives.length };
}

/** The probability that a side gives to all tokens except those with an exact value. */
export function tailMass(rows: readonly AlternativeRow[], side: "student" | "teacher"): number {
  const known = rows.filter((row) => !row[side].bound).map((row) => Math.exp(row[side].logProb));
  return Math.max(0, 1 - known.reduce((sum, mass) => sum + mass, 0));
}

/** The union of both lists and the generated token, highest probability on either side first; bounds are ignored in sorting. */
export function joinAlternatives(
  student: Side,
  teacher: Side,
  position: number,
  generated: Generated,
): readonly AlternativeRow[] {
  const texts = new Map<number, string>([[generated.token, generated.text]]);
  const listed: readonly Alternative[] = [
    ...(student.alternatives[position] ?? []),
    ...(teacher.alternatives[position] ?? []),
  ];
  for (const alternative of listed) texts.set(alternative.token, alternative.text);
  const rows = [...texts].map(([token, text]): AlternativeRow => {
    const isGenerated = token === generated.token;
    return {
      token,
      text,
      generated: isGenerated,
      student: standing(student, position, token, isGenerated),
      teacher: standing(teacher, position, token, isGenerated),
    };
  });
  const weight = (row: AlternativeRow) =>
    Math.max(...[row.student, row.teacher].filter((s) => !s.bound).map((s) => Math.exp(s.logProb)));
  return rows.sort((a, b) => weight(b) - weight(a) || a.token - b.token);
}
