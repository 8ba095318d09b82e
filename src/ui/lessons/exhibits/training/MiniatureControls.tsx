/** The settings of a training in miniature. */
import type { TrainingSettings } from "../../../../lesson/miniature/training.ts";
import { Segmented } from "../../../kit/Segmented.tsx";
import { useLessonActions } from "../../use-lesson-actions.ts";
import {
  COMPARED,
  comparedOf,
  DIVERGENCES,
  divergenceNamed,
  nameOfCompared,
  nameOfDivergence,
  RULES,
  UPDATES,
} from "./miniature-words.ts";

const REVERSE_ONLY = "Sampled letters estimate only the reverse KL.";

export function MiniatureControls({ settings }: { settings: TrainingSettings }) {
  const actions = useLessonActions();
  const tune = (miniature: Partial<TrainingSettings>) => actions.tune({ miniature });
  const sampled = settings.compared.kind === "sampled";
  const updates = UPDATES.find(({ value }) => value === settings.updates)?.value ?? 65;
  return (
    <>
      <Segmented label="Teacher" options={RULES} value={settings.rule} onChange={(rule) => tune({ rule })} />
      <Segmented
        label="Divergence"
        options={DIVERGENCES}
        value={nameOfDivergence(sampled ? "reverseKl" : settings.divergence.kind)}
        disabled={sampled}
        note={sampled ? REVERSE_ONLY : null}
        onChange={(name) => tune({ divergence: divergenceNamed(name) })}
      />
      <Segmented
        label="Compared at each position"
        options={COMPARED}
        value={nameOfCompared(settings.compared)}
        onChange={(name) => tune({ compared: comparedOf(name) })}
      />
      <Segmented
        label="Updates"
        options={UPDATES}
        value={updates}
        onChange={(count) => tune({ updates: count })}
      />
      <p className="exhibit-seed">
        Seed <span className="number">{settings.seed}</span>
        <button type="button" className="quiet" onClick={() => tune({ seed: settings.seed + 1 })}>
          Another
        </button>
        {!sampled && <span className="exhibit-note">Without sampling, nothing is random.</span>}
      </p>
    </>
  );
}
