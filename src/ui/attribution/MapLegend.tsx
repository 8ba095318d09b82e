/** The scale of a map, from zero to its largest cell, with its unit; hatched where the tokens gain. */
import { useId } from "react";
import { useHandle } from "../app-context.ts";
import { FigureFiles } from "../figure-export/FigureFiles.tsx";
import { decimal } from "../shared/format.ts";
import { stageDrawing, stageFigure } from "../stage/stage-figure.ts";

interface MapLegendProps {
  readonly most: number;
  /** "nats", or empty for a ratio. */
  readonly unit: string;
  /** Whether some cell is below zero. */
  readonly gains: boolean;
  readonly children: React.ReactNode;
}

/** An SVG rather than a background, so that it can be saved with the map. */
function Ramp({ gains }: { gains: boolean }) {
  const id = useId();
  return (
    <svg className="map-ramp" aria-hidden="true" preserveAspectRatio="none" viewBox="0 0 100 10">
      <defs>
        {gains ? (
          <pattern id={id} width="3" height="3" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <path className="map-ramp-hatch" d="M0,0 V3" />
          </pattern>
        ) : (
          <linearGradient id={id}>
            <stop className="map-ramp-end" offset="0" stopOpacity="0" />
            <stop className="map-ramp-end" offset="1" stopOpacity="0.85" />
          </linearGradient>
        )}
      </defs>
      <rect className="map-ramp-frame" width="100" height="10" fill={`url(#${id})`} />
    </svg>
  );
}

/** Saves the image with the map on it, its box and this scale. */
function MapFiles() {
  const { store, actions } = useHandle();
  return (
    <FigureFiles
      title="The map on the image"
      fileOf={() => stageFigure(store.getState(), actions)}
      drawing={stageDrawing}
    />
  );
}

export function MapLegend({ most, unit, gains, children }: MapLegendProps) {
  return (
    <div className="map-legend">
      <div className="map-scale" aria-hidden="true" data-export="">
        {gains && (
          <>
            <span className="number">{decimal(-most, 2)}</span>
            <Ramp gains />
          </>
        )}
        <span className="number">0</span>
        <Ramp gains={false} />
        <span className="number">
          {decimal(most, 2)} {unit}
        </span>
      </div>
      <p className="hint">{children}</p>
      <MapFiles />
    </div>
  );
}
