/** The picture as a figure: with its box, and with the map that lies on it, each with what must be known of it. */
import type { Actions } from "../../app/actions.ts";
import type { LookState } from "../../app/look/look-state.ts";
import type { AppState } from "../../app/state.ts";
import { machineCard } from "../../session/run-card.ts";
import { attentionWords, sensitivityWords } from "../look/figure-words.ts";
import type { Looking } from "../look/LookFold.tsx";
import type { FigureFile } from "../paper/FigureFiles.tsx";
import { cardNotes, figureName, planNotes } from "../paper/session-notes.ts";

interface MapNotes {
  readonly title: string;
  readonly notes: readonly string[];
}

/** Null while no map is drawn. */
function mapNotes(looking: Looking, { run, selected, attention, layer }: LookState): MapNotes | null {
  if (looking === "sensitivity" && run !== null && run.map.measured.length > 0) {
    const machine = cardNotes(machineCard(run.subject.rollout.card));
    return { title: "sensitivity", notes: [...sensitivityWords(run, selected), ...machine] };
  }
  if (looking === "attention" && attention.kind === "read") {
    const machine = cardNotes(machineCard(attention.reading.card));
    return { title: "relative attention", notes: [...attentionWords(attention.reading, layer), ...machine] };
  }
  return null;
}

/** Title, notes and name of the picture's file. */
export async function stageFigure(state: AppState, looking: Looking, actions: Actions): Promise<FigureFile> {
  const { session } = state;
  const map = looking === null ? null : mapNotes(looking, (await actions.look()).store.getState());
  const card = planNotes(session);
  if (map === null)
    return { name: figureName(session, "picture"), title: "The picture and its evidence box", notes: card };
  return {
    name: figureName(session, looking ?? ""),
    title: `The picture, its evidence box and its ${map.title}`,
    notes: [...new Set([...map.notes, ...card])],
  };
}
