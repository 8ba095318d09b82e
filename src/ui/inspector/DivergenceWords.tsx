/** A divergence written out: its symbol, its formula, its support and its temperature. */

import type { Divergence } from "../../evidence/replay.ts";
import { settledDivergence } from "../../math/divergences/catalog.ts";
import { divergenceBound } from "../../session/signals/formula.ts";
import { Formula } from "../shared/Formula.tsx";
import { grouped } from "../shared/format.ts";

export function DivergenceSymbol({ divergence }: { divergence: Divergence }) {
  const named = settledDivergence(divergence);
  return <Formula text={named?.definition.symbol(named.parameter) ?? divergence.kind} />;
}

/** Empty for a divergence unknown to this version. */
export function DivergenceFormula({ divergence }: { divergence: Divergence }) {
  const named = settledDivergence(divergence);
  if (named === null) return <>unknown to this version of Fovea</>;
  const [first = "", ...rest] = named.definition.formula(named.parameter).split(", ");
  return (
    <>
      <Formula text={`= ${first}${rest.length > 0 ? "," : ""}`} />
      {rest.length > 0 && (
        <>
          {" "}
          <Formula text={rest.join(", ")} />
        </>
      )}
    </>
  );
}

const REST = {
  tail: "and one bin for the tail",
  flooredTail: "and one bin for the tail, floored at 1e-7",
  renormalise: "renormalised",
  drop: "and nothing else",
} as const;

/** "full vocabulary of 1,174 pieces", "the student’s 20 most likely tokens and one bin for the tail". */
export function supportWords({ support }: Divergence, vocabulary: number | null): string {
  if (support.kind === "full")
    return `full vocabulary${vocabulary === null ? "" : ` of ${grouped(vocabulary)} pieces`}`;
  return `the ${support.from}’s ${support.k} most likely tokens ${REST[support.rest]}`;
}

/** Its upper bound, in words; empty where it has none. */
export function boundWords(divergence: Divergence): string {
  const bound = divergenceBound(divergence);
  if (bound === null) return "";
  return `; at most ${Math.abs(bound - Math.LN2) < 1e-12 ? "ln 2 = " : ""}${Number(bound.toFixed(4))}`;
}
