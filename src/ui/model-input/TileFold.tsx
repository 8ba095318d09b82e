/** Where the evidence falls on the tiles that the model cuts the full image into: drawn on the image on demand, and said. */
import { useId, useMemo } from "react";
import { evidenceTiles } from "../../evidence/views/tiles.ts";
import type { Box } from "../../view/box.ts";
import { useApp } from "../app-context.ts";
import type { Shown } from "./ModelInput.tsx";
import { TilingChoice } from "./TilingChoice.tsx";
import { tileWords } from "./tile-words.ts";
import { usePicture } from "./use-picture.ts";
import "./tiles.css";

/** The full image as the student's model reads it, whatever its view is; null until it is known, or where it is not wanted. */
export function useFullImage(wanted: boolean): Shown | null {
  const model = useApp(({ model }) => (model.kind === "ready" ? model.facts.id : null));
  const source = useApp(({ session }) => session.plan?.image ?? null);
  const longestEdge = useApp(({ session }) => session.plan?.longestEdge);
  const request = useMemo(
    () =>
      wanted && model !== null && source !== null
        ? {
            model,
            image: { view: { source, edits: [] } },
            edges: longestEdge === undefined ? {} : { longestEdge },
          }
        : null,
    [wanted, model, source, longestEdge],
  );
  const given = usePicture(request);
  return wanted && given?.outcome.ok === true ? given.outcome.value : null;
}

/** The tiles' borders over the image; tiles without evidence are dimmed. Pointer events pass through it. */
export function TileLayer({ box, picture }: { box: Box; picture: Shown | null }) {
  if (picture === null) return null;
  const { rows, columns } = picture.grid;
  const lines = [
    ...Array.from({ length: Math.max(0, columns - 1) }, (_, i) => `M${(i + 1) / columns},0 V1`),
    ...Array.from({ length: Math.max(0, rows - 1) }, (_, i) => `M0,${(i + 1) / rows} H1`),
  ];
  const held = evidenceTiles(box, picture.grid).map(
    ({ box: { x, y, width, height } }) => `M${x},${y} h${width} v${height} h${-width} Z`,
  );
  return (
    <svg className="tile-overlay" viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
      {rows > 0 && <path className="tile-other" fillRule="evenodd" d={`M0,0 H1 V1 H0 Z ${held.join(" ")}`} />}
      <path className="tile-border-under" d={lines.join(" ")} />
      <path className="tile-border" d={lines.join(" ")} />
    </svg>
  );
}

interface TileFoldProps {
  readonly box: Box;
  readonly shown: boolean;
  /** Null while it is not known. */
  readonly picture: Shown | null;
  readonly onShow: (shown: boolean) => void;
}

/** The key, and the sentence while the tiles are drawn; nothing for a model that does not cut images. */
export function TileFold({ box, shown, picture, onShow }: TileFoldProps) {
  const id = useId();
  const tiling = useApp(({ model }) => (model.kind === "ready" ? model.facts.gives.tiling : null));
  if (tiling === null) return null;
  return (
    <div className="tile-fold" data-part="tiles">
      <button
        type="button"
        className="quiet"
        aria-expanded={shown}
        aria-controls={id}
        onClick={() => onShow(!shown)}
      >
        Tiles that the model reads
      </button>
      <p id={id} className="hint" role="status">
        {shown && picture !== null && tileWords(picture, box)}
      </p>
      <TilingChoice tiling={tiling} />
    </div>
  );
}
