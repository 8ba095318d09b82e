/** The disclosure below the image that opens the maps; their code is fetched then. */
import { lazy, useId } from "react";
import { Part } from "../fault/Part.tsx";
import "./fold.css";
import type { MapKind } from "./MapOverlay.tsx";

const AttributionPanel = lazy(async () => ({
  default: (await import("./AttributionPanel.tsx")).AttributionPanel,
}));
const MapOverlay = lazy(async () => ({ default: (await import("./MapOverlay.tsx")).MapOverlay }));

/** Which map is shown on the image; null while the disclosure is closed. */
export type ShownMap = MapKind | null;

interface AttributionFoldProps {
  readonly shown: ShownMap;
  readonly onShow: (shown: ShownMap) => void;
}

export function AttributionFold({ shown, onShow }: AttributionFoldProps) {
  const id = useId();
  return (
    <div className="attribution-fold" data-part="attribution">
      <button
        type="button"
        className="quiet"
        aria-expanded={shown !== null}
        aria-controls={id}
        onClick={() => onShow(shown === null ? "sensitivity" : null)}
      >
        Where the model looks
      </button>
      <div id={id}>
        {shown !== null && (
          <Part name="The map panel" meanwhile={<p className="hint">Opening …</p>}>
            <AttributionPanel kind={shown} onKind={onShow} />
          </Part>
        )}
      </div>
    </div>
  );
}

/** The map over the image, inside the image's plane. */
export function AttributionLayer({ shown }: { shown: ShownMap }) {
  return shown === null ? null : (
    <Part name="The map">
      <MapOverlay kind={shown} />
    </Part>
  );
}
