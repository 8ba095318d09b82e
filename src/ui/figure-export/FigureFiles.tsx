/** Two buttons that save a figure with its run card, as SVG and as PNG. The code for that is fetched on use. */
import type { FigureFile } from "./figure-svg.ts";
import "./figure-files.css";

interface FigureFilesProps {
  /** Its title on the page. */
  readonly title: string;
  /** Called when it is saved. */
  readonly fileOf: () => Promise<FigureFile> | FigureFile;
  /** The elements of the figure and its legend, from the top; see `marksOf` for what is exported. */
  readonly drawing: () => readonly (HTMLElement | null)[];
}

export function FigureFiles({ title, fileOf, drawing }: FigureFilesProps) {
  const save = async (ending: "svg" | "png") => {
    const { saveFigure } = await import("./save-figure.ts");
    const elements = drawing().filter((element) => element !== null);
    if (elements.length > 0) await saveFigure(elements, await fileOf(), ending);
  };
  return (
    <span className="figure-files" data-export="none">
      {(["svg", "png"] as const).map((ending) => (
        <button
          key={ending}
          type="button"
          className="quiet"
          aria-label={`Save “${title}” as ${ending.toUpperCase()}`}
          onClick={() => void save(ending)}
        >
          {ending.toUpperCase()}
        </button>
      ))}
    </span>
  );
}
