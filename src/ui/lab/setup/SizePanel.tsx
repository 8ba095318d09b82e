/** Which model is trained, on what, for how long, and how often it is measured. */
import { BUNDLED_MODELS } from "../../../app/models/bundled.ts";
import { LEAST_ITEMS } from "../../../lab/run/collapse.ts";
import { Checkbox } from "../../kit/Checkbox.tsx";
import { NumberField } from "../../kit/NumberField.tsx";
import { Select } from "../../kit/Select.tsx";
import { useLab, useLabActions } from "../lab-context.ts";
import { DIMENSIONS } from "./need-words.ts";

const STUDENTS = BUNDLED_MODELS.map(({ id, title }) => ({ value: id, name: title }));

export function SizePanel({ disabled }: { readonly disabled: boolean }) {
  const settings = useLab((state) => state.settings);
  const { setSettings } = useLabActions();
  const { student, steps, seed, every, perDimension, endsAtCollapse } = settings;
  const questions = DIMENSIONS * perDimension;
  return (
    <div className="lab-size">
      <Select
        label="Student"
        options={STUDENTS}
        value={student}
        disabled={disabled}
        onChange={(chosen) => setSettings({ student: chosen })}
      />
      <div className="setting">
        <NumberField
          label="Steps"
          value={steps}
          least={1}
          most={10_000}
          step={10}
          disabled={disabled}
          onChange={(next) => next !== null && setSettings({ steps: Math.round(next) })}
        />
        <NumberField
          label="Seed"
          value={seed}
          least={0}
          most={4095}
          disabled={disabled}
          onChange={(next) => next !== null && setSettings({ seed: Math.round(next) })}
        />
        <NumberField
          label="Steps between evaluations"
          value={every}
          least={1}
          most={10_000}
          step={5}
          disabled={disabled}
          onChange={(next) => next !== null && setSettings({ every: Math.round(next) })}
        />
        <NumberField
          label="Questions of each kind"
          value={perDimension}
          least={1}
          most={200}
          step={5}
          disabled={disabled}
          onChange={(next) => next !== null && setSettings({ perDimension: Math.round(next) })}
        />
      </div>
      <p className="hint">
        Data: scenes that are drawn for each step and shown once; the seed decides which. Measured on{" "}
        {questions} questions of {DIMENSIONS} kinds about other scenes
        {questions < LEAST_ITEMS && `; a collapse is recognised on ${LEAST_ITEMS} or more`}.
      </p>
      <Checkbox
        label="End the run when it collapses"
        checked={endsAtCollapse}
        onChange={() => setSettings({ endsAtCollapse: !endsAtCollapse })}
      />
    </div>
  );
}
