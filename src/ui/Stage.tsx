/** The picture with its evidence box. */
import { useEffect, useState } from "react";
import { imageOf } from "../session/derived.ts";
import type { PixelWindow } from "../view/box.ts";
import { useApp } from "./app-context.ts";
import { BoxFields } from "./BoxFields.tsx";
import { EvidenceBox } from "./EvidenceBox.tsx";
import { LookFold, type Looking, LookLayer } from "./look/LookFold.tsx";
import { Filmstrip } from "./stage/Filmstrip.tsx";
import { Viewport } from "./stage/Viewport.tsx";
import { type BoxHandle, useBox } from "./use-box.ts";
import { useBoxPointer } from "./use-box-pointer.ts";

/** Says where the box is once it has rested, so that a drag is announced once. */
function useRestingBox(pixels: PixelWindow | undefined): string {
  const words = pixels ? `Box at ${pixels.x}, ${pixels.y}: ${pixels.width} by ${pixels.height} pixels.` : "";
  const [said, setSaid] = useState(words);
  useEffect(() => {
    const timer = window.setTimeout(() => setSaid(words), 500);
    return () => window.clearTimeout(timer);
  }, [words]);
  return said;
}

function Picture({ box, looking }: { box: BoxHandle; looking: Looking }) {
  const image = useApp((state) => imageOf(state.session));
  const url = useApp((state) => state.imageUrl);
  const { cancel, planeProps } = useBoxPointer(box);
  const { width, height } = box.size;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what a drag does here, the arrow keys do on the box inside.
    <div
      className="plane"
      data-paper=""
      style={{ aspectRatio: `${width} / ${height}` }}
      onKeyDown={(event) => {
        if (event.key === "Escape" && cancel()) event.stopPropagation();
      }}
      {...planeProps}
    >
      {url !== null && <img className="plane-image" src={url} alt={image?.alt ?? ""} draggable={false} />}
      <LookLayer looking={looking} />
      <EvidenceBox box={box} />
    </div>
  );
}

export function Stage() {
  const image = useApp((state) => imageOf(state.session));
  const box = useBox();
  const said = useRestingBox(box?.pixels);
  const [looking, look] = useState<Looking>(null);
  return (
    <section className="card stage" aria-labelledby="stage-title" data-part="stage">
      <div className="card-head">
        <h2 id="stage-title">The picture and its evidence</h2>
        {image !== null && <span className="card-note picture-name">{image.name}</span>}
      </div>
      {box === null ? (
        <p className="stage-empty">Choose a scene above, or open a picture of your own.</p>
      ) : (
        <>
          <Viewport box={box}>
            <Picture box={box} looking={looking} />
          </Viewport>
          <Filmstrip />
          <BoxFields box={box} />
          <p id="box-help" className="hint">
            Drag the box or its handles, or draw a new one. With the keyboard: arrow keys move it or a handle,
            with Shift eight times as far; + and − zoom.
          </p>
          <LookFold looking={looking} onLook={look} />
        </>
      )}
      {image !== null && image.notes.length > 0 && (
        <ul className="notes">
          {image.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      <p className="visually-hidden" role="status">
        {said}
      </p>
    </section>
  );
}
