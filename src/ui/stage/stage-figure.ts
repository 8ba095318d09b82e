/** The image as a figure: with its box, and with the map on it, each with its caveats. */
import type { Actions } from "../../app/actions.ts";
import type { AttributionState } from "../../app/attribution/attribution-state.ts";
import type { AppState } from "../../app/state.ts";
import { machineCard } from "../../session/exports/run-card.ts";
import { attentionWords, sensitivityWords } from "../attribution/figure-words.ts";
import type { FigureFile } from "../figure-export/figure-svg.ts";
import { cardNotes, figureName, planNotes } from "../figure-export/session-notes.ts";

/** Its elements on the page: the image with its layers, and the map's scale. */
export const stageDrawing = (): readonly HTMLElement[] => [
  ...document.querySelectorAll<HTMLElement>(".stage .plane, .stage .map-scale"),
];

interface MapNotes {
  readonly title: string;
  readonly notes: readonly string[];
  readonly machine: readonly string[];
}

/** Notes on the map that is shown on the image, by its kind. */
function mapNotes(kind: string, { run, selected, attention, layer }: AttributionState): MapNotes | null {
  if (kind === "sensitivity" && run !== null) {
    const machine = cardNotes(machineCard(run.subject.rollout.card));
    return { title: "sensitivity map", notes: sensitivityWords(run, selected), machine };
  }
  if (kind === "attention" && attention.kind === "read") {
    const machine = cardNotes(machineCard(attention.reading.card));
    return { title: "relative attention", notes: attentionWords(attention.reading, layer), machine };
  }
  return null;
}

/** Title, notes and file name of the image. */
export async function stageFigure({ session }: AppState, actions: Actions): Promise<FigureFile> {
  const kind = document.querySelector<SVGElement>(".stage .map-overlay")?.dataset["kind"] ?? null;
  const map = kind === null ? null : mapNotes(kind, (await actions.attribution()).store.getState());
  const card = planNotes(session);
  if (kind === null || map === null)
    return { name: figureName(session, "picture"), title: "The image and its evidence box", notes: card };
  return {
    name: figureName(session, kind),
    title: `The image, its evidence box and its ${map.title}`,
    notes: [...new Set([...map.notes, ...card, ...map.machine])],
  };
}
