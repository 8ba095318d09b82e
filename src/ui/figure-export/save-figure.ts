/** Saves a figure as a file. */
import { pngOfSvg, saveBlob } from "../shared/save-file.ts";
import { type FigureFile, type FigureWords, figureSvg } from "./figure-svg.ts";

/** Null where the browser cannot render it. */
export async function figureBlob(
  elements: readonly HTMLElement[],
  words: FigureWords,
  ending: "svg" | "png",
): Promise<Blob | null> {
  const svg = figureSvg(elements, words);
  return ending === "svg" ? new Blob([svg], { type: "image/svg+xml" }) : pngOfSvg(svg);
}

export async function saveFigure(
  elements: readonly HTMLElement[],
  file: FigureFile,
  ending: "svg" | "png",
): Promise<void> {
  const blob = await figureBlob(elements, file, ending);
  if (blob !== null) saveBlob(blob, `${file.name}.${ending}`);
}
