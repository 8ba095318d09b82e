/** The person's own formulas: their changes, which of them were run in this tab, and their signals. */
import type { OwnFormula } from "../../session/document/document.ts";
import { formulaSignalId, formulasOf } from "../../session/document/own-formulas.ts";
import { settled } from "../../session/history.ts";
import type * as Reader from "../../session/signals/own/formula-signals.ts";
import type { Actions } from "../actions.ts";
import { type AppServices, apply, set } from "../services.ts";
import type { AppState } from "../state.ts";
import { replay } from "./run-actions.ts";

type FormulaActions = Pick<Actions, "setFormula" | "addFormula" | "runFormula" | "computeSums">;

/** In the tab's own storage, so that a reload does not ask again. */
const KEY = "fovea-formulas";

const MOST_KEPT = 64;

/** The first text of a new formula, where the signal on the screen is none that the language can write. */
const FIRST = "gap = lS - lQ";

function keptTexts(): ReadonlySet<string> {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
    return new Set(Array.isArray(kept) ? kept.filter((text) => typeof text === "string") : []);
  } catch {
    return new Set();
  }
}

/** Those of the session are always kept; a slider that is dragged runs a text at every place. */
function keep(texts: ReadonlySet<string>, used: readonly OwnFormula[]): void {
  const inUse = new Set(used.map(({ text }) => text));
  const earlier = [...texts].filter((text) => !inUse.has(text)).slice(-MOST_KEPT);
  try {
    sessionStorage.setItem(
      KEY,
      JSON.stringify([...earlier, ...[...texts].filter((text) => inUse.has(text))]),
    );
  } catch {
    // Without storage the person is asked again after a reload.
  }
}

const formulasIn = ({ session }: AppState): readonly OwnFormula[] => formulasOf(session.settings);

/**
 * Makes the signals again whenever a formula changes or is run, in the same step as soon as the code for it has loaded: it
 * is fetched with the first formula.
 */
function followFormulas({ store }: AppServices): void {
  let reader: typeof Reader | null = null;
  const make = (): void => {
    const now = store.getState();
    const formulas = formulasIn(now);
    store.setState({
      formulaSignals: reader?.formulaSignals(formulas, now.runFormulas, now.lostFormulas) ?? [],
      formulaSums: reader?.sumsOf(formulas, now.runFormulas) ?? [],
    });
  };
  const follow = async (): Promise<void> => {
    if (formulasIn(store.getState()).length > 0)
      reader ??= await import("../../session/signals/own/formula-signals.ts");
    make();
  };
  store.subscribe((now, before) => {
    if (formulasIn(now) === formulasIn(before) && now.runFormulas === before.runFormulas) return;
    if (reader === null) void follow();
    else make();
  });
  void follow();
}

export function createFormulaActions(services: AppServices): FormulaActions {
  const { store } = services;
  set(services, { runFormulas: keptTexts() });
  followFormulas(services);
  const runFormula = (text: string): void => {
    const { runFormulas } = store.getState();
    if (runFormulas.has(text)) return;
    const run = new Set([...runFormulas, text]);
    keep(run, formulasIn(store.getState()));
    set(services, { runFormulas: run });
  };
  return {
    runFormula,
    setFormula(former, formula) {
      if (formula !== null) runFormula(formula.text);
      apply(services, { kind: "setFormula", former, formula });
    },
    computeSums: () => replay(services),
    async addFormula(from) {
      const [{ STARTS }, { namedFormula }] = await Promise.all([
        import("../../formula/catalog/starts.ts"),
        import("../../session/signals/own/named-formula.ts"),
      ]);
      const start = STARTS.find(({ signal }) => signal === from)?.text ?? FIRST;
      const formula = namedFormula(start, formulasIn(store.getState()));
      runFormula(formula.text);
      apply(services, { kind: "setFormula", former: null, formula });
      apply(services, { kind: "setSignal", signal: formulaSignalId(formula.name) });
      set(services, { history: settled(store.getState().history) });
    },
  };
}
