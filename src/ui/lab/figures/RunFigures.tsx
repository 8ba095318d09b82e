/** All figures of a run, each with its legend, its table, and its files. */
import { memo, useDeferredValue, useMemo } from "react";
import type { ListedRun } from "../../../app/lab/lab-state.ts";
import type { Run } from "../../../lab/run/run.ts";
import { MarkedFigure } from "../../figure-export/MarkedFigure.tsx";
import { useLab } from "../lab-context.ts";
import type { RunFigure } from "./lines.ts";
import { compareFigure, RUN_FIGURES } from "./run-figures.ts";
import { runLines } from "./run-words.ts";

function Figure({ figure, run }: { readonly figure: RunFigure; readonly run: Run }) {
  const { recipe, seed } = run.header;
  return <MarkedFigure figure={figure} name={`${recipe.id}-seed-${seed}`} cardLines={() => runLines(run)} />;
}

interface MadeProps {
  readonly make: (run: Run) => RunFigure | null;
  readonly run: Run;
}

/** A component of its own, so that React can yield between two figures. */
const Made = memo(function Made({ make, run }: MadeProps) {
  const figure = useMemo(() => make(run), [make, run]);
  return figure === null ? null : <Figure figure={figure} run={run} />;
});

interface ComparedProps {
  readonly run: Run;
  readonly others: readonly ListedRun[];
  readonly view: "global" | "regional";
}

/** The run beside others, under one view. */
const Compared = memo(function Compared({ run, others, view }: ComparedProps) {
  const figure = useMemo(
    () =>
      compareFigure(
        run,
        others.map((other) => other.run),
        view,
      ),
    [run, others, view],
  );
  return figure === null ? null : <Figure figure={figure} run={run} />;
});

export function RunFigures({ run }: { readonly run: Run }) {
  const shown = useDeferredValue(run);
  const others = useLab((state) => state.others);
  return (
    <div className="figures">
      {others.length > 0 &&
        (["global", "regional"] as const).map((view) => (
          <Compared key={view} run={shown} others={others} view={view} />
        ))}
      {RUN_FIGURES.map((make) => (
        <Made key={make.name} make={make} run={shown} />
      ))}
    </div>
  );
}
