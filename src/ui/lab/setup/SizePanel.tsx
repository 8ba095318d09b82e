/** Which model is trained, on what, for how long, and how often it is measured. */
import { type LabSettings, withSteps } from "../../../app/lab/lab-state.ts";
import { BUNDLED_MODELS } from "../../../app/models/bundled.ts";
import { LEAST_ITEMS } from "../../../lab/run/collapse.ts";
import { Checkbox } from "../../kit/Checkbox.tsx";
import { NumberField } from "../../kit/NumberField.tsx";
import { Select } from "../../kit/Select.tsx";
import { count } from "../../shared/format.ts";
import { useLab, useLabActions } from "../lab-context.ts";
import { questionsOf } from "./need-words.ts";

const STUDENTS = BUNDLED_MODELS.map(({ id, title }) => ({ value: id, name: title }));

const DATA: readonly { readonly value: LabSettings["data"]; readonly name: string }[] = [
  { value: "scenes", name: "scenes drawn for each step" },
  { value: "gallery", name: "the gallery" },
  { value: "own", name: "a list of your own" },
];

const DATA_WORDS: Readonly<Record<LabSettings["data"], string>> = {
  scenes: "Each scene is shown once; the seed decides which.",
  gallery:
    "Of five images in a row three are trained on, again and again, one is measured on, and one is kept for the end.",
  own: "Of five images in a row three are trained on, again and again, one is measured on, and one is kept for the end.",
};

/** What the run is trained on and measured with. */
function Data({ disabled }: { readonly disabled: boolean }) {
  const data = useLab((state) => state.settings.data);
  const own = useLab((state) => state.own);
  const { setSettings, openData } = useLabActions();
  return (
    <>
      <Select
        label="Data"
        options={DATA}
        value={data}
        disabled={disabled}
        onChange={(chosen) => setSettings({ data: chosen })}
      />
      {data === "own" && (
        <div className="run-keys">
          <label className="secondary" data-disabled={disabled || undefined}>
            Open the files of a suite …
            <input
              className="visually-hidden"
              type="file"
              multiple
              disabled={disabled}
              onChange={({ currentTarget }) => {
                const files = [...(currentTarget.files ?? [])];
                if (files.length > 0) void openData(files);
                currentTarget.value = "";
              }}
            />
          </label>
          <span className="hint">
            {own === null
              ? "A list with its images, or one zip archive."
              : `${own.data.title}, ${count(own.data.pictures, "image")}`}
          </span>
        </div>
      )}
    </>
  );
}

export function SizePanel({ disabled }: { readonly disabled: boolean }) {
  const settings = useLab((state) => state.settings);
  const { setSettings } = useLabActions();
  const own = useLab((state) => state.own);
  const { student, steps, seed, every, perDimension, endsAtCollapse, data } = settings;
  const { kinds, questions } = questionsOf({ settings, own });
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
          onChange={(next) => next !== null && setSettings(withSteps(settings, Math.round(next)))}
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
      <Data disabled={disabled} />
      <p className="hint">
        {DATA_WORDS[data]} Measured on up to {questions} questions of {kinds} kinds about other images
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
