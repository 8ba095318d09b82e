/** One more divergence and one more gate, added in memory: they appear wherever the catalogs are shown, stored or documented. */
import { readFileSync } from "node:fs";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { success } from "../base/outcome.ts";
import { JSD_HALF } from "../evidence/replay.ts";
import { gates } from "../gate/catalog.ts";
import { type AnyGate, ofAnswers } from "../gate/gate.ts";
import { divergences } from "../math/divergences/catalog.ts";
import { type DivergenceDefinition, PLAIN, SUMMED } from "../math/divergences/definition.ts";

const root = new URL("../../", import.meta.url);
const docs = await import("../../scripts/docs/catalog-docs.ts");
const { formulaDocs } = await import("../../scripts/docs/formula-docs.ts");

/** The generated docs without the additions of this file. */
const pages = { divergences: docs.divergenceDocs(), gates: docs.gateDocs(), formulas: formulaDocs() };

test.each(Object.entries(pages))(
  "docs/%s.md matches the catalog; otherwise run node scripts/docs/write-schema.mjs",
  (name, text) => expect(readFileSync(new URL(`docs/${name}.md`, root), "utf8")).toBe(text),
);

/** Half the sum of squared differences. */
const dummyDivergence: DivergenceDefinition = {
  ...PLAIN,
  id: "dummyDistance",
  title: "Dummy distance",
  about: "Only in this test.",
  source: "this test",
  unit: "",
  parameter: { name: "dummyShare", symbol: "ψ", words: "share", least: 0, most: 3, step: 1, start: 2 },
  symbol: (share) => `Ψ_{${share}}`,
  formula: (share) => `${share} Σ (p − q)²`,
  between: (student, teacher) => `Ψ(${student}, ${teacher})`,
  value: ({ student, teacher }, share) =>
    share * student.reduce((sum, p, bin) => sum + (Math.exp(p) - Math.exp(teacher[bin] as number)) ** 2, 0),
  binGradients: ({ student }) => student.map(() => 0),
  kernel: SUMMED,
};

const dummyGate: AnyGate = {
  id: "dummy-gate",
  title: "Dummy: a gate of this test",
  idea: "Every answer counts the same.",
  formula: "w = ψ",
  source: "this test",
  needs: ["student"],
  judges: false,
  knobs: { psi: { symbol: "ψ", name: "the weight", equation: "w = ψ", least: 0, most: 4, step: 1 } },
  choices: {},
  conventions: [],
  start: { psi: 3 },
  columns: { score: "ψ", advantage: "ψ", weight: "w" },
  signals: { kind: "weights", source: "this test", weight: "w = ψ", loss: "ψ KL", teacher: "teacher" },
  weightScale: () => ({ most: 4, ungated: 1 }),
  computeWeights(group, { psi }) {
    const perAnswer = group.map(() => Number(psi));
    const perToken = group.map(({ logProbs: { student = [] } }) => student.map(() => Number(psi)));
    return success({ perAnswer, perToken, trail: [ofAnswers("ψ", "weight", "ψ", perAnswer)], remarks: [] });
  },
};

// Before anything that reads the catalogs while it is loaded.
(divergences as DivergenceDefinition[]).push(dummyDivergence);
(gates as AnyGate[]).push(dummyGate);
const { sessionJsonSchema } = await import("../../scripts/docs/session-json-schema.ts");
const { DivergenceFormula, DivergenceSymbol } = await import("./inspector/DivergenceWords.tsx");
const { otherDivergences } = await import("./inspector/SideNumbers.tsx");
const { divergenceOptions } = await import("./strip/DivergenceFields.tsx");
const { describe: described } = await import("./gates/settings.ts");
const { rowsOf, weightScale } = await import("./gates/rows.ts");
const { SIGNALS } = await import("../session/signals/catalog.ts");
const { divergenceFormula, divergenceUnit } = await import("../session/signals/formula.ts");
const { experiment, replay, side } = await import("../session/signals/hand-made.testing.ts");
const { readLink } = await import("../session/link/link.ts");
const { openSession } = await import("../session/document/open.ts");
const { runCard } = await import("../session/exports/run-card.ts");
const { tokenTable } = await import("../session/exports/token-table.ts");
const { weighingOf } = await import("../session/weighing.ts");
const { supportRows } = await import("../math/support/support-rows.ts");
const { USUAL_SETTINGS } = await import("../session/settings.ts");

const chosen = { ...JSD_HALF, kind: "dummyDistance", dummyShare: 1 };
const measured = {
  ...replay(side("student", [-1, -2]), [{ side: side("teacher", [-1, -1]), name: "crop" }]),
  divergence: chosen,
};

test("a divergence: fields, words, tables, schema, export, docs", () => {
  expect(divergenceOptions()).toContainEqual({ value: "dummyDistance", name: "Dummy distance" });
  const words = renderToStaticMarkup(
    <>
      <DivergenceSymbol divergence={chosen} />
      <DivergenceFormula divergence={chosen} />
    </>,
  );
  expect(words.replace(/<[^>]*>/g, "")).toBe("Ψ1= 1 Σ (p − q)²");
  expect(divergenceFormula(chosen, "teacher")).toBe("Ψ(student, teacher)");
  expect(divergenceUnit(chosen)).toBe("");
  expect(otherDivergences({ dummyDistance: [0.25] } as never, chosen, 0)).toContainEqual({
    id: "dummyDistance",
    symbol: "Ψ_{1}",
    value: 0.25,
  });
  expect(sessionJsonSchema()).toContain('"dummyShare"');
  const card = runCard(experiment([measured]), null);
  expect(card.find(({ name }) => name === "divergence")?.value).toContain("dummyDistance dummyShare 1");
  expect(docs.divergenceDocs()).toContain("Dummy distance");
  const rows = { kind: "host", rows: 1, vocabulary: 3, data: Float32Array.of(1, 2, 3) } as const;
  const asked = { temperature: 1, k: 1, from: "student", rest: "tail", divergence: chosen } as const;
  expect(supportRows(rows, rows, asked).divergence).toEqual([0]);
});

test("a gate: fields, words, tables, signals, schema, link, export, docs", () => {
  expect(described({ gate: "dummy-gate" }).knobs.map(([name]) => name)).toEqual(["psi"]);
  const choice = { gate: "dummy-gate", settings: { psi: 2 } };
  const given = experiment([measured]);
  const weighing = weighingOf(given, choice);
  if (weighing.kind !== "weighed") throw new Error(weighing.kind);
  expect(rowsOf(given, "dummy-gate", weighing.reading.weights)[0]).toMatchObject({ score: 2, weight: 2 });
  expect(weightScale(choice, 1).most).toBe(4);
  expect(SIGNALS.map(({ id }) => id)).toEqual(
    expect.arrayContaining(["weight:dummy-gate", "loss:dummy-gate"]),
  );
  expect(sessionJsonSchema()).toContain('"dummy-gate"');
  expect(tokenTable({ ...given, gates: [weighing.reading] }, null)).toContain("dummy-gate: weight");
  expect(docs.gateDocs()).toContain("Dummy: a gate of this test");
  expect(readLink("?scene=a&dummy-gate=psi:1")).toMatchObject({
    ok: true,
    value: { settings: { gates: { "dummy-gate": { psi: 1 } } } },
  });
});

test("a session that knows the gate opens with its settings, and one of a wrong type is refused", () => {
  const session = {
    ...{
      format: "fovea-session",
      schema: 4,
      title: "",
      images: [],
      experiments: [],
      shown: null,
      plan: null,
    },
    settings: { ...USUAL_SETTINGS, divergence: chosen, gates: { "dummy-gate": { psi: 1 } } },
  };
  expect(openSession(session)).toMatchObject({ ok: true, value: { settings: session.settings } });
  const wrong = { ...session, settings: { ...session.settings, gates: { "dummy-gate": { psi: "many" } } } };
  expect(openSession(wrong)).toMatchObject({ ok: false, fault: { kind: "corrupt" } });
});
