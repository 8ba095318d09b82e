/** Which divergence is computed: its kind, its parameter, its temperature and its support. */
import type { Divergence, Support } from "../../evidence/replay.ts";
import { definitionOf, divergences, parameterOf } from "../../math/divergences/catalog.ts";
import { divergenceFormula, divergenceUnit, supportText } from "../../session/signals/formula.ts";
import { useActions, useApp } from "../app-context.ts";
import { NumberField } from "../kit/NumberField.tsx";
import { Segmented } from "../kit/Segmented.tsx";
import { Select } from "../kit/Select.tsx";
import { Formula } from "../shared/Formula.tsx";
import { RESTS } from "../shared/rests.ts";

/** Every divergence of the catalog. */
export const divergenceOptions = () => divergences.map(({ id, title }) => ({ value: id, name: title }));

type TopK = Extract<Support, { kind: "topK" }>;

/** Vision-OPD's support (§4.1), the first choice of a top-K support. */
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

/** The JSD's weight is shown where a divergence has no parameter of its own: the JSD is always measured too. */
const USUAL_PARAMETER = definitionOf("jsd")?.parameter ?? null;

/** Parameters that a kind does not use are kept. */
function Numbers({ given, set }: { given: Divergence; set: (change: Partial<Divergence>) => void }) {
  const definition = definitionOf(given.kind);
  const parameter = definition?.parameter ?? USUAL_PARAMETER;
  const own = definition?.parameter ? parameterOf(definition, given) : given.beta;
  return (
    <div className="divergence-numbers">
      {parameter !== null && (
        <NumberField
          key={parameter.name}
          label={`${parameter.symbol}, ${parameter.words}`}
          value={own}
          least={parameter.least}
          most={parameter.most}
          step={parameter.step}
          largeStep={5 * parameter.step}
          digits={2}
          onChange={(value) => value !== null && set({ [parameter.name]: value })}
        />
      )}
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
  const unit = divergenceUnit(given);
  return (
    <div className="divergence-fields">
      <Select
        label="Kind"
        options={divergenceOptions()}
        value={given.kind}
        onChange={(kind) => set({ kind })}
      />
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
        <Formula text={divergenceFormula(given, "teacher")} /> {unit === "" ? "" : `in ${unit}, `}over{" "}
        {support.kind === "full" ? "the full vocabulary" : supportText(support)}. A change starts a new
        computation.
      </p>
    </div>
  );
}
