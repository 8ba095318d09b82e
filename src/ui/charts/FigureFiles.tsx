/** Two keys that save a figure with its run card, as SVG and as PNG. */
import type { RefObject } from "react";
import { pngOfSvg, saveBlob } from "../save-file.ts";
import { type PaperWords, paperSvg } from "./paper.ts";

export interface FigureFile extends PaperWords {
  /** Of the files, without an ending. */
  readonly name: string;
}

interface FigureFilesProps {
  readonly file: FigureFile;
  /** What holds the drawings and their legend. */
  readonly drawing: RefObject<HTMLElement | null>;
}

export function FigureFiles({ file, drawing }: FigureFilesProps) {
  const save = async (ending: "svg" | "png") => {
    if (drawing.current === null) return;
    const svg = paperSvg(drawing.current, file);
    const blob = ending === "svg" ? new Blob([svg], { type: "image/svg+xml" }) : await pngOfSvg(svg);
    if (blob !== null) saveBlob(blob, `${file.name}.${ending}`);
  };
  return (
    <span className="figure-files">
      {(["svg", "png"] as const).map((ending) => (
        <button
          key={ending}
          type="button"
          className="quiet"
          aria-label={`Save “${file.title}” as ${ending.toUpperCase()}`}
          onClick={() => void save(ending)}
        >
          {ending.toUpperCase()}
        </button>
      ))}
    </span>
  );
}
