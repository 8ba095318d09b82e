/** What can be done with the trained weights: try them in the playground, keep them, or save them as files. */
import { useState } from "react";
import { isBusy } from "../../app/lab/lab-state.ts";
import type { RunHeader } from "../../lab/run/document.ts";
import type { Run } from "../../lab/run/run.ts";
import { Select } from "../kit/Select.tsx";
import { saveBlob } from "../shared/save-file.ts";
import { goTo } from "../shell/use-place.ts";
import { useLab, useLabActions } from "./lab-context.ts";
import { MeasuredPanel } from "./MeasuredPanel.tsx";

interface KeysProps {
  readonly run: Run;
  readonly step: number;
  readonly busy: boolean;
}

function Keys({ run, step, busy }: KeysProps) {
  const { tryTrained, keepTrained, packTrained } = useLabActions();
  const { recipe, seed } = run.header;
  const open = async () => {
    if (await tryTrained(step)) goTo("playground");
  };
  const save = async (folder: "model" | "adapter") => {
    const archive = await packTrained(step, folder);
    if (archive !== null) saveBlob(archive, `${recipe.id}-seed-${seed}-step-${step}.${folder}.zip`);
  };
  const keys: readonly (readonly [words: string, press: () => Promise<void>])[] = [
    ["Try it in the playground", open],
    ["Keep it in this browser …", () => keepTrained(step)],
    ["Save the model’s folder", () => save("model")],
    ...(recipe.trained.kind === "lora" ? [["Save the adapter", () => save("adapter")] as const] : []),
  ];
  return (
    <div className="run-keys">
      {keys.map(([words, press]) => (
        <button
          key={words}
          type="button"
          className="secondary"
          aria-disabled={busy}
          onClick={() => !busy && void press()}
        >
          {words}
        </button>
      ))}
    </div>
  );
}

export function TrainedPanel({ run }: { readonly run: Run }) {
  const name = useLab((state) => state.name);
  const checkpoints = useLab((state) => state.checkpoints);
  const busy = useLab(isBusy);
  /** The chosen step, and of which run. */
  const [chosen, setChosen] = useState<{ readonly of: RunHeader; readonly step: number } | null>(null);
  const last = checkpoints.at(-1);
  if (name === null || last === undefined) return null;
  const step =
    checkpoints.find((each) => chosen?.of === run.header && each.step === chosen.step)?.step ?? last.step;
  return (
    <section className="card lab-trained" aria-labelledby="lab-trained-title">
      <h2 id="lab-trained-title">The trained weights</h2>
      <p className="hint">
        In the playground the model from before the run scores the trained model’s answers from the same full
        image: the strip shows where training changed what is said. Its own answer, the old one, is there too,
        and is scored token by token under the trained weights. Weights that were trained know their parent by
        its SHA-256.
      </p>
      <Select
        label="After step"
        options={checkpoints.map((each) => ({ value: each.step, name: String(each.step) }))}
        value={step}
        disabled={busy}
        onChange={(after) => setChosen({ of: run.header, step: after })}
      />
      <Keys run={run} step={step} busy={busy} />
      <MeasuredPanel step={step} name={`${run.header.recipe.id}-seed-${run.header.seed}`} />
    </section>
  );
}
