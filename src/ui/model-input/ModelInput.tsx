/** The exact pixels that one side is given, how they are cut, and how many image tokens they cost. */
import { useEffect, useMemo, useRef } from "react";
import { type Showing, shownImagesOf } from "../../evidence/views/showing.ts";
import { count } from "../shared/format.ts";
import { type PictureOutcome, type PictureRequest, requestKey, usePicture } from "./use-picture.ts";

export type Shown = Extract<PictureOutcome, { ok: true }>["value"];

/** A picture pixel by pixel; without a label it belongs to something that is named already. */
export function Canvas({ picture, label }: { picture: Shown; label: string | null }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    context?.putImageData(new ImageData(picture.rgba, picture.width, picture.height), 0, 0);
  }, [picture]);
  return (
    <canvas
      ref={canvas}
      width={picture.width}
      height={picture.height}
      className="given-canvas"
      {...(label === null ? { "aria-hidden": true } : { role: "img", "aria-label": label })}
    />
  );
}

/** "1024 × 683 px", "→ 17 tiles of 512 × 512 px", "1,088 image tokens"; the last is empty where only the encoder knows. */
function Facts({ picture }: { picture: Shown }) {
  const { viewSize, tileSize, tiles, imageTokens } = picture;
  const tile = `${tileSize.width} × ${tileSize.height} px`;
  return (
    <p className="given-facts">
      {viewSize.width} × {viewSize.height} px
      <br />→ {tiles > 1 ? `${count(tiles, "tile")} of ${tile}` : tile}
      <br />
      {imageTokens === null ? "\u00a0" : count(imageTokens, "image token")}
    </p>
  );
}

function GivenPicture({ modelView, label }: { modelView: PictureRequest | null; label: string }) {
  const given = usePicture(modelView);
  if (given === null || !given.outcome.ok) {
    return (
      <div className="given">
        <div className="given-frame" data-empty="true">
          {given?.outcome.ok === false && <p>{given.outcome.fault.message}</p>}
        </div>
        <p className="given-facts">&nbsp;</p>
      </div>
    );
  }
  const picture = given.outcome.value;
  const current = modelView !== null && requestKey(modelView) === given.key;
  return (
    <div className="given" data-current={current}>
      <div className="given-frame">
        <Canvas picture={picture} label={`${label}: ${picture.width} by ${picture.height} pixels`} />
      </div>
      <Facts picture={picture} />
    </div>
  );
}

/** The pictures of a showing as its model reads them, in order. */
export function modelViewsOf(showing: Showing): readonly PictureRequest[] {
  return shownImagesOf(showing).map((image) => ({ model: showing.model, image, edges: showing }));
}

/** All pictures of a showing, in order; an empty frame before there is one. */
export function GivenPictures({ showing, who }: { showing: Showing | null; who: string }) {
  const modelViews = useMemo(() => (showing === null ? [null] : modelViewsOf(showing)), [showing]);
  return (
    <div className="given-row" data-many={modelViews.length > 1}>
      {modelViews.map((modelView, index) => {
        const which = modelViews.length > 1 ? `, picture ${index + 1} of ${modelViews.length}` : "";
        // biome-ignore lint/suspicious/noArrayIndexKey: a picture is known by its place in the prompt; its view changes.
        return <GivenPicture key={index} modelView={modelView} label={`What the ${who} is given${which}`} />;
      })}
    </div>
  );
}
