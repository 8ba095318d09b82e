/** The numbers of one token on both sides, and the disagreement written out. */
import type { Divergence, PairSignals, Side } from "../evidence/replay.ts";
import { useApp } from "./app-context.ts";
import { boundWords, DivergenceFormula, DivergenceSymbol, supportWords } from "./DivergenceWords.tsx";
import { decimal, smallDecimal } from "./format.ts";

interface SideNumbersProps {
  readonly student: Side;
  readonly teacher: Side;
  readonly pair: PairSignals | undefined;
  readonly divergence: Divergence;
  readonly index: number;
  readonly nats: number | null;
}

const ROWS = [
  ["log-probability", "nats", (side: Side, index: number) => decimal(side.logProb[index] ?? null, 3)],
  ["rank", "", (side: Side, index: number) => String(side.rank[index] ?? "–")],
  ["entropy", "nats", (side: Side, index: number) => decimal(side.entropy[index] ?? null, 3)],
] as const;

/** The other divergences of the same two distributions, over the full vocabulary. */
function OtherDivergences({ pair, index }: { pair: PairSignals; index: number }) {
  const write = (column: readonly number[]) => smallDecimal(column[index] ?? Number.NaN, 3);
  return (
    <p className="equation-words">
      <span className="formula">KL(q ‖ p)</span> = <span className="number">{write(pair.forwardKl)}</span> ·{" "}
      <span className="formula">KL(p ‖ q)</span> = <span className="number">{write(pair.reverseKl)}</span> ·{" "}
      <span className="formula">TV</span> = <span className="number">{write(pair.totalVariation)}</span>
    </p>
  );
}

export function SideNumbers({ student, teacher, pair, divergence, index, nats }: SideNumbersProps) {
  const vocabulary = useApp((state) =>
    state.model.kind === "ready" ? state.model.facts.vocabularySize : null,
  );
  return (
    <div className="numbers-well">
      <p className="equation">
        <DivergenceSymbol {...divergence} /> = <strong className="number">{decimal(nats, 4)}</strong> nats
      </p>
      <p className="equation-words">
        <DivergenceFormula {...divergence} />
        <br />
        {supportWords(divergence, vocabulary)}, temperature {divergence.temperature}
        {boundWords(divergence)}
      </p>
      {pair !== undefined && <OtherDivergences pair={pair} index={index} />}
      <table className="side-numbers">
        <caption className="visually-hidden">The token that was said, on both sides</caption>
        <thead>
          <tr>
            <th scope="col">the token said</th>
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
