/** Which part of the suite is asked: its dimensions, the number of items, and how they are chosen. */
import { useMemo } from "react";
import type { RunSettings } from "../../app/suite/suite-state.ts";
import { ordered, type Pick } from "../../suite/order.ts";
import { Checkbox } from "../kit/Checkbox.tsx";
import { NumberField } from "../kit/NumberField.tsx";
import { Segmented } from "../kit/Segmented.tsx";
import { Select } from "../kit/Select.tsx";
import { count } from "../shared/format.ts";
import { useSuite } from "./suite-context.ts";

export interface Change {
  readonly settings: RunSettings;
  readonly disabled: boolean;
  readonly change: (settings: RunSettings) => void;
}

const LIMITS = [24, 60, 120, 300, 1000] as const;
/** Represents no limit among the limits. */
const ALL = 0;

const PICK_NAMES: readonly { readonly value: Pick; readonly name: string }[] = [
  { value: "spread", name: "spread evenly" },
  { value: "first", name: "the first" },
  { value: "random", name: "at random" },
];

function Dimensions({ settings, disabled, change, all }: Change & { readonly all: readonly string[] }) {
  const { part } = settings;
  const chosen = part.dimensions ?? all;
  const toggle = (dimension: string) => {
    const next = all.filter((each) => (each === dimension) !== chosen.includes(each));
    change({ ...settings, part: { ...part, dimensions: next.length === all.length ? null : next } });
  };
  if (all.length < 2) return null;
  return (
    <fieldset className="setting">
      <legend>Dimensions</legend>
      {all.map((dimension) => (
        <Checkbox
          key={dimension}
          label={dimension}
          checked={chosen.includes(dimension)}
          disabled={disabled}
          onChange={() => toggle(dimension)}
        />
      ))}
    </fieldset>
  );
}

function Amount({ settings, disabled, change }: Change) {
  const { part } = settings;
  const source = useSuite((state) => state.source);
  const entries = source.kind === "open" ? source.suite.entries.length : 0;
  const limits: readonly number[] = LIMITS.filter((limit) => limit < entries);
  const held = part.limit ?? ALL;
  const offered = limits.includes(held) || held === ALL || held >= entries ? limits : [held, ...limits];
  const set = (changed: Partial<RunSettings["part"]>) =>
    change({ ...settings, part: { ...part, ...changed } });
  return (
    <>
      <Select
        label="Items"
        options={[
          ...offered.map((limit) => ({ value: limit, name: String(limit) })),
          { value: ALL, name: "all" },
        ]}
        value={held >= entries ? ALL : held}
        disabled={disabled}
        onChange={(limit) => set({ limit: limit === ALL ? null : limit })}
      />
      <Segmented
        label="Chosen"
        options={PICK_NAMES}
        value={part.pick}
        disabled={disabled}
        onChange={(pick) => set({ pick, seed: pick === "random" ? (part.seed ?? 1) : null })}
      />
      {part.pick === "random" && (
        <NumberField
          label="Seed"
          value={part.seed ?? 1}
          least={0}
          most={4294967295}
          disabled={disabled}
          onChange={(seed) => seed !== null && set({ seed: Math.round(seed) })}
        />
      )}
    </>
  );
}

export function PartSettings(props: Change) {
  const source = useSuite((state) => state.source);
  const entries = source.kind === "open" ? source.suite.entries : null;
  const { part } = props.settings;
  const all = useMemo(() => [...new Set((entries ?? []).map(({ dimension }) => dimension))], [entries]);
  const asked = useMemo(() => ordered(entries ?? [], part).length, [entries, part]);
  return (
    <>
      <Dimensions {...props} all={all} />
      <div className="setting">
        <Amount {...props} />
        <p className="hint">{count(asked, "item")} will be asked.</p>
      </div>
    </>
  );
}
