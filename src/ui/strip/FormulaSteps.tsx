/** "Check this number": every part of a formula with its value at one token, the innermost first. */
import type { Step } from "../../formula/evaluate.ts";
import { stepsAt } from "../../session/signals/own/formula-signals.ts";
import type { Against, Answer } from "../../session/signals/signal.ts";
import { Disclosure } from "../kit/Disclosure.tsx";
import { decimal } from "../shared/format.ts";

const SHAPES: Readonly<Record<Step["shape"], string>> = {
  vocabulary: "",
  token: "",
  answer: "of this answer",
  group: "of the group",
};

interface FormulaStepsProps {
  readonly text: string;
  readonly answer: Answer;
  readonly against: Against;
  readonly token: number;
}

function Table({ steps, token }: { steps: readonly Step[]; token: number }) {
  return (
    <table className="formula-steps">
      <caption className="visually-hidden">The parts of the formula at token {token + 1}</caption>
      <thead>
        <tr>
          <th scope="col">part</th>
          <th scope="col">float64</th>
        </tr>
      </thead>
      <tbody>
        {steps.map(({ text, name, shape, value }) => (
          <tr key={text}>
            <th scope="row">
              {name !== null && <strong>{name} = </strong>}
              <code>{text}</code> <span className="hint">{SHAPES[shape]}</span>
            </th>
            <td className="number">{Number.isNaN(value) ? "undefined" : decimal(value, 7)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function FormulaSteps({ text, answer, against, token }: FormulaStepsProps) {
  const steps = stepsAt(text, answer, against, token);
  if (steps === null) return null;
  return (
    <Disclosure summary={`Check this number: every part of the formula at token ${token + 1}`}>
      <Table steps={steps} token={token} />
    </Disclosure>
  );
}
