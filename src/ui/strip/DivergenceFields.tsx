/** Which divergence the replays measure: its kind, its weight of the teacher, its temperature and its support. */
import type { Divergence, Support } from "../../evidence/replay.ts";
import { divergenceFormula, supportText } from "../../session/signals/formula.ts";
import { useActions, useApp } from "../app-context.ts";
import { NumberField } from "../kit/NumberField.tsx";
import { Segmented } from "../kit/Segmented.tsx";
import { Select } from "../kit/Select.tsx";
import { Formula } from "./Formula.tsx";

const KINDS = [
  { value: "forwardKl", name: "Forward KL" },
  { value: "reverseKl", name: "Reverse KL" },
  { value: "jsd", name: "JSD" },
] as const;

type TopK = Extract<Support, { kind: "topK" }>;

const RESTS: readonly { readonly value: TopK["rest"]; readonly name: string }[] = [
  { value: "tail", name: "one bin, exact (Vision-OPD)" },
  { value: "flooredTail", name: "one bin, at least 10⁻⁷ (its code)" },
  { value: "renormalise", name: "left out, K renormalised (OPSD)" },
  { value: "drop", name: "left out, partial sum (verl)" },
];

/** Vision-OPD's support (§4.1), where one is first asked for. */
const USUAL_TOP: TopK = { kind: "topK", k: 100, from: "student", rest: "tail" };

const LARGEST_K = 1024;

function TopKFields({ support, onChange }: { support: TopK; onChange: (support: TopK) => void }) {
  return (
    <>
      <NumberField
        label="K"
        value={support.k}
        least={1}
        most={LARGEST_K}
        onChange={(k) => k !== null && onChange({ ...support, k })}
      />
      <Segmented
        label="most likely to the"
        options={[
          { value: "student", name: "student" },
          { value: "teacher", name: "teacher" },
        ]}
        value={support.from}
        onChange={(from) => onChange({ ...support, from })}
      />
      <Select
        label="The rest is"
        options={RESTS}
        value={support.rest}
        onChange={(rest) => onChange({ ...support, rest })}
      />
    </>
  );
}

/** Weight and temperature are kept while a kind does not use them. */
function Numbers({ given, set }: { given: Divergence; set: (change: Partial<Divergence>) => void }) {
  return (
    <div className="divergence-numbers">
      <NumberField
        label="β, weight of the teacher"
        value={given.beta}
        least={0}
        most={1}
        step={0.1}
        largeStep={0.5}
        digits={2}
        onChange={(beta) => beta !== null && set({ beta })}
      />
      <NumberField
        label="temperature"
        value={given.temperature}
        least={0.1}
        most={10}
        step={0.1}
        digits={2}
        onChange={(temperature) => temperature !== null && set({ temperature })}
      />
    </div>
  );
}

export function DivergenceFields() {
  const given = useApp((state) => state.session.settings.divergence);
  const actions = useActions();
  const set = (change: Partial<Divergence>) => void actions.setDivergence({ ...given, ...change });
  const { support } = given;
  return (
    <div className="divergence-fields">
      <Segmented label="Kind" options={KINDS} value={given.kind} onChange={(kind) => set({ kind })} />
      <Numbers given={given} set={set} />
      <Segmented
        label="Support"
        options={[
          { value: "full", name: "full vocabulary" },
          { value: "topK", name: "top K" },
        ]}
        value={support.kind}
        onChange={(kind) => set({ support: kind === "full" ? { kind } : USUAL_TOP })}
      />
      {support.kind === "topK" && (
        <TopKFields support={support} onChange={(next) => set({ support: next })} />
      )}
      <p className="hint">
        <Formula text={divergenceFormula(given, "teacher")} /> in nats, over{" "}
        {support.kind === "full" ? "the full vocabulary" : supportText(support)}. A change is measured anew.
      </p>
    </div>
  );
}
