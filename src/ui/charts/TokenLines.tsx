/**
 * Signals over the tokens of one answer. One slider stands for the selected token: arrow keys, Page Up and Down, Home and
 * End move it; a pointer hovers and selects. The key below doubles as the readout of the token that is pointed at.
 */
import { type KeyboardEvent, type PointerEvent, useMemo } from "react";
import { ChartTable } from "./ChartTable.tsx";
import { PLOT, TokenPanel } from "./TokenPanel.tsx";
import { panelsOf, spokenAt, type TokenSeries, tokenTable, valueAt, written } from "./token-data.ts";
import { tokenTicks } from "./token-ticks.ts";
import { useWidth } from "./use-width.ts";
import "./charts.css";

interface TokenLinesProps {
  readonly title: string;
  readonly tokens: readonly string[];
  readonly series: readonly TokenSeries[];
  /** Of what is not zero only by rounding, in the unit of the first series; null where it was not measured. */
  readonly floor: number | null;
  /** Symmetric logarithm: linear within the floor (or a thousandth), logarithmic beyond. */
  readonly scale: "linear" | "symlog";
  readonly selected: number | null;
  /** The token that is pointed at, here or elsewhere on the page. */
  readonly hovered?: number | null;
  readonly onSelect: (index: number) => void;
  readonly onHover: (index: number | null) => void;
}

const FIRST_WIDTH = 640;
const PAGE = 10;

/** Where a key leads from a token; null for keys that do not move. */
export function keyTarget(key: string, from: number | null, tokens: number): number | null {
  const steps: Readonly<Record<string, number>> = {
    ...{ ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 },
    ...{ PageUp: PAGE, PageDown: -PAGE, Home: -tokens, End: tokens },
  };
  const step = steps[key];
  if (step === undefined || tokens === 0) return null;
  if (from === null) return key === "End" ? tokens - 1 : 0;
  return Math.min(Math.max(from + step, 0), tokens - 1);
}

function pointed(event: PointerEvent<HTMLElement>, tokens: number): number | null {
  const { left, width } = event.currentTarget.getBoundingClientRect();
  const share = (event.clientX - left - PLOT.left) / (width - PLOT.left - PLOT.right);
  return share < 0 || share >= 1 ? null : Math.floor(share * tokens);
}

function Key({ series, at }: { readonly series: readonly TokenSeries[]; readonly at: number | null }) {
  return (
    <ul className="token-key">
      {series.map((each) => (
        <li key={each.id}>
          <svg width="28" height="8" aria-hidden="true">
            <path
              className="token-line"
              data-stroke={each.stroke}
              stroke={`var(${each.colour})`}
              d="M1 4H27"
            />
          </svg>
          {each.label}
          <span className="number">{at === null ? "" : written(valueAt(each, at))}</span>
        </li>
      ))}
    </ul>
  );
}

/** A line over all panels, `at` pixels from their left. */
function Cursor({ at, kind }: { readonly at: number; readonly kind: "hovered" | "selected" }) {
  return <div className="token-cursor" data-kind={kind} style={{ left: at }} />;
}

export function TokenLines(props: TokenLinesProps) {
  const { title, tokens, series, floor, scale, selected, hovered = null, onSelect, onHover } = props;
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
            {...{ panel, width, scale, tokens: tokens.length }}
            ticks={at === panels.length - 1 ? ticks : null}
            floor={at === 0 ? floor : null}
          />
        ))}
        {hovered !== null && <Cursor at={placeOf(hovered)} kind="hovered" />}
        {selected !== null && <Cursor at={placeOf(selected)} kind="selected" />}
      </div>
      <Key series={series} at={hovered ?? selected} />
      <ChartTable title={title} tableOf={() => tokenTable(tokens, series)} />
    </figure>
  );
}
