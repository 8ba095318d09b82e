/** After which step a recorded run is looked at. */
import { lastStep, type RunsSettings, STEP_APART } from "../../../../lesson/exhibits/runs.ts";
import { Slider } from "../../../kit/Slider.tsx";
import { useLessonActions } from "../../use-lesson-actions.ts";

export function StepSlider({ run, step }: RunsSettings) {
  const actions = useLessonActions();
  const last = lastStep(run);
  return (
    <Slider
      label="After step"
      value={Math.min(step, last)}
      least={0}
      most={last}
      step={STEP_APART}
      write={String}
      say={(after) => `after step ${after}`}
      onChange={(after) => actions.tune({ runs: { step: after } })}
    />
  );
}
