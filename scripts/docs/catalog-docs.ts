/** The pages about divergences and gates (docs/divergences.md, docs/gates.md), generated from the catalogs that the code runs on. */
import { gates } from "../../src/gate/catalog.ts";
import type { AnyGate, Choice, Knob } from "../../src/gate/gate.ts";
import { divergences } from "../../src/math/divergences/catalog.ts";
import type { DivergenceDefinition } from "../../src/math/divergences/definition.ts";

const HEAD =
  "<!-- Generated from the catalogs by node scripts/docs/write-schema.mjs; a test compares the two. -->\n";

/** A formula for Markdown, where subscripts and superscripts lose their braces: `JSD_½`. */
const plain = (formula: string): string => formula.replace(/([_^])\{([^}]*)\}/g, "$1$2");

const cell = (text: string): string => plain(text).replaceAll("|", "\\|");

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function boundOf({ bound, parameter }: DivergenceDefinition): string {
  const most = bound(parameter?.start ?? 0);
  if (most === null) return "none";
  const where = parameter === null ? "" : ` at ${parameter.symbol} = ${parameter.start}`;
  return `${Number(most.toFixed(4))}${where}`;
}

function divergenceRow(definition: DivergenceDefinition): readonly string[] {
  const { id, title, parameter, unit, source, symbol, formula } = definition;
  const start = parameter?.start ?? 0;
  return [
    title,
    `\`${id}\``,
    `${symbol(start)} = ${formula(start)}`,
    parameter === null
      ? "–"
      : `\`${parameter.name}\`, ${parameter.symbol}: ${parameter.words}, ${parameter.least} to ${parameter.most}`,
    `${boundOf(definition)}${unit === "" ? ", a plain number" : `, ${unit}`}`,
    source,
  ];
}

/** The text of docs/divergences.md. */
export function divergenceDocs(): string {
  const laws = divergences.flatMap(({ title, laws: each }) =>
    each.map(({ words }) => `- ${title}: ${plain(words)}`),
  );
  return `${HEAD}
# Divergences

A divergence compares p, the student's distribution over the next token, with q, another side's. It is computed over the
full vocabulary or over the K most likely tokens of one side (with one bin for the rest, renormalised, or as a partial
sum). Logarithms are natural.

${table(["Divergence", "Name in sessions and links", "Formula", "Parameter", "Largest value", "Source"], divergences.map(divergenceRow))}

Each has a float64 reference with its gradient (\`src/math/divergences\`) and a WGSL kernel
(\`shaders/divergences\`). Tests compare the two with each other and with values from an independent program.
${laws.length === 0 ? "" : `\nLaws that hold for any two distributions and are checked by tests:\n\n${laws.join("\n")}\n`}`;
}

function settingRows({ knobs, choices, start }: AnyGate): readonly (readonly string[])[] {
  return Object.keys(start).map((name) => {
    const knob: Knob | undefined = knobs[name];
    const choice: Choice<unknown> | undefined = choices[name];
    const options = choice?.options.map(({ value }) => `\`${value}\``).join(", ");
    return [
      `\`${name}\``,
      knob === undefined ? (choice?.name ?? "") : `${knob.symbol}, ${knob.name}`,
      options ?? `${knob?.least} to ${knob?.most}`,
      String(start[name]),
      knob?.equation ?? choice?.equation ?? "",
    ];
  });
}

function gateSection(gate: AnyGate): string {
  const { id, title, idea, formula, source, needs, judges, conventions } = gate;
  const said = conventions.map(({ name, note }) => `- ${name}: ${note}`).join("\n");
  return `## ${title}

${idea} \`${id}\`: \`${plain(formula)}\`. It needs the views ${needs.join(", ")}${judges ? ", and which answers are right" : ""}. Source: ${source}.

${table(["Setting", "Meaning", "Values", "Default", "Equation"], settingRows(gate))}
${said === "" ? "" : `\n${said}\n`}`;
}

/** The text of docs/gates.md. */
export function gateDocs(): string {
  return `${HEAD}
# Gates

A gate weights the answers of a group, and the tokens of each answer, as described in a paper. The page lists every
intermediate value below the group, with its equation.

${gates.map(gateSection).join("\n")}`;
}
