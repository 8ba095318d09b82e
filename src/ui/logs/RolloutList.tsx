/**
 * The rollouts that pass the filter: a list box of any length, of which only the rows in view are laid out. Arrow keys, Page
 * Up and Down, Home and End move through it.
 */
import { type KeyboardEvent, memo, useCallback, useEffect, useId, useRef, useState } from "react";
import type { RolloutLine } from "../../log/worker/api.ts";
import { count, decimal, grouped } from "../shared/format.ts";
import { listWindow, rowTarget } from "./list-window.ts";
import { useLogs, useLogsActions } from "./logs-context.ts";

/** Height of a row, as in the style sheet. */
const ROW_REM = 3.75;

/** Height of the list before it has been measured. */
const FIRST_HEIGHT = 600;

interface RowProps {
  readonly id: string;
  readonly line: RolloutLine;
  readonly prompt: string;
  readonly unit: string;
  readonly place: number;
  readonly rows: number;
  readonly top: number;
  readonly selected: boolean;
  readonly onChoose: (place: number) => void;
}

const Row = memo(function Row({ id, line, prompt, unit, place, rows, top, selected, onChoose }: RowProps) {
  const { step, reward, length, head } = line;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list box handles the keys.
    // biome-ignore lint/a11y/useFocusableInteractive: the list box has the focus, and names its active row.
    <div
      id={id}
      className="rollout-row"
      role="option"
      aria-selected={selected}
      aria-posinset={place + 1}
      aria-setsize={rows}
      style={{ top }}
      onClick={() => onChoose(place)}
    >
      <span className="rollout-facts number">
        {step !== null && <span>step {grouped(step)}</span>}
        <span data-reward={reward === null ? undefined : reward > 0}>reward {decimal(reward, 2)}</span>
        {length !== null && (
          <span>
            {grouped(length)} {unit}
          </span>
        )}
        <span className="rollout-prompt">{prompt}</span>
      </span>
      <span className="rollout-head" dir="auto">
        {head === "" ? "(nothing)" : head}
      </span>
    </div>
  );
});

/** The height of a row in pixels, which follows the size of the page's text. */
function rowHeight(): number {
  return ROW_REM * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
}

function useScrolled() {
  const ref = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ scrolled: 0, height: FIRST_HEIGHT });
  useEffect(() => {
    const list = ref.current;
    if (list === null) return;
    const measure = () => setView({ scrolled: list.scrollTop, height: list.clientHeight });
    const observer = new ResizeObserver(measure);
    observer.observe(list);
    list.addEventListener("scroll", measure, { passive: true });
    return () => {
      observer.disconnect();
      list.removeEventListener("scroll", measure);
    };
  }, []);
  return { ref, view };
}

export function RolloutList() {
  const source = useLogs((state) => state.source);
  const shown = useLogs((state) => state.shown);
  const chosen = useLogs((state) => state.chosen?.index ?? null);
  const { choose } = useLogsActions();
  const id = useId();
  const { ref, view } = useScrolled();
  const row = rowHeight();
  const current = chosen === null ? -1 : shown.indexOf(chosen);
  const chooseAt = useCallback((place: number) => void choose(shown[place] ?? null), [choose, shown]);
  if (source.kind !== "open") return null;
  const { rollouts, prompts, lengthUnit } = source.log;
  const { from, to } = listWindow(view.scrolled, view.height, row, shown.length);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const place = current < 0 ? null : current;
    const target = rowTarget(event.key, place, Math.floor(view.height / row), shown.length);
    if (target === null) return;
    event.preventDefault();
    const list = ref.current;
    if (list !== null) {
      const [top, bottom] = [target * row, (target + 1) * row - view.height];
      if (list.scrollTop > top) list.scrollTop = top;
      else if (list.scrollTop < bottom) list.scrollTop = bottom;
    }
    chooseAt(target);
  };
  const places = Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
  return (
    <section className="rollouts" aria-labelledby={`${id}-title`}>
      <div className="card-head">
        <h3 id={`${id}-title`}>Rollouts</h3>
        <span className="card-note" role="status">
          {count(shown.length, "rollout")} of {grouped(rollouts.length)}
        </span>
      </div>
      <div
        ref={ref}
        className="rollout-list"
        role="listbox"
        aria-label="Rollouts"
        tabIndex={0}
        aria-activedescendant={current >= from && current < to ? `${id}-${current}` : undefined}
        onKeyDown={onKeyDown}
      >
        <div className="rollout-length" role="presentation" style={{ height: shown.length * row }}>
          {places.map((place) => {
            const line = rollouts[shown[place] ?? -1];
            return line === undefined ? null : (
              <Row
                key={place}
                id={`${id}-${place}`}
                line={line}
                prompt={prompts[line.prompt]?.head ?? ""}
                unit={lengthUnit}
                place={place}
                rows={shown.length}
                top={place * row}
                selected={place === current}
                onChoose={chooseAt}
              />
            );
          })}
        </div>
      </div>
    </section>
  );
}
