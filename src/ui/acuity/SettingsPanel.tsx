/** What is measured: the thing, what varies, and how many are asked. Fixed while a measurement runs. */
import { SHRINKINGS } from "../../acuity/picture.ts";
import { ACUITY_DIMENSIONS, MOST_SCENES } from "../../acuity/trials.ts";
import { VARIABLE_NAMES } from "../../acuity/variables.ts";
import { Checkbox } from "../kit/Checkbox.tsx";
import { NumberField } from "../kit/NumberField.tsx";
import { Segmented } from "../kit/Segmented.tsx";
import { Select } from "../kit/Select.tsx";
import { finePercent } from "../shared/format.ts";
import { useAcuity, useAcuityActions } from "./acuity-context.ts";
import { DIMENSION_WORDS, VARIABLE_WORDS } from "./acuity-words.ts";

interface PartProps {
  readonly disabled: boolean;
}

/** The own picture, and how its evidence is made smaller. */
function OwnPicture({ disabled }: PartProps) {
  const own = useAcuity((state) => state.own);
  const how = useAcuity((state) => state.settings.how);
  const { takePlayground, setAnswer, setSettings } = useAcuityActions();
  return (
    <div className="acuity-own">
      <button
        type="button"
        className="secondary"
        aria-disabled={disabled}
        onClick={() => !disabled && takePlayground()}
      >
        {own === null ? "Take the playground’s picture" : "Take it again"}
      </button>
      {own === null ? (
        <p className="hint">
          Open your image in the playground, draw the box around the evidence and type the question; then take
          it from there.
        </p>
      ) : (
        <>
          <p>
            <strong>{own.subject.name}</strong>: {own.subject.question} The evidence is{" "}
            {finePercent(own.subject.box.width * own.subject.box.height)} of it.
          </p>
          <label className="words-field">
            Words of a right answer
            <input
              className="kit-text"
              value={own.subject.answer}
              disabled={disabled}
              onChange={({ target }) => setAnswer(target.value)}
            />
          </label>
          <Segmented
            label="The evidence becomes smaller"
            options={SHRINKINGS.map((value) => ({
              value,
              name: value === "shrunk" ? "with the whole picture" : "alone, pasted",
            }))}
            value={how}
            disabled={disabled}
            onChange={(chosen) => setSettings({ how: chosen })}
          />
        </>
      )}
    </div>
  );
}

function Counts({ disabled }: PartProps) {
  const { adaptive, levels, scenes, questions } = useAcuity((state) => state.settings);
  const { setSettings } = useAcuityActions();
  if (adaptive)
    return (
      <NumberField
        label="Questions from the full image"
        value={questions}
        least={10}
        most={MOST_SCENES}
        disabled={disabled}
        onChange={(value) => value !== null && setSettings({ questions: Math.round(value) })}
      />
    );
  return (
    <>
      <Segmented
        label="Levels"
        options={[4, 6, 8, 12].map((value) => ({ value, name: value }))}
        value={levels}
        disabled={disabled}
        onChange={(value) => setSettings({ levels: value })}
      />
      <NumberField
        label="Scenes at each level"
        value={scenes}
        least={1}
        most={MOST_SCENES}
        disabled={disabled}
        onChange={(value) => value !== null && setSettings({ scenes: Math.round(value) })}
      />
    </>
  );
}

export function SettingsPanel({ disabled }: PartProps) {
  const { dimension, variable, adaptive, parts } = useAcuity((state) => state.settings);
  const fixedEdge = useAcuity(({ model }) => model !== null && model.gives.tiling === null);
  const { setSettings } = useAcuityActions();
  const own = dimension === "picture";
  return (
    <div className="acuity-settings">
      <Select
        label="Asked about"
        options={ACUITY_DIMENSIONS.map((value) => ({ value, name: DIMENSION_WORDS[value] }))}
        value={dimension}
        onChange={(value) => !disabled && setSettings({ dimension: value })}
      />
      {own ? (
        <OwnPicture disabled={disabled} />
      ) : (
        <Select
          label="What varies"
          options={VARIABLE_NAMES.filter((value) => value !== "longestEdge" || !fixedEdge).map((value) => ({
            value,
            name: VARIABLE_WORDS[value].name,
          }))}
          value={variable}
          onChange={(value) => !disabled && setSettings({ variable: value })}
        />
      )}
      {fixedEdge && !own && (
        <p className="hint">This model does not cut images into tiles, so its longest edge is fixed.</p>
      )}
      <Segmented
        label="Levels are"
        options={[
          { value: "even", name: "even" },
          { value: "chosen", name: "chosen as it goes" },
        ]}
        value={adaptive ? "chosen" : "even"}
        disabled={disabled}
        note={
          adaptive
            ? "Each scene is asked about at the level whose answer tells most about the threshold."
            : null
        }
        onChange={(value) => setSettings({ adaptive: value === "chosen" })}
      />
      <Counts disabled={disabled} />
      <Checkbox
        label="also isolated evidence and matched crop, for the parts of the gap"
        checked={parts}
        disabled={disabled}
        onChange={(value) => setSettings({ parts: value })}
      />
    </div>
  );
}
