/** The numbers of one token on both sides, and the divergence written out. */

import { Fragment } from "react";
import { given } from "../../evidence/column.ts";
import type { Divergence, DivergenceBound, PairSignals, Side } from "../../evidence/replay.ts";
import { divergences, parameterOf } from "../../math/divergences/catalog.ts";
import { divergenceUnit } from "../../session/signals/formula.ts";
import { useApp } from "../app-context.ts";
import { Formula } from "../shared/Formula.tsx";
import { decimal, smallDecimal } from "../shared/format.ts";
import { boundWords, DivergenceFormula, DivergenceSymbol, supportWords } from "./DivergenceWords.tsx";

interface SideNumbersProps {
  readonly student: Side;
  readonly teacher: Side;
  readonly pair: PairSignals | undefined;
  readonly divergence: Divergence;
  readonly index: number;
  readonly nats: number | null;
  /** Where `nats` is a lower bound. */
  readonly bound: DivergenceBound | null;
}

const ROWS = [
  ["log-probability", "nats", (side: Side, index: number) => decimal(side.logProb[index] ?? null, 3)],
  ["rank", "", (side: Side, index: number) => String(given(side.rank)[index] ?? "–")],
  ["entropy", "nats", (side: Side, index: number) => decimal(given(side.entropy)[index] ?? null, 3)],
] as const;

interface OtherDivergence {
  readonly id: string;
  readonly symbol: string;
  readonly value: number;
}

/** The other divergences of the same two distributions over the full vocabulary, where they were measured. */
export function otherDivergences(
  pair: PairSignals,
  divergence: Divergence,
  index: number,
): readonly OtherDivergence[] {
  return divergences.flatMap((definition) => {
    const { id } = definition;
    const column = id === "jsd" ? undefined : new Map(Object.entries(pair)).get(id);
    const value = given(column)[index];
    if (value === undefined) return [];
    return [{ id, symbol: definition.symbol(parameterOf(definition, divergence)), value }];
  });
}

function OtherDivergences({ others }: { others: readonly OtherDivergence[] }) {
  return (
    <p className="equation-words">
      {others.map(({ id, symbol, value }, at) => (
        <Fragment key={id}>
          {at > 0 && " · "}
          <Formula text={symbol} /> = <span className="number">{smallDecimal(value, 3)}</span>
        </Fragment>
      ))}
    </p>
  );
}

/** That the value is a lower bound, and the upper one where there is one. */
function BoundWords({ bound, index }: { bound: DivergenceBound; index: number }) {
  const upper = given(bound.upper)[index];
  return (
    <p className="equation-words">
      A lower bound, from the {bound.listed} most likely tokens of each side;{" "}
      {upper === undefined ? "there is no upper bound" : `the value is at most ${decimal(upper, 4)}`}.
    </p>
  );
}

export function SideNumbers(props: SideNumbersProps) {
  const { student, teacher, pair, divergence, index, nats, bound } = props;
  const vocabulary = useApp((state) =>
    state.model.kind === "ready" ? state.model.facts.vocabularySize : null,
  );
  return (
    <div className="numbers-well">
      <p className="equation">
        <DivergenceSymbol divergence={divergence} /> {bound === null ? "=" : "≥"}{" "}
        <strong className="number">{decimal(nats, 4)}</strong> {divergenceUnit(divergence)}
      </p>
      <p className="equation-words">
        <DivergenceFormula divergence={divergence} />
        <br />
        {supportWords(divergence, vocabulary)}, temperature {divergence.temperature}
        {boundWords(divergence)}
      </p>
      {bound !== null && <BoundWords bound={bound} index={index} />}
      {pair !== undefined && <OtherDivergences others={otherDivergences(pair, divergence, index)} />}
      <table className="side-numbers">
        <caption className="visually-hidden">The generated token, on both sides</caption>
        <thead>
          <tr>
            <th scope="col">generated token</th>
            <th scope="col" className="side-name" data-side="student">
              student
            </th>
            <th scope="col" className="side-name" data-side="teacher">
              teacher
            </th>
          </tr>
        </thead>
        <tbody>
          {ROWS.map(([name, unit, write]) => (
            <tr key={name}>
              <th scope="row">
                {name}
                {unit !== "" && <span className="unit">, {unit}</span>}
              </th>
              <td className="side-value" data-side="student">
                {write(student, index)}
              </td>
              <td className="side-value" data-side="teacher">
                {write(teacher, index)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
