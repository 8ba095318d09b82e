/** The image with its evidence box. */
import { useEffect, useState } from "react";
import { imageOf } from "../../session/derived.ts";
import { boxOfPixels, type PixelWindow } from "../../view/box.ts";
import { useApp } from "../app-context.ts";
import { AttributionFold, AttributionLayer, type ShownMap } from "../attribution/AttributionFold.tsx";
import type { Shown } from "../model-input/ModelInput.tsx";
import { MarginSlider } from "../model-input/TeacherSwitch.tsx";
import { TileFold, TileLayer, useFullImage } from "../model-input/TileFold.tsx";
import { BoxFields } from "./box/BoxFields.tsx";
import { BoxPlane } from "./box/BoxPlane.tsx";
import { type BoxHandle, useBox } from "./box/use-box.ts";
import { Filmstrip } from "./Filmstrip.tsx";
import { Viewport } from "./Viewport.tsx";

/** Announces the box once it has rested, so that a drag is announced once. */
function useRestingBox(pixels: PixelWindow | undefined): string {
  const words = pixels ? `Box at ${pixels.x}, ${pixels.y}: ${pixels.width} by ${pixels.height} pixels.` : "";
  const [announced, setAnnounced] = useState(words);
  useEffect(() => {
    const timer = window.setTimeout(() => setAnnounced(words), 500);
    return () => window.clearTimeout(timer);
  }, [words]);
  return announced;
}

function Picture({ box, shown, tiles }: { box: BoxHandle; shown: ShownMap; tiles: Shown | null }) {
  const image = useApp((state) => imageOf(state.session));
  const url = useApp((state) => state.imageUrl);
  return (
    <BoxPlane box={box} url={url} alt={image?.alt ?? ""}>
      <AttributionLayer shown={shown} />
      <TileLayer box={boxOfPixels(box.pixels, box.size)} picture={tiles} />
    </BoxPlane>
  );
}

export function Stage() {
  const image = useApp((state) => imageOf(state.session));
  const box = useBox();
  const announced = useRestingBox(box?.pixels);
  const [shown, show] = useState<ShownMap>(null);
  const [tiles, showTiles] = useState(false);
  const fullImage = useFullImage(tiles);
  return (
    <section className="card stage" aria-labelledby="stage-title" data-part="stage">
      <div className="card-head">
        <h2 id="stage-title">The image and its evidence</h2>
        {image !== null && <span className="card-note picture-name">{image.name}</span>}
      </div>
      {box === null ? (
        <p className="stage-empty">Choose a scene above, or open an image of your own.</p>
      ) : (
        <>
          <Viewport box={box}>
            <Picture box={box} shown={shown} tiles={fullImage} />
          </Viewport>
          <Filmstrip />
          <BoxFields box={box} />
          <MarginSlider />
          <p id="box-help" className="hint">
            Drag the box or its handles, or draw a new one. With the keyboard: arrow keys move it or a handle,
            with Shift eight times as far; + and − zoom. An image that you open, drop or paste stays in this
            tab.
          </p>
          <TileFold
            box={boxOfPixels(box.pixels, box.size)}
            shown={tiles}
            picture={fullImage}
            onShow={showTiles}
          />
          <AttributionFold shown={shown} onShow={show} />
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
        {announced}
      </p>
    </section>
  );
}
