/** Formulas among the settings: they are named, renamed, removed, linked to and kept in files. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ATTENTION } from "../../evidence/replay.ts";
import { changeWords } from "../changes.ts";
import { advance, NO_HISTORY } from "../history.ts";
import { linkOf, readLink } from "../link/link.ts";
import { reduce } from "../session.ts";
import { USUAL_SETTINGS } from "../settings.ts";
import type { Settings } from "./document.ts";
import { openSession, openSessionText } from "./open.ts";
import { freeName, withFormula } from "./own-formulas.ts";
import { sessionText } from "./write.ts";

const opened = openSessionText(
  readFileSync(new URL("../../../public/sessions/identification-5.json", import.meta.url), "utf8"),
);
if (!opened.ok) throw new Error(opened.fault.message);
const session = opened.value;
const gap = { name: "gap", text: "# a: b & c\ngap = lS - lT" };

test("a formula is added, replaced and removed; what it colours and plots follows its name", () => {
  const coloured: Settings = {
    ...USUAL_SETTINGS,
    signal: "formula:gap@control=blank",
    lines: ["jsd", "formula:gap"],
  };
  const added = withFormula(coloured, null, gap);
  expect(added.formulas).toEqual([gap]);
  const renamed = withFormula(added, "gap", { name: "far", text: "far = lS" });
  expect(renamed).toMatchObject({
    signal: "formula:far@control=blank",
    lines: ["jsd", "formula:far"],
    formulas: [{ name: "far", text: "far = lS" }],
  });
  const removed = withFormula(renamed, "far", null);
  expect(removed).toEqual({ ...USUAL_SETTINGS, lines: ["jsd"] });
  expect(freeName("gap", [gap, { name: "gap_2", text: "1" }])).toBe("gap_3");
});

test("typing a formula is one step, and undoing it has words", () => {
  const typed = (text: string, former: string | null) =>
    ({ kind: "setFormula", former, formula: { name: "gap", text } }) as const;
  const first = advance({ session, history: NO_HISTORY }, typed("gap = lS", null));
  const second = advance(first, typed("gap = lS - lT", "gap"));
  expect(second.history.past).toEqual([session]);
  expect(changeWords(session, second.session)).toBe("a formula");
});

test("files and links hold formulas; what a later version wrote beside them is kept", () => {
  const own = reduce(session, { kind: "setFormula", former: null, formula: gap });
  const query = linkOf({ ...own, settings: { ...own.settings, signal: "formula:gap" } });
  if (!query.ok) throw new Error(query.fault.message);
  expect(readLink(`?${query.value}`)).toMatchObject({
    ok: true,
    value: { settings: { formulas: [gap], signal: "formula:gap" } },
  });
  const later = { ...gap, colour: "green" };
  const stored = JSON.parse(
    sessionText({ ...session, settings: { ...session.settings, formulas: [later] } }),
  );
  const again = openSession(stored);
  if (!again.ok) throw new Error(again.fault.message);
  expect(again.value.settings.formulas).toEqual([later]);
  stored.settings.formulas = [{ name: "a b", text: "1" }];
  expect(openSession(stored).ok).toBe(false);
});

test("attention that was measured is kept with the box that it is about; one column too short is refused", () => {
  const box = { x: 0.25, y: 0.5, width: 0.125, height: 0.1 };
  const attending = (tokens: (length: number) => number) => {
    const experiments = session.experiments.map((experiment) => ({
      ...experiment,
      replays: experiment.replays.map((replay) => {
        if (replay === null) return null;
        const shares = new Array<number>(tokens(replay.sides[0]?.logProb.length ?? 0)).fill(0.125);
        return { ...replay, attended: box, sums: replay.sides.slice(1).map(() => ({ [ATTENTION]: shares })) };
      }),
    }));
    return { ...session, experiments };
  };
  const whole = attending((length) => length);
  expect(openSessionText(sessionText(whole))).toEqual({ ok: true, value: whole });
  const short = openSessionText(sessionText(attending((length) => length - 1)));
  expect(short).toMatchObject({ ok: false, fault: { message: expect.stringContaining("columns") } });
});
