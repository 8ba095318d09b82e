/** A formula in one line, its subscripts and superscripts set as such. */
import { Fragment } from "react";
import { formulaRuns } from "../../lesson/prose.ts";

export function Formula({ text }: { text: string }) {
  return (
    <span className="gate-formula">
      {formulaRuns(text).map(({ at, text: run }, index) => {
        const key = `${index} ${run}`;
        if (at === "below") return <sub key={key}>{run}</sub>;
        return at === "above" ? <sup key={key}>{run}</sup> : <Fragment key={key}>{run}</Fragment>;
      })}
    </span>
  );
}
