/** A mark of any chart: a button that selects its items. A chart has one tab stop, which the arrow keys move. */
import { createContext, type KeyboardEvent, use } from "react";
import type { Mark, Tone } from "./chart-data.ts";

interface MarksState {
  /** Keys of the mark in the tab order and of the selected one. */
  readonly stop: string | null;
  readonly selected: string | null;
  readonly onFocus: (key: string) => void;
  readonly onPress: (mark: Mark) => void;
}

export const MarksContext = createContext<MarksState | null>(null);

interface ChartMarkProps {
  readonly mark: Mark;
  readonly tone: Tone;
  /** Its outline, and its hit area, which is larger where the mark is small. */
  readonly d: string;
  readonly hit: string;
  /** Outlined over a faint fill that carries text, instead of filled. */
  readonly faint?: boolean;
}

export function ChartMark({ mark, tone, d, hit, faint = false }: ChartMarkProps) {
  const marks = use(MarksContext);
  if (marks === null) throw new Error("A mark was rendered outside a chart.");
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    marks.onPress(mark);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button cannot stand within an SVG.
    <g
      className="chart-mark"
      role="button"
      tabIndex={marks.stop === mark.key ? 0 : -1}
      aria-label={mark.label}
      aria-pressed={marks.selected === mark.key}
      data-mark={mark.key}
      data-tone={tone}
      data-faint={faint}
      onFocus={() => marks.onFocus(mark.key)}
      onClick={() => marks.onPress(mark)}
      onKeyDown={onKeyDown}
    >
      <title>{mark.label}</title>
      <path className="chart-hit" d={hit} />
      <path className="chart-ink" d={d} />
    </g>
  );
}
