/** Which signal colours the tokens, against which side, and with which divergence. */
import { lazy } from "react";
import { formulaSignalId, formulasOf } from "../../session/document/own-formulas.ts";
import { SIGNALS } from "../../session/signals/catalog.ts";
import { printChoice } from "../../session/signals/choice.ts";
import { divergenceFormula } from "../../session/signals/formula.ts";
import type { Against } from "../../session/signals/signal.ts";
import { useActions, useApp } from "../app-context.ts";
import { Part } from "../fault/Part.tsx";
import { Popover } from "../kit/Popover.tsx";
import { Select } from "../kit/Select.tsx";
import { Formula } from "../shared/Formula.tsx";
import { sideWords } from "./signal-words.ts";
import { type SignalView, useSides } from "./use-signal.ts";

const DivergenceFields = lazy(async () => ({
  default: (await import("./DivergenceFields.tsx")).DivergenceFields,
}));

const OPTIONS = SIGNALS.map(({ id, title }) => ({ value: id, name: title }));

/** Chosen, it adds a formula. */
const NEW = "new formula";

/** The catalog, the formulas of the session by their places, since typing may rename them, and a new one. */
function useOptions(chosen: string) {
  const formulas = useApp((state) => formulasOf(state.session.settings));
  const ids = formulas.map(({ name }) => formulaSignalId(name));
  const place = ids.indexOf(chosen);
  return {
    options: [
      ...OPTIONS,
      ...formulas.map(({ name }, at) => ({ value: `own ${at}`, name: `${name}, your formula` })),
      { value: NEW, name: "A formula of your own…" },
    ],
    value: place < 0 ? chosen : `own ${place}`,
    idOf: (value: string) => (value.startsWith("own ") ? (ids[Number(value.slice(4))] ?? chosen) : value),
  };
}

const keyOf = ({ role, name }: Against): string => `${role}=${name}`;

/** The current divergence, as a button that opens its fields. */
function DivergenceKey() {
  const divergence = useApp((state) => state.session.settings.divergence);
  const { support } = divergence;
  return (
    <Popover
      title="The divergence"
      trigger={
        <button type="button" className="secondary divergence-key" aria-label="Set the divergence">
          <Formula text={divergenceFormula(divergence, "q").replace("student", "p")} />
          {support.kind === "topK" && <span> top {support.k}</span>}
        </button>
      }
    >
      <Part name="The choice of divergence">
        <DivergenceFields />
      </Part>
    </Popover>
  );
}

export function SignalPicker({ view }: { view: SignalView }) {
  const { signal, against } = view;
  const actions = useActions();
  const sides = useSides();
  const choose = (id: string, side: Against) => actions.setSignal(printChoice({ signal: id, against: side }));
  const { options, value, idOf } = useOptions(signal.id);
  const listed = sides.some((side) => keyOf(side) === keyOf(against)) ? sides : [against, ...sides];
  return (
    <div className="signal-picker" data-control="signal" data-part="signal">
      <Select
        label="Coloured by"
        options={options}
        value={value}
        onChange={(chosen) =>
          chosen === NEW ? void actions.addFormula(signal.id) : choose(idOf(chosen), against)
        }
      />
      {signal.compares && (
        <Select
          label="student against"
          options={listed.map((side) => ({ value: keyOf(side), name: sideWords(side) }))}
          value={keyOf(against)}
          onChange={(key) => {
            const side = listed.find((each) => keyOf(each) === key);
            if (side !== undefined) choose(signal.id, side);
          }}
        />
      )}
      <div className="divergence-place" data-part="divergence">
        <DivergenceKey />
      </div>
    </div>
  );
}
