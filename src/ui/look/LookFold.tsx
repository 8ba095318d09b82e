/** The fold under the picture that opens the maps; their code is fetched then. */
import { lazy, useId } from "react";
import { Part } from "../fault/Part.tsx";
import "./fold.css";
import type { MapKind } from "./MapOverlay.tsx";

const LookPanel = lazy(async () => ({ default: (await import("./LookPanel.tsx")).LookPanel }));
const MapOverlay = lazy(async () => ({ default: (await import("./MapOverlay.tsx")).MapOverlay }));

/** Which map lies on the picture; null while the fold is shut. */
export type Looking = MapKind | null;

interface LookFoldProps {
  readonly looking: Looking;
  readonly onLook: (looking: Looking) => void;
}

export function LookFold({ looking, onLook }: LookFoldProps) {
  const id = useId();
  return (
    <div className="look-fold" data-part="look">
      <button
        type="button"
        className="quiet"
        aria-expanded={looking !== null}
        aria-controls={id}
        onClick={() => onLook(looking === null ? "sensitivity" : null)}
      >
        Where the model looks
      </button>
      <div id={id}>
        {looking !== null && (
          <Part name="The maps’ panel" meanwhile={<p className="hint">Opening …</p>}>
            <LookPanel kind={looking} onKind={onLook} />
          </Part>
        )}
      </div>
    </div>
  );
}

/** The map over the picture, inside the picture's plane. */
export function LookLayer({ looking }: { looking: Looking }) {
  return looking === null ? null : (
    <Part name="The map">
      <MapOverlay kind={looking} />
    </Part>
  );
}
