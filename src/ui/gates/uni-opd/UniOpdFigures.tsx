/** Figures that only Uni-OPD has: order of returns within the group and over the session, and rewards before and after. */
import { useMemo } from "react";
import type { GateResult } from "../../../gate/group.ts";
import type { UniOpdSettings } from "../../../gate/uni-opd/uni-opd.ts";
import { balancedCounts } from "../../../math/group/balance.ts";
import { violationRate } from "../../../math/group/margin.ts";
import type { Experiment } from "../../../session/document/document.ts";
import { marginsIn } from "../../../session/weighing.ts";
import { useApp } from "../../app-context.ts";
import { count, decimal } from "../../shared/format.ts";
import { RewardTokens } from "../RewardTokens.tsx";
import { ReturnPlot } from "./ReturnPlot.tsx";

function groupValue({ weights }: GateResult, symbol: string): number | null {
  const step = weights.trail.find((each) => each.of === "group" && each.symbol === symbol);
  return step?.of === "group" ? step.value : null;
}

/** The share of the session's groups in which a wrong answer outranks a right one. */
function Violations({ kind }: { kind: UniOpdSettings["margin"] }) {
  const session = useApp((state) => state.session);
  const margins = useMemo(() => marginsIn(session, kind), [session, kind]);
  const known = margins.filter((margin) => margin !== null);
  const rate = violationRate(margins);
  return (
    <div>
      <dt>violation rate, m &lt; 0</dt>
      <dd>
        <span className="number">{rate === null ? "–" : `${Math.round(100 * rate)} %`}</span>
        <span className="unit"> of {count(known.length, "group")} here with both</span>
      </dd>
    </div>
  );
}

function Order({ reading, verdicts }: { reading: GateResult; verdicts: Experiment["verdicts"] }) {
  const [right, wrong] = [true, false].map((kind) => verdicts.filter((each) => each === kind).length);
  const stay = balancedCounts(right ?? 0, wrong ?? 0, 1);
  // The gate's own settings, already checked by its schema.
  const { delta, margin } = reading.settings as UniOpdSettings;
  return (
    <dl className="order">
      <div>
        <dt>margin m</dt>
        <dd>
          <span className="number">{decimal(groupValue(reading, "m"), 3)}</span>
          <span className="unit"> nats, δ = {decimal(delta, 2)}</span>
        </dd>
      </div>
      <div>
        <dt>AUC, right above wrong</dt>
        <dd className="number">{decimal(groupValue(reading, "AUC"), 2)}</dd>
      </div>
      <Violations kind={margin} />
      <div>
        <dt>balanced 1 : 1</dt>
        <dd>
          <span className="number">
            {stay.correct} + {stay.incorrect}
          </span>
          <span className="unit">
            {" "}
            of {right} right and {wrong} wrong
          </span>
        </dd>
      </div>
    </dl>
  );
}

export function UniOpdFigures({ reading, experiment }: { reading: GateResult; experiment: Experiment }) {
  const sibling = useApp((state) => state.sibling);
  const rollout = experiment.rollouts[sibling];
  return (
    <div className="uni-opd">
      <Order reading={reading} verdicts={experiment.verdicts} />
      <ReturnPlot reading={reading} experiment={experiment} />
      {rollout !== undefined && (
        <RewardTokens reading={reading} experiment={experiment} sibling={sibling} rollout={rollout} />
      )}
    </div>
  );
}
