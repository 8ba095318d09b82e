/** A formula of one's own as the gate: each answer's weight beside that of a gate of the catalog. */
import { useMemo, useState } from "react";
import { readFormula } from "../../formula/formula.ts";
import { gateChoices } from "../../gate/catalog.ts";
import type { GateChoice } from "../../gate/gate.ts";
import { shownExperiment } from "../../session/derived.ts";
import type { Experiment, OwnFormula } from "../../session/document/document.ts";
import { formulaSignalId, formulasOf, gateFormula } from "../../session/document/own-formulas.ts";
import { type GateLosses, ownGate } from "../../session/own-gate.ts";
import { useActions, useApp } from "../app-context.ts";
import { FormulaEditor } from "../formula/FormulaEditor.tsx";
import { Select } from "../kit/Select.tsx";
import { decimal, sentence } from "../shared/format.ts";
import { OnDemand } from "../strip/FormulaPanel.tsx";
import { GroupTable } from "./GroupTable.tsx";
import { describe } from "./settings.ts";
import { Lacking, NoGroup } from "./WhyNot.tsx";

/** The gate that a new formula starts from, and is compared with at first. */
const ORIGINAL = "v-zero";

const shortName = (choice: GateChoice): string => describe(choice).title.split(":")[0] ?? "";

function Losses({ losses, original }: { losses: GateLosses; original: string }) {
  const nats = (value: number | null) => <span className="number">{decimal(value, 3)}</span>;
  return (
    <p className="card-note">
      Mean KL(p, r({losses.teacher})) per token, in nats: {nats(losses.ungated)} without a gate,{" "}
      {nats(losses.original)} with the weights of {original}, {nats(losses.own)} with those of the formula.
    </p>
  );
}

function Weighed({
  experiment,
  formula,
  choice,
}: {
  experiment: Experiment;
  formula: OwnFormula;
  choice: GateChoice;
}) {
  const signal = useApp(({ formulaSignals }) =>
    formulaSignals.find(({ id }) => id === formulaSignalId(formula.name)),
  );
  const found = useMemo(
    () => (signal === undefined ? null : ownGate(experiment, signal, choice)),
    [experiment, signal, choice],
  );
  if (found === null) return null;
  if (found.kind === "missing") {
    if (found.needs.length > 0) return <Lacking gate={choice.gate} sides={found.needs} />;
    const read = readFormula(formula.text);
    return (
      <>
        <p className="hint">{found.reason}</p>
        {read.ok && <OnDemand formula={read.value} reason={found.reason} />}
      </>
    );
  }
  const rows = found.rows.map(({ own, original }, index) => ({
    index,
    answer: sentence(experiment.rollouts[index]?.texts ?? []),
    verdict: experiment.verdicts[index] ?? null,
    score: original,
    advantage: own === null || original === null ? null : own - original,
    weight: own,
  }));
  const most = Math.max(2, ...rows.map(({ weight }) => weight ?? 0));
  return (
    <>
      <GroupTable
        gate={choice.gate}
        columns={{ score: shortName(choice), advantage: "change", weight: "" }}
        rows={rows}
        scale={{ most, ungated: 1 }}
        experiment={experiment.id}
      />
      <Losses losses={found.losses} original={shortName(choice)} />
    </>
  );
}

/** Which formula, and which gate it is compared with. */
function Choices({
  formula,
  choices,
  original,
  compareWith,
}: {
  formula: OwnFormula | null;
  choices: readonly GateChoice[];
  original: string;
  compareWith: (gate: string) => void;
}) {
  const formulas = useApp(({ session }) => formulasOf(session.settings));
  const { setSignal, addFormula } = useActions();
  return (
    <div className="formula-keys">
      {formula !== null && (
        <>
          <Select
            label="Formula"
            options={formulas.map(({ name }) => ({ value: name, name }))}
            value={formula.name}
            onChange={(name) => setSignal(formulaSignalId(name))}
          />
          <Select
            label="Compared with"
            options={choices.map((choice) => ({ value: choice.gate, name: shortName(choice) }))}
            value={original}
            onChange={compareWith}
          />
        </>
      )}
      <button
        type="button"
        className="secondary"
        data-control="new-gate"
        onClick={() => void addFormula(`weight:${original}`)}
      >
        Start from the weight of {shortName({ gate: original, settings: {} })}
      </button>
    </div>
  );
}

export function FormulaGate() {
  const settings = useApp(({ session }) => session.settings);
  const experiment = useApp(({ session }) => shownExperiment(session));
  const { setFormula } = useActions();
  const choices = useMemo(
    () => gateChoices(settings.gates).filter((choice) => describe(choice).signals.kind === "weights"),
    [settings.gates],
  );
  const [original, compareWith] = useState(ORIGINAL);
  const choice = choices.find(({ gate }) => gate === original);
  const formula = gateFormula(settings);
  const isGroup = experiment !== null && experiment.rollouts.length > 1;
  return (
    <div className="gate">
      <p className="gate-idea">
        The value of a formula as the weight of each token: 1 counts as without a gate. In a training run it
        is detached as a whole.
      </p>
      <Choices formula={formula} choices={choices} original={original} compareWith={compareWith} />
      {formula !== null && (
        <div className="formula-panel">
          <FormulaEditor
            label="Weight"
            formula={formula}
            formulas={formulasOf(settings)}
            onChange={setFormula}
          />
        </div>
      )}
      {!isGroup && <NoGroup experiment={experiment} />}
      {isGroup && formula !== null && choice !== undefined && (
        <Weighed experiment={experiment} formula={formula} choice={choice} />
      )}
    </div>
  );
}
