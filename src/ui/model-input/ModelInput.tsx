/** The exact pixels given to one side, how they are tiled, and the number of image tokens. */
import { useEffect, useMemo, useRef } from "react";
import { type Showing, shownImagesOf } from "../../evidence/views/showing.ts";
import { count } from "../shared/format.ts";
import { type PictureOutcome, type PictureRequest, requestKey, usePicture } from "./use-picture.ts";

export type Shown = Extract<PictureOutcome, { ok: true }>["value"];

/** An image pixel by pixel; without a label it belongs to something that is named already. */
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

function GivenPicture({ request, label }: { request: PictureRequest | null; label: string }) {
  const given = usePicture(request);
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
  const current = request !== null && requestKey(request) === given.key;
  return (
    <div className="given" data-current={current}>
      <div className="given-frame">
        <Canvas picture={picture} label={`${label}: ${picture.width} by ${picture.height} pixels`} />
      </div>
      <Facts picture={picture} />
    </div>
  );
}

/** The images of a showing as its model receives them, in order. */
export function requestsOf(showing: Showing): readonly PictureRequest[] {
  return shownImagesOf(showing).map((image) => ({ model: showing.model, image, edges: showing }));
}

/** All images of a showing, in order; an empty frame before there is one. */
export function GivenPictures({ showing, who }: { showing: Showing | null; who: string }) {
  const requests = useMemo(() => (showing === null ? [null] : requestsOf(showing)), [showing]);
  return (
    <div className="given-row" data-many={requests.length > 1}>
      {requests.map((request, index) => {
        const which = requests.length > 1 ? `, image ${index + 1} of ${requests.length}` : "";
        // biome-ignore lint/suspicious/noArrayIndexKey: an image is identified by its place in the prompt; its view changes.
        return <GivenPicture key={index} request={request} label={`Input of the ${who}${which}`} />;
      })}
    </div>
  );
}
