/** The text of a formula of the session, typeset, with its remarks and sliders. What can be read is the session’s at once. */
import { type ReactNode, useState } from "react";
import { readFormula, withConstant } from "../../formula/formula.ts";
import type { Checked } from "../../formula/term.ts";
import type { OwnFormula } from "../../session/document/document.ts";
import { namedFormula } from "../../session/signals/own/named-formula.ts";
import { Slider } from "../kit/Slider.tsx";
import { decimal } from "../shared/format.ts";
import { FormulaField } from "./FormulaField.tsx";
import { Mathematics } from "./Mathematics.tsx";
import "./formula.css";

const STEPS_OF_SLIDER = 100;

interface EditorProps {
  readonly label?: string;
  readonly formula: OwnFormula;
  /** All of the session. */
  readonly formulas: readonly OwnFormula[];
  readonly onChange: (former: string, formula: OwnFormula) => void;
  /** What follows, with what is typed and, where it can be read, the formula. */
  readonly children?: (draft: string, checked: Checked | null, write: (text: string) => void) => ReactNode;
}

/** What is typed, also while it cannot be read. */
function useDraft({ formula, formulas, onChange }: EditorProps) {
  const [draft, setDraft] = useState(formula.text);
  const [stored, setStored] = useState(formula.text);
  if (formula.text !== stored) {
    // Undone, or another formula.
    setStored(formula.text);
    setDraft(formula.text);
  }
  const write = (text: string) => {
    setDraft(text);
    if (!readFormula(text).ok) return;
    setStored(text);
    const others = formulas.filter(({ name }) => name !== formula.name);
    onChange(formula.name, { ...formula, ...namedFormula(text, others) });
  };
  return { draft, write };
}

interface ConstantsProps {
  readonly text: string;
  readonly formula: Checked;
  readonly write: (text: string) => void;
}

function Constants({ text, formula, write }: ConstantsProps) {
  return formula.constants.map((constant) => (
    <Slider
      key={constant.name}
      label={constant.name}
      value={constant.value}
      least={constant.least}
      most={constant.most}
      step={(constant.most - constant.least) / STEPS_OF_SLIDER}
      write={(value) => decimal(value, 3)}
      onChange={(value) => write(withConstant(text, constant, Number(value.toPrecision(6))))}
    />
  ));
}

export function FormulaEditor(props: EditorProps) {
  const { draft, write } = useDraft(props);
  const { label, children } = props;
  const found = readFormula(draft);
  return (
    <>
      <FormulaField
        {...(label === undefined ? {} : { label })}
        text={draft}
        problem={found.ok ? null : found.problem}
        onChange={write}
      />
      {found.ok && (
        <>
          <Mathematics formula={found.value} />
          {found.value.remarks.map(({ message, place }) => (
            <p className="hint" key={place.from}>
              <code>{draft.slice(place.from, place.to)}</code>: {message}
            </p>
          ))}
          <Constants text={draft} formula={found.value} write={write} />
        </>
      )}
      {children?.(draft, found.ok ? found.value : null, write)}
    </>
  );
}
