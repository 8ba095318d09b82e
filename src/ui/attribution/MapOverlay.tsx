/** The chosen map over the image. Pointer events pass through it to the box below. */
import { useId } from "react";
import { useApp } from "../app-context.ts";
import { attentionCells, type DrawnMap, sensitivityCells, usualLayer } from "./map-cells.ts";
import { useAttribution } from "./use-attribution.ts";
import "./attribution.css";

export type MapKind = "sensitivity" | "attention";

/** No cell hides the image completely. */
const STRONGEST = 0.85;

function Cells({ kind, map: { cells, most } }: { kind: MapKind; map: DrawnMap }) {
  const hatch = useId();
  return (
    <svg
      className="map-overlay"
      data-kind={kind}
      viewBox="0 0 1 1"
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <defs>
        <pattern id={hatch} width="0.012" height="0.012" patternUnits="userSpaceOnUse">
          <path className="map-hatch" d="M0,0.012 L0.012,0" />
        </pattern>
      </defs>
      {cells.map(({ box: { x, y, width, height }, value }) => {
        const strength = most > 0 ? (STRONGEST * Math.abs(value)) / most : 0;
        return (
          <rect
            key={`${x} ${y} ${width}`}
            className="map-cell"
            x={x}
            y={y}
            width={width}
            height={height}
            {...(value < 0 ? { fill: `url(#${hatch})` } : {})}
            fillOpacity={strength}
          />
        );
      })}
    </svg>
  );
}

function SensitivityCells() {
  const run = useAttribution((state) => state.run);
  const selected = useAttribution((state) => state.selected);
  const image = useApp((state) => state.session.plan?.image);
  const view = run?.subject.showing.parts.find((part) => part.kind === "picture")?.view;
  return run === null || view?.source !== image ? null : (
    <Cells kind="sensitivity" map={sensitivityCells(run, selected)} />
  );
}

function AttentionCells() {
  const attention = useAttribution((state) => state.attention);
  const layer = useAttribution((state) => state.layer);
  if (attention.kind !== "read") return null;
  const { reading } = attention;
  return <Cells kind="attention" map={attentionCells(reading, layer ?? usualLayer(reading.layers.length))} />;
}

export function MapOverlay({ kind }: { kind: MapKind }) {
  return kind === "sensitivity" ? <SensitivityCells /> : <AttentionCells />;
}
