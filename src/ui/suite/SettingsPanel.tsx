/** What is asked, how many items, and what is measured. Fixed during a run, since its results depend on it. */
import { useState } from "react";
import { GAP_CONDITIONS } from "../../evidence/gap.ts";
import { readFormula } from "../../formula/formula.ts";
import { itemFormulaMistake } from "../../session/signals/own/item-formula.ts";
import { namedFormula } from "../../session/signals/own/named-formula.ts";
import { CONDITIONS, type Condition } from "../../suite/results/result.ts";
import { comparesTexts, hasChoices } from "../../suite/run/settings-that-count.ts";
import { useApp } from "../app-context.ts";
import { costWords } from "../formula/cost-words.ts";
import { FormulaField } from "../formula/FormulaField.tsx";
import { Mathematics } from "../formula/Mathematics.tsx";
import { Checkbox } from "../kit/Checkbox.tsx";
import { Disclosure } from "../kit/Disclosure.tsx";
import { NumberField } from "../kit/NumberField.tsx";
import { Segmented } from "../kit/Segmented.tsx";
import { Select } from "../kit/Select.tsx";
import { type Change, PartSettings } from "./PartSettings.tsx";
import { useSuite, useSuiteActions } from "./suite-context.ts";
import { CONDITION_WORDS } from "./suite-words.ts";
import "../formula/formula.css";

/** Until another one is typed: how much likelier the evidence crop makes each token. */
const FIRST_FORMULA = "gap = lT - lS";

const SAMPLES = [0, 4, 8] as const;
const CHOICES = [
  { value: "letter", name: "by letter" },
  { value: "likelihood", name: "by likelihood" },
] as const;
function Conditions({ settings, disabled, change }: Change) {
  const { ask } = settings;
  const toggle = (condition: Condition) => {
    const conditions = CONDITIONS.filter((each) => (each === condition) !== ask.conditions.includes(each));
    change({ ...settings, ask: { ...ask, conditions } });
  };
  return (
    <fieldset className="setting">
      <legend>Conditions</legend>
      {CONDITIONS.map((condition) => (
        <span key={condition} data-tone={condition}>
          <Checkbox
            label={CONDITION_WORDS[condition]}
            checked={ask.conditions.includes(condition)}
            disabled={disabled}
            onChange={() => toggle(condition)}
          />
        </span>
      ))}
      <Presets settings={settings} disabled={disabled} change={change} />
    </fieldset>
  );
}

/** Conditions that are asked together. */
const PRESETS: readonly { readonly name: string; readonly conditions: readonly Condition[] }[] = [
  /** Zooming without Zooming, table 6: the same items with the box drawn, in words, and without, beside the crop. */
  { name: "All grounding strategies", conditions: ["global", "grounded", "told", "regional"] },
  { name: "Split the gap", conditions: GAP_CONDITIONS },
];

function Presets({ settings, disabled, change }: Change) {
  const { ask } = settings;
  return PRESETS.map(({ name, conditions }) => {
    const held = conditions.every((condition) => ask.conditions.includes(condition));
    const wanted = CONDITIONS.filter((each) => ask.conditions.includes(each) || conditions.includes(each));
    return (
      <button
        key={name}
        type="button"
        className="secondary"
        aria-disabled={disabled || held}
        onClick={() => !disabled && change({ ...settings, ask: { ...ask, conditions: wanted } })}
      >
        {name}
      </button>
    );
  });
}

/** Settings that only apply to suites with choices. */
function ChoiceSettings({ settings, disabled, change }: Change) {
  const { ask } = settings;
  return (
    <>
      <Segmented
        label="Multiple choice is scored"
        options={CHOICES}
        value={ask.choices}
        disabled={disabled}
        onChange={(choices) => change({ ...settings, ask: { ...ask, choices } })}
      />
      <Checkbox
        label="shuffle the choices of each item"
        checked={ask.shuffle !== null}
        disabled={disabled}
        onChange={(on) => change({ ...settings, ask: { ...ask, shuffle: on ? 1 : null } })}
      />
      {ask.shuffle !== null && (
        <NumberField
          label="Seed of the choices"
          value={ask.shuffle}
          least={0}
          most={4294967295}
          disabled={disabled}
          onChange={(seed) =>
            seed !== null && change({ ...settings, ask: { ...ask, shuffle: Math.round(seed) } })
          }
        />
      )}
    </>
  );
}

/** For a model that cuts images into tiles: how large full images are when it cuts them. */
function EdgeSetting({ settings, disabled, change }: Change) {
  const tiling = useApp(({ model }) => (model.kind === "ready" ? model.facts.gives.tiling : null));
  if (tiling === null) return null;
  const { ask } = settings;
  const edges = [...new Set([...tiling.choices, tiling.longestEdge])].sort((a, b) => a - b);
  return (
    <Select
      label="Longest edge of full images"
      options={edges.map((edge) => ({
        value: edge,
        name: edge === tiling.longestEdge ? `${edge} px, as usual` : `${edge} px`,
      }))}
      value={ask.longestEdge ?? tiling.longestEdge}
      disabled={disabled}
      onChange={(edge) =>
        change({ ...settings, ask: { ...ask, longestEdge: edge === tiling.longestEdge ? null : edge } })
      }
    />
  );
}

function Measures({ settings, disabled, change }: Change) {
  const { ask } = settings;
  const offers = useSuite(({ source }) => source.kind === "open" && hasChoices(source.suite.entries));
  const compares = useSuite(
    ({ source }) => source.kind === "open" && comparesTexts(source.suite.entries, ask),
  );
  return (
    <div className="setting">
      {offers && <ChoiceSettings settings={settings} disabled={disabled} change={change} />}
      {compares && (
        <Checkbox
          label="number words equal digits, articles are ignored"
          checked={ask.numberWords}
          disabled={disabled}
          onChange={(numberWords) => change({ ...settings, ask: { ...ask, numberWords } })}
        />
      )}
      <Segmented
        label="Samples per item"
        options={SAMPLES.map((value) => ({ value, name: value === 0 ? "none" : value }))}
        value={ask.samples.count}
        disabled={disabled}
        onChange={(count) => change({ ...settings, ask: { ...ask, samples: { ...ask.samples, count } } })}
      />
      <Checkbox
        label="measure divergence and visual advantage"
        checked={ask.signals}
        disabled={disabled}
        onChange={(signals) => change({ ...settings, ask: { ...ask, signals } })}
      />
      <EdgeSetting settings={settings} disabled={disabled} change={change} />
    </div>
  );
}

/** What is typed, also while it cannot be read; a formula that a suite can compute is the run's. */
function OwnFormula({ settings, disabled, change }: Change) {
  const { formula, ...ask } = settings.ask;
  const [draft, setDraft] = useState(formula?.text ?? FIRST_FORMULA);
  const [stored, setStored] = useState(formula?.text);
  if (formula !== undefined && formula.text !== stored) {
    // Typed here, or that of other results.
    setStored(formula.text);
    setDraft(formula.text);
  }
  const vocabulary = useApp(({ model }) => (model.kind === "ready" ? model.facts.vocabularySize : null));
  const found = readFormula(draft);
  const cost = found.ok ? costWords(found.value, { vocabulary, scored: null, answers: null }) : "";
  const mistake = found.ok ? itemFormulaMistake(draft) : null;
  const write = (text: string) => {
    setDraft(text);
    if (itemFormulaMistake(text) === null)
      change({ ...settings, ask: { ...ask, formula: namedFormula(text, []) } });
  };
  return (
    <div className="setting">
      <Checkbox
        label="measure a formula of your own, averaged over the tokens"
        checked={formula !== undefined}
        disabled={disabled || !ask.signals}
        onChange={(on) => (on ? write(draft) : change({ ...settings, ask }))}
      />
      {formula !== undefined && (
        <>
          <FormulaField
            text={draft}
            disabled={disabled}
            problem={found.ok ? null : found.problem}
            onChange={write}
          />
          {found.ok && <Mathematics formula={found.value} />}
          {mistake !== null && <p className="hint">{mistake}</p>}
          {cost !== "" && <p className="hint">{cost}</p>}
        </>
      )}
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
          <PartSettings settings={settings} disabled={running} change={setSettings} />
          <Conditions settings={settings} disabled={running} change={setSettings} />
          <Measures settings={settings} disabled={running} change={setSettings} />
          <OwnFormula settings={settings} disabled={running} change={setSettings} />
          <p className="hint">Changes take effect on the next run.</p>
        </div>
      </Disclosure>
    </div>
  );
}
