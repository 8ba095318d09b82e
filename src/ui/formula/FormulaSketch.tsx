/** A formula at the selected token as a function of one of its numbers. */
import { useMemo, useState } from "react";
import { sketchOf, variablesOf } from "../../session/signals/own/sketch.ts";
import type { Against, Answer } from "../../session/signals/signal.ts";
import { Disclosure } from "../kit/Disclosure.tsx";
import { Select } from "../kit/Select.tsx";
import { Sketch } from "./Sketch.tsx";

interface FormulaSketchProps {
  readonly text: string;
  readonly answer: Answer;
  readonly against: Against;
  /** Index of the token. */
  readonly token: number;
}

function Drawn({ text, answer, against, token }: FormulaSketchProps) {
  const variables = useMemo(() => variablesOf(text), [text]);
  const [chosen, setChosen] = useState("");
  const variable = variables.find(({ name }) => name === chosen) ?? variables[0];
  const sketch = useMemo(
    () => (variable === undefined ? null : sketchOf(text, answer, against, token, variable)),
    [text, answer, against, token, variable],
  );
  if (variable === undefined || sketch === null) return null;
  return (
    <>
      <Select
        label="As a function of"
        options={variables.map(({ name }) => ({ value: name, name }))}
        value={variable.name}
        onChange={setChosen}
      />
      <Sketch sketch={sketch} name={variable.name} value="the formula" />
    </>
  );
}

export function FormulaSketch(props: FormulaSketchProps) {
  return (
    <Disclosure summary={`Sketch of the formula at token ${props.token + 1}`}>
      <Drawn {...props} />
    </Disclosure>
  );
}
