/** A scene as a question of a suite or of the gallery: its picture's file, and what is asked about one of its things. */
import { answerOf, evidenceOf, questionsOf } from "../../scene/layout/words.ts";
import { penWith } from "../../scene/paint/canvas.ts";
import type { WordImage } from "../../scene/pixels/words.ts";
import type { Scene, Thing } from "../../scene/scene.ts";

/** The largest size of an image's file, in bytes. */
const largestFile = 60_000;

/** The image as a JPEG file of the highest quality that keeps it small enough. */
export async function packed(image: WordImage): Promise<Blob> {
  const { canvas } = penWith(image);
  let blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.9 });
  for (let quality = 0.86; blob.size > largestFile && quality > 0.2; quality -= 0.04) {
    blob = await canvas.convertToBlob({ type: "image/jpeg", quality });
  }
  return blob;
}

/** One question with everything that the app needs. */
export function itemOf({ width, height }: Scene, thing: Thing, id: string, image: string) {
  const { name, box } = questionsOf(thing);
  return {
    id,
    image,
    width,
    height,
    dimension: thing.dim,
    box: thing.box,
    area: Number(thing.area.toFixed(5)),
    question: name[0],
    boxQuestion: box[0],
    answer: answerOf(thing),
    evidence: [evidenceOf(thing)],
  };
}
