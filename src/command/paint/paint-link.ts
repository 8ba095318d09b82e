/** The scene of a link that the studio made, with its questions and the hash of its pixels. */
import { readText } from "../../scene/edit/link.ts";
import { questionsIn } from "../../scene/edit/questions.ts";
import type { Assets } from "../../scene/paint/assets.ts";
import { fileOf, paintPixels } from "../../scene/painter/paint-file.ts";

/**
 * Writes `scene.png` and `scene.json`.
 * @throws where the link cannot be read, or a picture cannot be fetched
 */
export async function paintLink(
  text: string,
  assets: Assets,
  write: (name: string, file: Blob) => Promise<void>,
): Promise<void> {
  const read = readText(text);
  if (!read.ok) throw new Error(read.fault.message);
  const { scene, hash: linked } = read.value;
  const { file, hash } = await fileOf(await paintPixels(scene, assets));
  const { seed, width, height, background } = scene;
  const questions = questionsIn(scene).map(({ part: _, remedy: __, ...question }) => question);
  await write("scene.png", new Blob([file]));
  const record = { seed, width, height, background, hash, linked, questions };
  await write("scene.json", new Blob([`${JSON.stringify(record, null, 1)}\n`]));
}
