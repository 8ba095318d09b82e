/** Paints an own picture with its evidence at another size. */
import { failure, type Outcome, success } from "../../base/outcome.ts";
import { newPen, type Pen } from "../../scene/paint/canvas.ts";
import { bmpOf } from "../../scene/pixels/bmp.ts";
import type { Box } from "../../view/box.ts";
import { type PictureSubject, placed } from "../picture.ts";

/** Beside a picture that was shrunk: the grey of a blank view. */
const GROUND = "rgb(127 127 127)";

type Frame = readonly [x: number, y: number, width: number, height: number];

/** A box in whole pixels, one at least. */
function frameOf(
  { x, y, width, height }: Box,
  scene: { readonly width: number; readonly height: number },
): Frame {
  const [left, top] = [Math.round(x * scene.width), Math.round(y * scene.height)];
  return [
    left,
    top,
    Math.max(1, Math.round((x + width) * scene.width) - left),
    Math.max(1, Math.round((y + height) * scene.height) - top),
  ];
}

/** The mean colour of the pixels just outside a frame. */
function edgeColour(pen: Pen, [x, y, width, height]: Frame): string {
  const sides: readonly Frame[] = [
    [x - 1, y - 1, width + 2, 1],
    [x - 1, y + height, width + 2, 1],
    [x - 1, y, 1, height],
    [x + width, y, 1, height],
  ];
  const sums = [0, 0, 0];
  let count = 0;
  for (const side of sides) {
    const { data } = pen.getImageData(...side);
    for (let i = 0; i < data.length; i += 4) {
      if (data[i + 3] === 0) continue;
      for (let channel = 0; channel < 3; channel++)
        sums[channel] = (sums[channel] ?? 0) + (data[i + channel] ?? 0);
      count++;
    }
  }
  return count === 0 ? GROUND : `rgb(${sums.map((sum) => Math.round(sum / count)).join(" ")})`;
}

/** The picture of a trial as a BMP file. Fault badInput: it cannot be decoded. */
export async function paintPicture(
  file: Blob,
  subject: PictureSubject,
  trial: { readonly level: number; readonly seed: number },
): Promise<Outcome<Uint8Array>> {
  let source: ImageBitmap;
  try {
    source = await createImageBitmap(file);
  } catch {
    return failure("badInput", `${subject.name} cannot be decoded here.`);
  }
  const { width, height } = subject.size;
  const pen = newPen(width, height);
  const { part } = placed(subject, trial);
  const to = frameOf(part, subject.size);
  if (subject.how === "shrunk") {
    pen.fillStyle = GROUND;
    pen.fillRect(0, 0, width, height);
    pen.drawImage(source, ...to);
  } else {
    const from = frameOf(subject.box, subject.size);
    pen.drawImage(source, 0, 0, width, height);
    pen.fillStyle = edgeColour(pen, from);
    pen.fillRect(...from);
    pen.drawImage(source, ...from, ...to);
  }
  source.close();
  const words = new Uint32Array(pen.getImageData(0, 0, width, height).data.buffer);
  return success(bmpOf({ width, height, words }));
}
