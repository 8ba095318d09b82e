/** The scale of a map: from nothing to its largest cell, with its unit; hatched where the tokens gain. */
import { decimal } from "../format.ts";

interface MapLegendProps {
  readonly most: number;
  /** "nats", or none for a ratio. */
  readonly unit: string;
  /** Whether some cell lies below zero. */
  readonly gains: boolean;
  readonly children: React.ReactNode;
}

export function MapLegend({ most, unit, gains, children }: MapLegendProps) {
  return (
    <div className="map-legend">
      <div className="map-scale" aria-hidden="true">
        {gains && (
          <>
            <span className="number">{decimal(-most, 2)}</span>
            <span className="map-ramp map-ramp-gain" />
          </>
        )}
        <span className="number">0</span>
        <span className="map-ramp" />
        <span className="number">
          {decimal(most, 2)} {unit}
        </span>
      </div>
      <p className="hint">{children}</p>
    </div>
  );
}
