/** The gates: which answers count in training and by how much, according to each paper. */
import { lazy } from "react";
import { gateChoices } from "../../gate/catalog.ts";
import { OWN_GATE } from "../../session/document/own-formulas.ts";
import { useActions, useApp } from "../app-context.ts";
import { Part } from "../fault/Part.tsx";
import { Tabs } from "../kit/Tabs.tsx";
import { GateView } from "./GateView.tsx";
import { describe } from "./settings.ts";
import "./gates.css";
import "./siblings.css";
import "./uni-opd/uni-opd.css";

/** Fetched when its tab is opened. */
const FormulaGate = lazy(async () => ({ default: (await import("./FormulaGate.tsx")).FormulaGate }));

export function GatesPanel() {
  const given = useApp(({ session }) => session.settings.gates);
  const choices = gateChoices(given);
  const gate = useApp((state) => state.gate);
  const { selectGate } = useActions();
  const tabs = [
    ...choices.map((choice) => ({
      id: choice.gate,
      name: describe(choice).title.split(":")[0],
      content: <GateView choice={choice} />,
    })),
    {
      id: OWN_GATE,
      name: "Your formula",
      content: (
        <Part name="The gate by formula">
          <FormulaGate />
        </Part>
      ),
    },
  ];
  return (
    <section className="card gates" aria-labelledby="gates-title" data-part="gates">
      <div className="card-head">
        <h2 id="gates-title">Gates</h2>
        <span className="card-note">which answers count, and by how much</span>
      </div>
      <Tabs label="Gate" tabs={tabs} value={gate} onChange={selectGate} />
    </section>
  );
}
