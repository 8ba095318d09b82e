/** A gate's settings, each with its symbol and equation; its conventions; and a reset. */
import type { GateChoice } from "../../gate/gate.ts";
import { useActions } from "../app-context.ts";
import { Disclosure } from "../kit/Disclosure.tsx";
import { Segmented } from "../kit/Segmented.tsx";
import { Slider } from "../kit/Slider.tsx";
import { Formula } from "../shared/Formula.tsx";
import { changed, describe, holds, settingOf } from "./settings.ts";

function Conventions({ choice }: { choice: GateChoice }) {
  const { setGate } = useActions();
  const { conventions } = describe(choice);
  const held = conventions.findIndex(({ settings }) => holds(choice, settings));
  if (conventions.length === 0) return <p className="hint">Paper and released code agree here.</p>;
  return (
    <Segmented
      label="As in"
      options={conventions.map(({ name }, value) => ({ value, name }))}
      value={held < 0 ? null : held}
      note={conventions[held]?.note ?? "Neither: some settings have been changed."}
      onChange={(chosen) => void setGate(changed(choice, conventions[chosen]?.settings ?? {}))}
    />
  );
}

export function Knobs({ choice, unfolded }: { choice: GateChoice; unfolded: boolean }) {
  const { setGate } = useActions();
  const { knobs, choices, start } = describe(choice);
  return (
    <Disclosure summary="Settings" unfolded={unfolded}>
      <div className="gate-controls">
        <Conventions choice={choice} />
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
              onChange={(value) => void setGate(changed(choice, { [name]: value }))}
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
            onChange={(value) => void setGate(changed(choice, { [name]: value }))}
          />
        ))}
        <button
          type="button"
          className="secondary"
          aria-disabled={holds(choice, start)}
          onClick={() => void setGate(changed(choice, start))}
        >
          Reset settings
        </button>
      </div>
    </Disclosure>
  );
}
