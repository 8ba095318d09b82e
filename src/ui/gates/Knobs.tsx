/** A gate's settings, each with its symbol and equation; its conventions; and a reset. The page for training shows them too. */
import type { GateChoice } from "../../gate/gate.ts";
import { useActions } from "../app-context.ts";
import { Disclosure } from "../kit/Disclosure.tsx";
import { Segmented } from "../kit/Segmented.tsx";
import { Slider } from "../kit/Slider.tsx";
import { Formula } from "../shared/Formula.tsx";
import { changed, describe, holds, settingOf } from "./settings.ts";

interface GateSettingsProps {
  readonly choice: GateChoice;
  readonly disabled?: boolean;
  readonly onChange: (choice: GateChoice) => void;
}

function Conventions({ choice, disabled = false, onChange }: GateSettingsProps) {
  const { conventions } = describe(choice);
  const held = conventions.findIndex(({ settings }) => holds(choice, settings));
  if (conventions.length === 0) return <p className="hint">Paper and released code agree here.</p>;
  return (
    <Segmented
      label="As in"
      options={conventions.map(({ name }, value) => ({ value, name }))}
      value={held < 0 ? null : held}
      note={conventions[held]?.note ?? "Neither: some settings have been changed."}
      disabled={disabled}
      onChange={(chosen) => onChange(changed(choice, conventions[chosen]?.settings ?? {}))}
    />
  );
}

/** The fields of a gate's settings, whoever keeps them. */
export function GateSettings({ choice, disabled = false, onChange }: GateSettingsProps) {
  const { knobs, choices, start } = describe(choice);
  const held = holds(choice, start);
  return (
    <div className="gate-controls">
      <Conventions choice={choice} disabled={disabled} onChange={onChange} />
      {knobs.map(([name, { symbol, name: words, equation, least, most, step }]) => (
        <div key={name} className="knob">
          <Slider
            label={`${symbol.replace(/[{}]/g, "")}, ${words}`}
            value={Number(settingOf(choice, name))}
            least={least}
            most={most}
            step={step}
            marks={[Number(start[name])]}
            write={(value) => value.toFixed(2)}
            disabled={disabled}
            onChange={(value) => onChange(changed(choice, { [name]: value }))}
          />
          <p className="hint">
            <Formula className="gate-formula" text={equation} />
          </p>
        </div>
      ))}
      {choices.map(([name, { name: words, equation, options }]) => (
        <Segmented
          key={name}
          label={words}
          options={options}
          value={String(settingOf(choice, name))}
          note={equation}
          disabled={disabled}
          onChange={(value) => onChange(changed(choice, { [name]: value }))}
        />
      ))}
      <button
        type="button"
        className="secondary"
        aria-disabled={disabled || held}
        onClick={() => !disabled && !held && onChange(changed(choice, start))}
      >
        Reset settings
      </button>
    </div>
  );
}

export function Knobs({ choice, unfolded }: { choice: GateChoice; unfolded: boolean }) {
  const { setGate } = useActions();
  return (
    <Disclosure summary="Settings" unfolded={unfolded}>
      <GateSettings choice={choice} onChange={(chosen) => void setGate(chosen)} />
    </Disclosure>
  );
}
