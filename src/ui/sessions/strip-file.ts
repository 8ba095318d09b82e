/** The token strip as a figure: what is shown on the page, as an SVG file or a PNG, with its legend and run card. */
import { fileName, type NamedFile } from "../../app/sessions/session-file.ts";
import type { AppState } from "../../app/state.ts";
import { shownExperiment } from "../../session/derived.ts";
import { figureBlob } from "../figure-export/save-figure.ts";
import { answerNotes } from "../figure-export/session-notes.ts";

/** The strip as a file; null while there is none on the page, or where the browser cannot render it. */
export async function stripFile(state: AppState, kind: "svg" | "png"): Promise<NamedFile | null> {
  const { session } = state;
  const strip = document.querySelector(".strip");
  const tokens = strip?.querySelector<HTMLElement>(".tokens") ?? null;
  const experiment = shownExperiment(session);
  if (tokens === null || tokens.childElementCount === 0 || experiment === null) return null;
  const legend = strip?.querySelector(".legend-words p")?.textContent ?? "";
  const words = {
    title: "The student’s tokens, with the teacher’s alternatives below",
    notes: [legend, ...answerNotes(session, experiment)],
  };
  const blob = await figureBlob([tokens], words, kind);
  return blob === null ? null : { name: fileName(session, `tokens.${kind}`), blob };
}
