/** One gate over the group on the screen. */
import { useMemo } from "react";
import type { AppState } from "../../app/state.ts";
import type { GateChoice } from "../../gate/gate.ts";
import type { GateResult } from "../../gate/group.ts";
import { shownExperiment } from "../../session/derived.ts";
import type { Experiment } from "../../session/document/document.ts";
import { teachesItself, weighingOf } from "../../session/weighing.ts";
import { useApp } from "../app-context.ts";
import { Formula } from "../shared/Formula.tsx";
import { Ablations } from "./Ablations.tsx";
import { Derivation } from "./Derivation.tsx";
import { GroupTable } from "./GroupTable.tsx";
import { Knobs } from "./Knobs.tsx";
import { PairKey } from "./PairKey.tsx";
import { rowsOf, streamedRows, weightScale } from "./rows.ts";
import { describe } from "./settings.ts";
import { UniOpdFigures } from "./uni-opd/UniOpdFigures.tsx";
import { Lacking, NoGroup, OtherDegraded, OutdatedGroup } from "./WhyNot.tsx";

/** What computed the weights, and how far they are from the reference. */
function MadeBy({ reading, kept }: { reading: GateResult; kept: boolean }) {
  const { numbers, deviation } = reading;
  if (numbers === "wgsl" && deviation !== null)
    return (
      <p className="card-note">
        Weights computed in WGSL, within <span className="number">{deviation.toPrecision(2)}</span> of the
        kernel’s tolerance from the float64 reference.
      </p>
    );
  return (
    <p className="card-note">
      Weights computed by the float64 reference {kept ? "in the engine" : "on this page, without an engine"}.
    </p>
  );
}

/** The gate's result for a group that was answered. */
function Weighed({ experiment, choice }: { experiment: Experiment; choice: GateChoice }) {
  const sibling = useApp((state) => state.sibling);
  const weighing = useMemo(() => weighingOf(experiment, choice), [experiment, choice]);
  const reading = weighing.kind === "weighed" ? weighing.reading : null;
  const rows = useMemo(
    () => rowsOf(experiment, choice.gate, reading?.weights ?? null),
    [experiment, choice.gate, reading],
  );
  return (
    <>
      <GroupTable
        gate={choice.gate}
        rows={rows}
        scale={weightScale(choice, rows.length)}
        experiment={experiment.id}
      />
      {weighing.kind === "lacking" && <Lacking gate={choice.gate} sides={weighing.sides} />}
      {weighing.kind === "refused" && <p className="hint">{weighing.fault.message}</p>}
      {choice.gate === "va-opd" && <OtherDegraded />}
      <OutdatedGroup answers={rows.length} />
      {weighing.kind === "weighed" && (
        <>
          <MadeBy reading={weighing.reading} kept={weighing.kept} />
          {weighing.reading.weights.remarks.map((remark) => (
            <p key={remark} className="hint">
              {remark}
            </p>
          ))}
          {weighing.reading.gate === "uni-opd" && (
            <UniOpdFigures reading={weighing.reading} experiment={experiment} />
          )}
          <Derivation reading={weighing.reading} experiment={experiment} shown={sibling} />
        </>
      )}
    </>
  );
}

/** The group while it is being answered, and afterwards: its weights, or why there are none. */
function Group({ choice }: { choice: GateChoice }) {
  const run = useApp((state) => state.run);
  const wanted = useApp((state: AppState) => state.session.settings.sampling.group);
  const experiment = useApp(({ session }) => shownExperiment(session));
  if (run.kind === "answering" && wanted > 1) {
    const rows = streamedRows(run.tokens, wanted);
    return (
      <GroupTable gate={choice.gate} rows={rows} scale={weightScale(choice, wanted)} experiment={null} />
    );
  }
  if (experiment === null || experiment.rollouts.length < 2) return <NoGroup experiment={experiment} />;
  return <Weighed experiment={experiment} choice={choice} />;
}

export function GateView({ choice }: { choice: GateChoice }) {
  const experiment = useApp(({ session }) => shownExperiment(session));
  const answers = experiment?.rollouts.length ?? 0;
  const { idea, formula, source } = describe(choice);
  return (
    <div className="gate">
      <p className="gate-idea">{idea}</p>
      <p className="hint">
        <Formula className="gate-formula" text={formula} />
      </p>
      <Group choice={choice} />
      <PairKey gate={choice.gate} alone={experiment !== null && teachesItself(experiment)} />
      <Knobs key={`${answers > 1}`} choice={choice} unfolded={answers > 1} />
      <Ablations gate={choice.gate} answers={answers} />
      <p className="card-note">{source}</p>
    </div>
  );
}
