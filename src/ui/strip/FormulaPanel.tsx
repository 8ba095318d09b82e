/** The formula that colours the tokens: its text, typeset, with its sliders, its remarks and its parts at a token. */
import { useState } from "react";
import { readFormula, withConstant } from "../../formula/formula.ts";
import { STARTS } from "../../formula/catalog/starts.ts";
import type { Checked } from "../../formula/term.ts";
import { shownExperiment } from "../../session/derived.ts";
import type { OwnFormula } from "../../session/document/document.ts";
import { formulaNameOf, formulasOf } from "../../session/document/own-formulas.ts";
import { NOT_SUMMED } from "../../session/signals/own/measured.ts";
import { namedFormula } from "../../session/signals/own/named-formula.ts";
import { useActions, useApp } from "../app-context.ts";
import { FormulaField } from "../formula/FormulaField.tsx";
import { Mathematics } from "../formula/Mathematics.tsx";
import { Select } from "../kit/Select.tsx";
import { Slider } from "../kit/Slider.tsx";
import { count, decimal } from "../shared/format.ts";
import { FormulaSteps } from "./FormulaSteps.tsx";
import type { SignalView } from "./use-signal.ts";
import "../formula/formula.css";

const START = "start";

const STEPS_OF_SLIDER = 100;

/** What is typed, also while it cannot be read; a formula that can be read is the session's at once. */
function useDraft(formula: OwnFormula) {
  const formulas = useApp((state) => formulasOf(state.session.settings));
  const actions = useActions();
  const [draft, setDraft] = useState(formula.text);
  const [stored, setStored] = useState(formula.text);
  if (formula.text !== stored) {
    // Undone, or another formula.
    setStored(formula.text);
    setDraft(formula.text);
  }
  const write = (text: string) => {
    setDraft(text);
    if (!readFormula(text).ok) return;
    setStored(text);
    const others = formulas.filter(({ name }) => name !== formula.name);
    actions.setFormula(formula.name, { ...formula, ...namedFormula(text, others) });
  };
  return { draft, write };
}

function Constants({
  text,
  formula,
  write,
}: {
  text: string;
  formula: Checked;
  write: (text: string) => void;
}) {
  return formula.constants.map((constant) => (
    <Slider
      key={constant.name}
      label={constant.name}
      value={constant.value}
      least={constant.least}
      most={constant.most}
      step={(constant.most - constant.least) / STEPS_OF_SLIDER}
      write={(value) => decimal(value, 3)}
      onChange={(value) => write(withConstant(text, constant, Number(value.toPrecision(6))))}
    />
  ));
}

/** A formula of a file or a link is read first. */
function RunFirst({ text }: { text: string }) {
  const actions = useActions();
  const isRun = useApp((state) => state.runFormulas.has(text));
  if (isRun) return null;
  return (
    <p className="formula-first">
      This formula has not been run here yet.{" "}
      <button
        type="button"
        className="secondary"
        data-control="run-formula"
        onClick={() => actions.runFormula(text)}
      >
        Run it
      </button>
    </p>
  );
}

/** What the sums over the vocabulary cost, and the key that computes them where the model is. */
function Sums({ formula, view }: { formula: Checked; view: SignalView }) {
  const actions = useActions();
  const experiment = useApp(({ session }) => shownExperiment(session));
  const model = useApp((state) => state.model);
  const idle = useApp((state) => state.run.kind === "idle");
  const { reading } = view;
  if (formula.sums.length === 0 || reading?.kind !== "missing" || reading.reason !== NOT_SUMMED) return null;
  const able = idle && model.kind === "ready";
  const tokens = experiment?.rollouts.reduce((sum, { ids }) => sum + ids.length, 0) ?? 0;
  const sides = experiment?.plan.others.length ?? 0;
  const vocabulary = model.kind === "ready" ? model.facts.vocabularySize : null;
  const terms = vocabulary === null ? null : tokens * sides * vocabulary * formula.sums.length;
  return (
    <p className="formula-first">
      {count(formula.sums.length, "sum")} over the vocabulary
      {terms !== null && `: at most ${count(terms, "term")}`}. The answers are scored again for that
      {model.kind === "ready" ? "" : ", once a model is open"}.{" "}
      <button
        type="button"
        className="secondary"
        data-control="compute-sums"
        aria-disabled={!able}
        onClick={able ? () => void actions.computeSums() : undefined}
      >
        Compute
      </button>
    </p>
  );
}

function Keys({ formula, write }: { formula: OwnFormula; write: (text: string) => void }) {
  const actions = useActions();
  const options = [
    { value: START, name: "what the page computes" },
    ...STARTS.map(({ signal, title }) => ({ value: signal, name: title })),
  ];
  return (
    <div className="formula-keys">
      <Select
        label="Start from"
        options={options}
        value={START}
        onChange={(chosen) => {
          const start = STARTS.find(({ signal }) => signal === chosen);
          if (start !== undefined) write(start.text);
        }}
      />
      <button type="button" className="quiet" onClick={() => actions.setFormula(formula.name, null)}>
        Remove this formula
      </button>
    </div>
  );
}

interface FormulaPanelProps {
  readonly view: SignalView;
  /** Index of the token that is shown in the inspector. */
  readonly token: number;
}

function Panel({ view, token, formula }: FormulaPanelProps & { readonly formula: OwnFormula }) {
  const { draft, write } = useDraft(formula);
  const experiment = useApp(({ session }) => shownExperiment(session));
  const sibling = useApp((state) => state.sibling);
  const isRun = useApp((state) => state.runFormulas.has(formula.text));
  const found = readFormula(draft);
  return (
    <div className="formula-panel" data-part="formula">
      <FormulaField text={draft} problem={found.ok ? null : found.problem} onChange={write} />
      {found.ok && (
        <>
          <Mathematics formula={found.value} />
          {found.value.remarks.map(({ message, place }) => (
            <p className="hint" key={place.from}>
              <code>{draft.slice(place.from, place.to)}</code>: {message}
            </p>
          ))}
          <Constants text={draft} formula={found.value} write={write} />
        </>
      )}
      <RunFirst text={formula.text} />
      {found.ok && <Sums formula={found.value} view={view} />}
      <Keys formula={formula} write={write} />
      {found.ok && isRun && experiment !== null && (
        <FormulaSteps text={draft} answer={{ experiment, sibling }} against={view.against} token={token} />
      )}
    </div>
  );
}

export function FormulaPanel({ view, token }: FormulaPanelProps) {
  const name = formulaNameOf(view.signal.id);
  const formula = useApp(({ session }) => session.settings.formulas?.find((each) => each.name === name));
  return formula === undefined ? null : <Panel view={view} token={token} formula={formula} />;
}
