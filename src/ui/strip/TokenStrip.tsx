/** The student's tokens, coloured by a signal. */
import { lazy, type ReactNode, type RefObject, useEffect, useMemo } from "react";
import { shownRollout } from "../../app/selectors.ts";
import type { Rollout } from "../../evidence/rollout.ts";
import { formulaNameOf } from "../../session/document/own-formulas.ts";
import { markOf } from "../../session/signals/range.ts";
import { unitOf } from "../../session/signals/signal.ts";
import { outdated } from "../answer/stale.ts";
import { useActions, useApp } from "../app-context.ts";
import { Part } from "../fault/Part.tsx";
import { inspect, useStrip } from "../inspector/inspected.ts";
import { count } from "../shared/format.ts";
import { useRoving } from "../shared/use-roving.ts";
import { isMixed, type Run, runsOf } from "./bidi.ts";
import { Legend } from "./Legend.tsx";
import { SignalPicker } from "./SignalPicker.tsx";
import { valueWords } from "./signal-words.ts";
import { Token } from "./Token.tsx";
import { type SignalView, useSignal } from "./use-signal.ts";
import "./strip.css";

const FormulaPanel = lazy(async () => ({
  default: (await import("./FormulaPanel.tsx")).FormulaPanel,
}));

const ENDS: Readonly<Record<Rollout["end"], string>> = {
  stopToken: "",
  length: " · cut at the length limit",
  cancelled: " · stopped by you",
};

const UNMEASURED = { strength: null, tone: "disagree", value: null } as const;

/** A token's colour, and its value in words. */
function appearanceOf({ signal, scale, reading, divergence }: SignalView, index: number) {
  const value = reading?.kind === "values" ? (reading.values[index] ?? null) : null;
  const mark = markOf(scale, value);
  if (mark === null) return UNMEASURED;
  const words = `${signal.title.toLowerCase()} ${valueWords(signal, scale, value)} ${unitOf(signal, divergence)}`;
  return { ...mark, value: words.trim() };
}

/** Keeps the shown token in view within the strip, whoever selected it; the page does not scroll. */
function useInSight(ref: RefObject<HTMLDivElement | null>, index: number | null): void {
  useEffect(() => {
    const list = ref.current;
    const item = index === null ? undefined : list?.querySelectorAll<HTMLElement>(".token")[index];
    if (list === null || item === undefined) return;
    const top = item.offsetTop - list.offsetTop;
    if (top < list.scrollTop) list.scrollTop = top;
    const bottom = top + item.offsetHeight;
    if (bottom > list.scrollTop + list.clientHeight) list.scrollTop = bottom - list.clientHeight;
  }, [ref, index]);
}

/** Tokens in order; those of another direction are in an element of their own. */
function Runs({ run, draw }: { run: Run; draw: (index: number) => ReactNode }) {
  return run.items.map((item, at) =>
    typeof item === "number" ? (
      draw(item)
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: tokens are only ever added at the end.
      <span key={`run ${at}`} className="token-run" role="presentation" dir={item.direction}>
        <Runs run={item} draw={draw} />
      </span>
    ),
  );
}

export function TokenStrip() {
  const tokens = useStrip();
  const view = useSignal();
  const selection = useApp((state) => state.selection);
  const running = useApp((state) => state.run.kind);
  const session = useApp((state) => state.session);
  const { select } = useActions();
  const { ref, onKeyDown } = useRoving<HTMLDivElement>();
  const appearances = useMemo(() => tokens.map(({ index }) => appearanceOf(view, index)), [tokens, view]);
  const runs = useMemo(() => runsOf(tokens.map(({ text }) => text)), [tokens]);
  const shown = inspect(selection, tokens);
  const rollout = useApp(shownRollout);
  const end = running !== "answering" && rollout !== null ? ENDS[rollout.end] : "";
  useInSight(ref, shown?.chosen === true ? shown.index : null);
  const stateOf = (index: number) => {
    if (shown?.index !== index) return "plain";
    return shown.chosen ? "selected" : "shown";
  };
  const draw = (index: number) => {
    const token = tokens[index];
    if (token === undefined) return null;
    const { text, teacherInstead } = token;
    return (
      <Token
        key={index}
        index={index}
        text={text}
        teacherInstead={teacherInstead}
        {...(appearances[index] ?? UNMEASURED)}
        state={stateOf(index)}
        tabStop={index === (shown?.index ?? 0)}
        onSelect={select}
      />
    );
  };
  return (
    <section className="card strip" aria-labelledby="strip-title" data-part="tokens">
      <div className="card-head">
        <h2 id="strip-title">The student’s tokens</h2>
        <span className="card-note">
          below: the teacher’s alternative{tokens.length > 0 && ` · ${count(tokens.length, "token")}${end}`}
        </span>
      </div>
      <SignalPicker view={view} />
      {formulaNameOf(view.signal.id) !== null && (
        <Part name="The formula">
          <FormulaPanel view={view} token={shown?.index ?? 0} />
        </Part>
      )}
      <div
        className="tokens"
        data-export=""
        role="listbox"
        aria-labelledby="strip-title"
        aria-orientation="horizontal"
        data-outdated={running !== "answering" && outdated(session) !== null}
        data-waiting={running === "replaying"}
        data-mixed={isMixed(runs)}
        dir={runs.direction}
        ref={ref}
        onKeyDown={onKeyDown}
      >
        <Runs run={runs} draw={draw} />
      </div>
      <Legend view={view} shown={shown?.index ?? null} />
      <p className="hint signal-about">{view.signal.about}</p>
    </section>
  );
}
