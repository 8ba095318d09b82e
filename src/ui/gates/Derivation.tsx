/** The derivation of the weights, step by step, with the equations. */
import { useRef } from "react";
import type { Rollout } from "../../evidence/rollout.ts";
import type { DerivationStep } from "../../gate/gate.ts";
import { useApp } from "../app-context.ts";
import { Disclosure } from "../kit/Disclosure.tsx";
import { Formula } from "../shared/Formula.tsx";
import { decimal } from "../shared/format.ts";
import { Glyphs } from "../strip/Token.tsx";
import { GateFiles, type WeighedGroup } from "./GateFiles.tsx";

interface StepProps {
  readonly step: DerivationStep;
  /** The sibling on the screen: its answer is marked, and its tokens are listed. */
  readonly shown: number;
  readonly rollout: Rollout | undefined;
}

function AnswerValues({ values, shown }: { values: readonly (number | null)[]; shown: number }) {
  return (
    <ol className="derivation-answers">
      {values.map((value, answer) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: answers of one group never change places.
        <li key={answer} data-shown={answer === shown}>
          <span className="unit">{answer + 1}</span> <span className="number">{decimal(value, 3)}</span>
        </li>
      ))}
    </ol>
  );
}

/** Whole numbers, such as flags, need no decimals. */
const written = (value: number | null): string => decimal(value, Number.isInteger(value) ? 0 : 3);

function TokenValues({ values, rollout }: { values: readonly number[]; rollout: Rollout | undefined }) {
  const selection = useApp((state) => state.selection);
  return (
    <ol className="derivation-tokens">
      {values.map((value, token) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: tokens of one answer never change places.
        <li key={token} data-shown={token === selection}>
          <span className="derivation-token">
            <Glyphs text={rollout?.texts[token] ?? ""} />
          </span>
          <span className="number">{written(value)}</span>
        </li>
      ))}
    </ol>
  );
}

function StepLine({ step, shown, rollout }: StepProps) {
  return (
    <li className="derivation-step">
      <p>
        <span className="derivation-symbol">
          <Formula className="gate-formula" text={step.symbol} />
        </span>{" "}
        <strong>{step.name}</strong>
        {step.of === "tokens" && <span className="unit"> · tokens of answer {shown + 1}</span>}
      </p>
      <p className="hint">
        = <Formula className="gate-formula" text={step.equation} />
      </p>
      {step.of === "group" && <p className="number">{decimal(step.value, 4)}</p>}
      {step.of === "answers" && <AnswerValues values={step.values} shown={shown} />}
      {step.of === "tokens" && <TokenValues values={step.values[shown] ?? []} rollout={rollout} />}
    </li>
  );
}

interface DerivationProps extends WeighedGroup {
  readonly shown: number;
}

export function Derivation({ reading, experiment, shown }: DerivationProps) {
  const drawing = useRef<HTMLOListElement>(null);
  return (
    <Disclosure summary="The computation, step by step">
      <div className="gate-figure-head">
        <span className="hint">Tokens of answer {shown + 1}.</span>
        <GateFiles
          reading={reading}
          experiment={experiment}
          drawing={drawing}
          title="The computation, step by step"
          name="derivation"
          note={`every step of the weights, with its equation; tokens of answer ${shown + 1}`}
        />
      </div>
      <ol ref={drawing} className="derivation" data-export="">
        {reading.weights.trail.map((step) => (
          <StepLine key={step.symbol} step={step} shown={shown} rollout={experiment.rollouts[shown]} />
        ))}
      </ol>
    </Disclosure>
  );
}
