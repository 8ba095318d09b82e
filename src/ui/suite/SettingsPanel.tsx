/** What is asked, how much of it, and what is measured. Fixed while results are there, since they are made with it. */
import type { RunSettings } from "../../app/suite/suite-state.ts";
import { LOOKS, type Look } from "../../suite/results/result.ts";
import { Checkbox } from "../kit/Checkbox.tsx";
import { Disclosure } from "../kit/Disclosure.tsx";
import { Segmented } from "../kit/Segmented.tsx";
import { Select } from "../kit/Select.tsx";
import { useSuite, useSuiteActions } from "./suite-context.ts";
import { LOOK_WORDS } from "./suite-words.ts";

const LIMITS = [24, 60, 120, 300] as const;
const SAMPLES = [0, 4, 8] as const;
const CHOICES = [
  { value: "letter", name: "by letter" },
  { value: "likelihood", name: "by likelihood" },
] as const;
/** Stands for no limit among the limits. */
const ALL = 0;

interface Change {
  readonly settings: RunSettings;
  readonly disabled: boolean;
  readonly change: (settings: RunSettings) => void;
}

function Looks({ settings, disabled, change }: Change) {
  const { ask } = settings;
  const toggle = (look: Look) => {
    const looks = LOOKS.filter((each) => (each === look) !== ask.looks.includes(each));
    change({ ...settings, ask: { ...ask, looks } });
  };
  return (
    <fieldset className="setting">
      <legend>Looks</legend>
      {LOOKS.map((look) => (
        <span key={look} data-tone={look}>
          <Checkbox
            label={LOOK_WORDS[look]}
            checked={ask.looks.includes(look)}
            disabled={disabled}
            onChange={() => toggle(look)}
          />
        </span>
      ))}
    </fieldset>
  );
}

function Amounts({ settings, disabled, change }: Change) {
  const { part, ask } = settings;
  const entries = useSuite((state) => (state.source.kind === "open" ? state.source.suite.entries.length : 0));
  const limits = LIMITS.filter((limit) => limit < entries);
  return (
    <div className="setting">
      <Select
        label="Items"
        options={[
          ...limits.map((limit) => ({ value: limit, name: `${limit}, spread evenly` })),
          { value: ALL, name: `all ${entries}` },
        ]}
        value={part.limit ?? ALL}
        disabled={disabled}
        onChange={(limit) => change({ ...settings, part: { ...part, limit: limit === ALL ? null : limit } })}
      />
      <Segmented
        label="Samples an item"
        options={SAMPLES.map((value) => ({ value, name: value === 0 ? "none" : value }))}
        value={ask.samples.count}
        disabled={disabled}
        onChange={(count) => change({ ...settings, ask: { ...ask, samples: { ...ask.samples, count } } })}
      />
      <Segmented
        label="Multiple choice"
        options={CHOICES}
        value={ask.choices}
        disabled={disabled}
        onChange={(choices) => change({ ...settings, ask: { ...ask, choices } })}
      />
      <Checkbox
        label="measure disagreement and visual advantage"
        checked={ask.signals}
        disabled={disabled}
        onChange={(signals) => change({ ...settings, ask: { ...ask, signals } })}
      />
    </div>
  );
}

export function SettingsPanel() {
  const settings = useSuite((state) => state.settings);
  const running = useSuite((state) => state.run?.phase.kind === "running");
  const { setSettings } = useSuiteActions();
  return (
    <div className="settings">
      <Disclosure summary="What is asked">
        <div className="settings-body">
          <Looks settings={settings} disabled={running} change={setSettings} />
          <Amounts settings={settings} disabled={running} change={setSettings} />
          <p className="hint">Changes count from the next time you ask anew.</p>
        </div>
      </Disclosure>
    </div>
  );
}
