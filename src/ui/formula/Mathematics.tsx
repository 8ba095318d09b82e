/** A formula as typeset mathematics: MathML, which the browser draws itself. */
import { createElement, type ReactNode } from "react";
import type { Checked } from "../../formula/term.ts";
import { type Mathematics as Tree, typeset } from "../../formula/typeset/mathml.ts";

function drawn({ tag, children }: Tree, key: number): ReactNode {
  const inner = children.map((child, at) => (typeof child === "string" ? child : drawn(child, at)));
  return createElement(tag, { key }, ...inner);
}

/** One line per definition, the value last. */
export function Mathematics({ formula }: { formula: Checked }) {
  return (
    <div className="formula-math">
      {typeset(formula).map(({ name, mathematics }, at) => (
        <div key={name ?? at}>{createElement("math", { display: "block" }, drawn(mathematics, 0))}</div>
      ))}
    </div>
  );
}
