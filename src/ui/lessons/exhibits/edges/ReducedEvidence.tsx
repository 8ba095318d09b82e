/** The evidence of a question with only the pixels that are left of it when the image is reduced to a longest edge. */
import { useEffect, useRef, useState } from "react";
import type { EdgesRecording } from "../../../../lesson/exhibits/edges.ts";

const SIDE = 160;
/** How much of the surroundings is shown, as a share of the evidence's larger side. */
const MARGIN = 0.5;

/** The square around the evidence, in the image's pixels. */
function windowOf({ box, width, height }: EdgesRecording["item"]) {
  const [x = 0, y = 0, w = 0, h = 0] = box;
  const side = Math.min((1 + 2 * MARGIN) * Math.max(w, h), width, height);
  const inside = (center: number, most: number) => Math.min(Math.max(0, center - side / 2), most - side);
  return { x: inside(x + w / 2, width), y: inside(y + h / 2, height), side };
}

function draw(
  canvas: HTMLCanvasElement,
  image: HTMLImageElement,
  item: EdgesRecording["item"],
  edge: number,
) {
  const pen = canvas.getContext("2d");
  if (pen === null) return;
  const { x, y, side } = windowOf(item);
  const pixels = Math.max(1, Math.round((side * edge) / Math.max(item.width, item.height)));
  const small = new OffscreenCanvas(pixels, pixels);
  const reduced = small.getContext("2d");
  if (reduced === null) return;
  reduced.imageSmoothingQuality = "high";
  reduced.drawImage(image, x, y, side, side, 0, 0, pixels, pixels);
  pen.imageSmoothingEnabled = false;
  pen.drawImage(small, 0, 0, canvas.width, canvas.height);
}

export function ReducedEvidence({ item, edge }: { item: EdgesRecording["item"]; edge: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [image, setImage] = useState<HTMLImageElement | null>(null);
  useEffect(() => {
    const loading = new Image();
    loading.onload = () => setImage(loading);
    loading.src = item.image;
    return () => {
      loading.onload = null;
    };
  }, [item]);
  useEffect(() => {
    if (image !== null && canvas.current !== null) draw(canvas.current, image, item, edge);
  }, [image, item, edge]);
  const [, , width = 0] = item.box;
  const kept = Math.round((width * edge) / Math.max(item.width, item.height));
  return (
    <figure className="exhibit-evidence">
      <canvas
        ref={canvas}
        width={SIDE}
        height={SIDE}
        role="img"
        aria-label={`The evidence and its surroundings, ${kept} pixels wide`}
      />
      <figcaption className="exhibit-note">{`The evidence is ${kept} pixels wide.`}</figcaption>
    </figure>
  );
}
