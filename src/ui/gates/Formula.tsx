/** A formula on one line; braces after _ or ^ enclose subscripts and superscripts. */
import { Fragment } from "react";

const SHIFTED = /([_^]\{[^}]*\})/u;

export function Formula({ text }: { text: string }) {
  return (
    <span className="gate-formula">
      {text.split(SHIFTED).map((run, index) => {
        const key = `${index} ${run}`;
        const inner = run.slice(2, -1);
        if (run.startsWith("_{")) return <sub key={key}>{inner}</sub>;
        return run.startsWith("^{") ? <sup key={key}>{inner}</sup> : <Fragment key={key}>{run}</Fragment>;
      })}
    </span>
  );
}
