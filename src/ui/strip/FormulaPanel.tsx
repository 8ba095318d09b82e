/** The formula that colours the tokens: its text, typeset, with its sliders, its remarks and its parts at a token. */
import { useMemo } from "react";
import { DIVERGENCE_STARTS, STARTS } from "../../formula/catalog/starts.ts";
import type { Checked } from "../../formula/term.ts";
import { shownExperiment } from "../../session/derived.ts";
import type { OwnFormula } from "../../session/document/document.ts";
import { formulaNameOf, formulasOf } from "../../session/document/own-formulas.ts";
import { NOT_ATTENDED, NOT_SUMMED } from "../../session/signals/own/measured.ts";
import { useActions, useApp } from "../app-context.ts";
import { costWords } from "../formula/cost-words.ts";
import { FormulaEditor } from "../formula/FormulaEditor.tsx";
import { FormulaSketch } from "../formula/FormulaSketch.tsx";
import { Select } from "../kit/Select.tsx";
import { FormulaSteps } from "./FormulaSteps.tsx";
import type { SignalView } from "./use-signal.ts";

const START = "start";

const ALL_STARTS = [
  ...STARTS.map(({ signal, title, text }) => ({ id: signal, title, text })),
  ...DIVERGENCE_STARTS.map(({ divergence, title, text }) => ({ id: `${divergence} summed`, title, text })),
];

/** A formula of a file or a link is read first. */
function RunFirst({ text }: { text: string }) {
  const actions = useActions();
  const isRun = useApp((state) => state.runFormulas.has(text));
  const isLost = useApp((state) => state.lostFormulas.has(text));
  if (isRun) return null;
  return (
    <p className="formula-first">
      {isLost
        ? "This formula is off: the graphics device was lost while it was measured."
        : "This formula has not been run here yet."}{" "}
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

/** What the sums over the vocabulary and the attention cost, and the key that measures them where the model is. */
export function OnDemand({ formula, reason }: { formula: Checked; reason: string | null }) {
  const actions = useActions();
  const experiment = useApp(({ session }) => shownExperiment(session));
  const model = useApp((state) => state.model);
  const idle = useApp((state) => state.run.kind === "idle");
  if (reason === null || ![NOT_SUMMED, NOT_ATTENDED].includes(reason)) return null;
  const able = idle && model.kind === "ready";
  const answers = experiment?.rollouts ?? [];
  const cost = costWords(formula, {
    vocabulary: model.kind === "ready" ? model.facts.vocabularySize : null,
    scored: {
      tokens: answers.reduce((sum, { ids }) => sum + ids.length, 0),
      sides: experiment?.plan.others.length ?? 0,
    },
    answers: answers.length,
  });
  return (
    <p className="formula-first">
      {cost} The answers are scored again for that{model.kind === "ready" ? "" : ", once a model is open"}.{" "}
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
    ...ALL_STARTS.map(({ id, title }) => ({ value: id, name: title })),
  ];
  return (
    <div className="formula-keys">
      <Select
        label="Start from"
        options={options}
        value={START}
        onChange={(chosen) => {
          const start = ALL_STARTS.find(({ id }) => id === chosen);
          if (start !== undefined) write(start.text);
        }}
      />
      <button type="button" className="quiet" onClick={() => actions.setFormula(formula.name, null)}>
        Remove this formula
      </button>
    </div>
  );
}

const whyMissing = ({ reading }: SignalView): string | null =>
  reading?.kind === "missing" ? reading.reason : null;

interface FormulaPanelProps {
  readonly view: SignalView;
  /** Index of the token that is shown in the inspector. */
  readonly token: number;
}

function Panel({ view, token, formula }: FormulaPanelProps & { readonly formula: OwnFormula }) {
  const formulas = useApp((state) => formulasOf(state.session.settings));
  const { setFormula } = useActions();
  const experiment = useApp(({ session }) => shownExperiment(session));
  const sibling = useApp((state) => state.sibling);
  const isRun = useApp((state) => state.runFormulas.has(formula.text));
  const answer = useMemo(() => (experiment === null ? null : { experiment, sibling }), [experiment, sibling]);
  return (
    <div className="formula-panel" data-part="formula">
      <FormulaEditor formula={formula} formulas={formulas} onChange={setFormula}>
        {(draft, checked, write) => (
          <>
            <RunFirst text={formula.text} />
            {checked !== null && <OnDemand formula={checked} reason={whyMissing(view)} />}
            <Keys formula={formula} write={write} />
            {checked !== null && isRun && answer !== null && (
              <>
                <FormulaSketch text={draft} answer={answer} against={view.against} token={token} />
                <FormulaSteps text={draft} answer={answer} against={view.against} token={token} />
              </>
            )}
          </>
        )}
      </FormulaEditor>
    </div>
  );
}

export function FormulaPanel({ view, token }: FormulaPanelProps) {
  const name = formulaNameOf(view.signal.id);
  const formula = useApp(({ session }) => session.settings.formulas?.find((each) => each.name === name));
  return formula === undefined ? null : <Panel view={view} token={token} formula={formula} />;
}
