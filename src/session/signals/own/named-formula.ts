/** A formula's text with the name under which a session stores it. */
import { readFormula } from "../../../formula/formula.ts";
import type { OwnFormula } from "../../document/document.ts";
import { freeName } from "../../document/own-formulas.ts";

const LONGEST = 28;

/** The name that the last line gives, in the characters that a link can hold, and one that no other formula has. */
export function namedFormula(text: string, others: readonly OwnFormula[]): OwnFormula {
  const found = readFormula(text);
  const written = (found.ok ? found.value.name : null) ?? "formula";
  const plain = written
    .replaceAll(/[^\w]/g, "_")
    .replace(/^(?=\d)/, "_")
    .slice(0, LONGEST);
  return { name: freeName(plain, others), text };
}
