/** The teacher's own answer as the student scores it, token by token; after training, the old answer under the new weights. */
import { useEffect, useState } from "react";
import type { Nats } from "../../base/ids.ts";
import type { Fault } from "../../base/outcome.ts";
import type { Rollout } from "../../evidence/rollout.ts";
import { useActions, useApp } from "../app-context.ts";
import { useModelName } from "../models/use-model-name.ts";
import { decimal } from "../shared/format.ts";
import { Glyphs } from "../strip/Token.tsx";
import "./teachers-answer.css";

type Scores =
  | { readonly kind: "none" }
  | { readonly kind: "scoring" }
  | { readonly kind: "scored"; readonly logProbs: readonly Nats[] }
  | { readonly kind: "failed"; readonly fault: Fault };

const NONE: Scores = { kind: "none" };

const total = (nats: readonly number[]): string =>
  decimal(
    nats.reduce((sum, each) => sum + each, 0),
    2,
  );

function Table({ answer, logProbs }: { readonly answer: Rollout; readonly logProbs: readonly Nats[] }) {
  const student = useModelName(useApp(({ session }) => session.plan?.model ?? null));
  const teacher = useModelName(useApp(({ session }) => session.plan?.teacher?.model ?? null));
  return (
    <table className="teachers-answer-table">
      <caption>Log-probabilities of the teacher’s answer, in nats</caption>
      <thead>
        <tr>
          <th scope="col">token</th>
          <th scope="col">{teacher}</th>
          <th scope="col">{student}</th>
        </tr>
      </thead>
      <tbody>
        {answer.texts.map((text, t) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a token is known by its place in the answer.
          <tr key={t}>
            <th scope="row">
              <Glyphs text={text} />
            </th>
            <td>{decimal(answer.logProbs[t] ?? null, 3)}</td>
            <td>{decimal(logProbs[t] ?? null, 3)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">whole answer</th>
          <td>{total(answer.logProbs)}</td>
          <td>{total(logProbs)}</td>
        </tr>
      </tfoot>
    </table>
  );
}

export function TeachersAnswer({ answer }: { readonly answer: Rollout }) {
  const { token } = useActions();
  const idle = useApp(({ run, model }) => run.kind === "idle" && model.kind === "ready");
  const student = useApp(({ session }) => session.plan?.model ?? null);
  const [scores, setScores] = useState<Scores>(NONE);
  // biome-ignore lint/correctness/useExhaustiveDependencies: scores are of this answer under this student.
  useEffect(() => setScores(NONE), [answer, student]);
  const score = async () => {
    setScores({ kind: "scoring" });
    const scored = await token.scoreTeachersAnswer();
    if (!scored.ok) setScores({ kind: "failed", fault: scored.fault });
    else setScores(scored.value === null ? NONE : { kind: "scored", logProbs: scored.value });
  };
  return (
    <div className="teachers-answer">
      {scores.kind === "scored" ? (
        <Table answer={answer} logProbs={scores.logProbs} />
      ) : (
        <button
          type="button"
          className="quiet"
          aria-disabled={!idle || scores.kind === "scoring"}
          onClick={() => idle && scores.kind !== "scoring" && void score()}
        >
          Score the teacher’s answer under the student
        </button>
      )}
      {scores.kind === "failed" && <p className="hint">{scores.fault.message}</p>}
    </div>
  );
}
