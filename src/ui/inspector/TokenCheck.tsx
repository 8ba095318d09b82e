/** "Check this number": the token's numbers computed again, in WGSL and in float64, from the same logits. */
import { given } from "../../evidence/column.ts";
import type { Replay } from "../../evidence/replay.ts";
import type { TokenFigures, TokenInspection } from "../../evidence/token-inspection.ts";
import { settledDivergence } from "../../math/divergences/catalog.ts";
import { useApp } from "../app-context.ts";
import { Disclosure } from "../kit/Disclosure.tsx";
import { decimal, smallDecimal } from "../shared/format.ts";
import { DivergenceSymbol } from "./DivergenceWords.tsx";
import { LossUpdate } from "./LossUpdate.tsx";
import { type ReadingState, useTokenReading } from "./use-token-reading.ts";
import "./token-check.css";

const ROWS: readonly (readonly [name: string, of: keyof TokenFigures])[] = [
  ["KL(q ‖ p)", "forwardKl"],
  ["KL(p ‖ q)", "reverseKl"],
  ["JSD", "jsd"],
  ["total variation", "totalVariation"],
  ["ln p of the token", "studentLogProb"],
  ["ln q of the token", "otherLogProb"],
  ["entropy of p", "studentEntropy"],
  ["entropy of q", "otherEntropy"],
];

/** The distance of two numbers; 0 where both are the same infinity or both undefined. */
function apart(a: number | null, b: number | null): number {
  return a === b || a === null || b === null ? 0 : Math.abs(a - b);
}

function largestGap({ measured, reference }: TokenInspection): number {
  const names: readonly (keyof TokenFigures)[] = ["divergence", ...ROWS.map(([, of]) => of)];
  return Math.max(...names.map((name) => apart(measured[name], reference[name])));
}

function CheckTable({ reading }: { reading: TokenInspection }) {
  const { measured, reference, numbers } = reading;
  return (
    <table className="check-table">
      <caption className="visually-hidden">The token’s numbers, computed twice</caption>
      <thead>
        <tr>
          <th scope="col">nats</th>
          <th scope="col">{numbers === "wgsl" ? "WGSL, float32" : "here"}</th>
          <th scope="col">float64</th>
        </tr>
      </thead>
      <tbody>
        {ROWS.map(([name, of]) => (
          <tr key={of}>
            <th scope="row" className="formula">
              {name}
            </th>
            <td className="number">{decimal(measured[of], 7)}</td>
            <td className="number">{decimal(reference[of], 10)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Verdict({ reading, shown }: { reading: TokenInspection; shown: number | null }) {
  const { divergence } = reading.request;
  const since = apart(shown, reading.reference.divergence);
  const { parts } = reading;
  return (
    <>
      <p className="check-verdict" role="status">
        <span aria-hidden="true">✓ </span>
        <DivergenceSymbol divergence={divergence} /> in float64 is{" "}
        <strong className="number">{decimal(reading.reference.divergence, 7)}</strong>; the number above is{" "}
        {since === 0 ? "identical" : `${smallDecimal(since, 6)} away`}.
        {reading.numbers === "wgsl"
          ? ` Over all numbers here, WGSL is within ${smallDecimal(largestGap(reading), 6)} of float64.`
          : " Without a WebGPU adapter, both were computed in float64."}
      </p>
      {settledDivergence(divergence)?.definition.id === "jsd" && (
        <p className="equation-words">
          <span className="formula">KL(q ‖ m)</span> ={" "}
          <span className="number">{decimal(parts.otherToMixture, 4)}</span> ·{" "}
          <span className="formula">KL(p ‖ m)</span> ={" "}
          <span className="number">{decimal(parts.studentToMixture, 4)}</span>
        </p>
      )}
    </>
  );
}

function Outcome({ state, shown }: { state: ReadingState; shown: number | null }) {
  if (state.kind === "reading")
    return (
      <p className="card-note" role="status">
        Computing the token’s numbers again …
      </p>
    );
  if (state.kind === "failed")
    return (
      <p className="check-fault" role="alert">
        {state.fault.message} {state.fault.hint}
      </p>
    );
  if (state.kind === "none") return null;
  return (
    <>
      <Verdict reading={state.reading} shown={shown} />
      <LossUpdate reading={state.reading} />
      <Disclosure summary="All numbers of this token, computed twice">
        <CheckTable reading={state.reading} />
      </Disclosure>
    </>
  );
}

interface TokenCheckProps {
  readonly replay: Replay;
  readonly token: number;
  /** Index of the other side among the replay's others. */
  readonly other: number;
}

export function TokenCheck({ replay, token, other }: TokenCheckProps) {
  const [state, read] = useTokenReading(replay, token, other);
  const able = useApp(({ model, run }) => model.kind === "ready" && run.kind === "idle");
  return (
    <div className="token-check" data-part="check">
      {state.kind !== "read" && (
        <button
          type="button"
          className="secondary"
          aria-disabled={!able || state.kind === "reading"}
          onClick={able && state.kind !== "reading" ? read : undefined}
        >
          Check this number and the effect of the loss
        </button>
      )}
      <Outcome state={state} shown={given(replay.divergences[other])[token] ?? null} />
    </div>
  );
}
