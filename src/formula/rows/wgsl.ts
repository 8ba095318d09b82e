/** Sums of a formula over the vocabulary in WGSL: the terms of one entry, for shaders/formula/sums.wgsl. */
import type { Term, VocabularySum } from "../term.ts";
import { applied, INFINITE_FROM, isLimited, type Known } from "./known.ts";

function constant(value: number): Known {
  const infinite = value > 0 ? "HUGE" : "-HUGE";
  const code = Math.abs(value) <= INFINITE_FROM ? `f32(${value})` : infinite;
  return { code, least: value, most: value, defined: true };
}

const ENTRIES = {
  p: { least: 0, most: 1, defined: true },
  logP: { least: Number.NEGATIVE_INFINITY, most: 0, defined: true },
} as const;

/** Writes each different expression once, as a name of its own. */
class Statements {
  readonly lines: string[] = [];
  private readonly named = new Map<string, string>();
  private readonly known = new Map<Term, Known>();

  private name(code: string): string {
    const found = this.named.get(code) ?? `x${this.named.size}`;
    if (!this.named.has(code)) this.lines.push(`let ${found} = ${code};`);
    this.named.set(code, found);
    return found;
  }

  private written(term: Term): Known {
    switch (term.kind) {
      case "number":
        return constant(term.value);
      case "entry": {
        const side = term.side.kind === "student" ? "p" : "q";
        return { ...ENTRIES[term.of], code: term.of === "p" ? side : `log_${side}` };
      }
      case "apply": {
        const { code, ...known } = applied(
          term.name,
          term.args.map((each) => this.of(each)),
        );
        return { ...known, code: this.name(code) };
      }
      case "measured":
      case "reduce":
        return { code: "UNDEFINED", least: 0, most: 0, defined: false };
      default:
        return term satisfies never;
    }
  }

  of(term: Term): Known {
    const known = this.known.get(term) ?? this.written(term);
    this.known.set(term, known);
    return known;
  }
}

/** The functions and the state of one program. */
export interface SumsProgram {
  /** `SUMS` and `joined_sums`: how two parts of the sums are put together. */
  readonly joins: string;
  /** `terms_of`: the terms of one entry. */
  readonly terms: string;
  readonly count: number;
  /** Of its only sum, how many of the largest values count; null where all values of all sums do. */
  readonly k: number | null;
}

/** At once in one read. */
const SUMS_AT_ONCE = 8;

/** Programs for all sums, which may come in another order: with each, the sums that it computes. */
export function programsOf(
  sums: readonly VocabularySum[],
): readonly { readonly sums: readonly VocabularySum[]; readonly program: SumsProgram }[] {
  const added = sums.filter(({ over }) => over !== "top_v");
  const sets = Array.from({ length: Math.ceil(added.length / SUMS_AT_ONCE) }, (_, at) =>
    added.slice(at * SUMS_AT_ONCE, (at + 1) * SUMS_AT_ONCE),
  );
  const tops = sums.filter(({ over }) => over === "top_v").map((sum) => [sum]);
  return [...sets, ...tops].map((set) => ({ sums: set, program: sumsProgram(set) }));
}

/** More entries than any vocabulary has. */
const ENTRIES_AT_MOST = 2 ** 20;

function joinOf({ over }: VocabularySum, term: Known, at: number): string {
  const [a, b] = [`a[${at}]`, `b[${at}]`];
  if (over === "max_v") return `max(${a}, ${b})`;
  const size = Math.max(Math.abs(term.least), Math.abs(term.most)) * ENTRIES_AT_MOST;
  return isLimited(term) && size < INFINITE_FROM ? `${a} + ${b}` : `v_add(${a}, ${b})`;
}

/** The program of 1 to 8 sums, or of one over the largest values. */
export function sumsProgram(sums: readonly VocabularySum[]): SumsProgram {
  const statements = new Statements();
  const terms = sums.map(({ argument }) => statements.of(argument));
  const list = (codes: readonly string[]) => `array<f32, SUMS>(${codes.join(", ")})`;
  return {
    count: sums.length,
    k: sums[0]?.over === "top_v" ? sums[0].k : null,
    joins: `const SUMS: u32 = ${sums.length}u;
fn joined_sums(a: array<f32, SUMS>, b: array<f32, SUMS>) -> array<f32, SUMS> {
  return ${list(sums.map((sum, at) => joinOf(sum, terms[at] as Known, at)))};
}
fn empty_sums() -> array<f32, SUMS> { return ${list(sums.map(({ over }) => (over === "sum_v" ? "0.0" : "-HUGE")))}; }
`,
    terms: `fn terms_of(p: f32, q: f32, log_p: f32, log_q: f32) -> array<f32, SUMS> {
  ${statements.lines.join("\n  ")}
  return ${list(terms.map(({ code }) => code))};
}
`,
  };
}
