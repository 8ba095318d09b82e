/**
 * Signals over the tokens of one answer. A slider represents the selected token: arrow keys, Page Up and Down, Home and
 * End move it; a pointer hovers and selects. The legend doubles as the readout at the token under the pointer.
 */
import { type KeyboardEvent, type PointerEvent, useMemo, useRef } from "react";
import { FigureFiles } from "../../figure-export/FigureFiles.tsx";
import type { FigureFile } from "../../figure-export/figure-svg.ts";
import { ChartTable } from "../ChartTable.tsx";
import { Legend, type LegendEntry } from "../Legend.tsx";
import { useWidth } from "../use-width.ts";
import { PLOT, TokenPanel } from "./TokenPanel.tsx";
import {
  keyTarget,
  panelsOf,
  spokenAt,
  type TokenSeries,
  tokenTable,
  valueAt,
  written,
} from "./token-data.ts";
import { tokenTicks } from "./token-ticks.ts";
import "../charts.css";

interface TokenLinesProps {
  readonly title: string;
  readonly tokens: readonly string[];
  readonly series: readonly TokenSeries[];
  /** Values below this are rounding noise, in the unit of the first series; null where it was not measured. */
  readonly floor: number | null;
  /** Symmetric logarithm: linear within the floor (or a thousandth), logarithmic beyond it. */
  readonly scale: "linear" | "symlog";
  readonly selected: number | null;
  /** The token under the pointer, here or elsewhere on the page. */
  readonly hovered?: number | null;
  readonly onSelect: (index: number) => void;
  readonly onHover: (index: number | null) => void;
  /** File name and notes for saving; without it there are no buttons to save. */
  readonly file?: FigureFile;
}

const FIRST_WIDTH = 640;

function pointed(event: PointerEvent<HTMLElement>, tokens: number): number | null {
  const { left, width } = event.currentTarget.getBoundingClientRect();
  const share = (event.clientX - left - PLOT.left) / (width - PLOT.left - PLOT.right);
  return share < 0 || share >= 1 ? null : Math.floor(share * tokens);
}

/** The legend, with each line's value at the token under the pointer. */
function legendOf(series: readonly TokenSeries[], at: number | null): readonly LegendEntry[] {
  return series.map((each) => ({
    key: each.id,
    label: each.label,
    sample: { stroke: each.stroke, colour: each.colour },
    value: at === null ? "" : written(valueAt(each, at)),
  }));
}

/** A line across all panels, `at` pixels from their left. */
function Cursor({ at, kind }: { readonly at: number; readonly kind: "hovered" | "selected" }) {
  return <div className="token-cursor" data-kind={kind} style={{ left: at }} />;
}

export function TokenLines(props: TokenLinesProps) {
  const { title, tokens, series, floor, scale, selected, hovered = null, onSelect, onHover, file } = props;
  const drawing = useRef<HTMLDivElement>(null);
  const { ref, width } = useWidth<HTMLDivElement>(FIRST_WIDTH);
  const panels = useMemo(() => panelsOf(series), [series]);
  const ticks = useMemo(() => tokenTicks(tokens, width - PLOT.left - PLOT.right), [tokens, width]);
  const placeOf = (index: number): number =>
    PLOT.left + ((index + 0.5) / tokens.length) * (width - PLOT.left - PLOT.right);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const to = keyTarget(event.key, selected, tokens.length);
    if (to === null) return;
    event.preventDefault();
    onSelect(to);
  };
  return (
    <figure className="token-lines" aria-label={title}>
      {file !== undefined && (
        <FigureFiles title={file.title} fileOf={() => file} drawing={() => [drawing.current]} />
      )}
      <div ref={drawing}>
        <div
          ref={ref}
          className="token-panels"
          role="slider"
          tabIndex={0}
          aria-label={title}
          aria-valuemin={1}
          aria-valuemax={Math.max(1, tokens.length)}
          aria-valuenow={(selected ?? 0) + 1}
          aria-valuetext={spokenAt(tokens, series, selected)}
          onKeyDown={onKeyDown}
          onPointerMove={(event) => {
            const index = pointed(event, tokens.length);
            if (index !== hovered) onHover(index);
          }}
          onPointerLeave={() => onHover(null)}
          onPointerUp={(event) => {
            const index = pointed(event, tokens.length);
            if (index !== null && event.button === 0) onSelect(index);
          }}
        >
          {panels.map((panel, at) => (
            <TokenPanel
              key={panel.unit}
              panel={panel}
              width={width}
              scale={scale}
              tokens={tokens.length}
              ticks={at === panels.length - 1 ? ticks : null}
              floor={at === 0 ? floor : null}
            />
          ))}
          {hovered !== null && <Cursor at={placeOf(hovered)} kind="hovered" />}
          {selected !== null && <Cursor at={placeOf(selected)} kind="selected" />}
        </div>
        <Legend entries={legendOf(series, hovered ?? selected)} />
      </div>
      <ChartTable title={title} tableOf={() => tokenTable(tokens, series)} />
    </figure>
  );
}
