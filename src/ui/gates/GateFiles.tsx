/** Saves one of a gate's figures with the gate's settings and the run card of the group. */
import type { RefObject } from "react";
import type { GateResult } from "../../gate/group.ts";
import type { Experiment } from "../../session/document/document.ts";
import { useHandle } from "../app-context.ts";
import { FigureFiles } from "../figure-export/FigureFiles.tsx";
import { answerNotes, figureName } from "../figure-export/session-notes.ts";
import { describe } from "./settings.ts";

/** The group and its gate reading. */
export interface WeighedGroup {
  readonly reading: GateResult;
  readonly experiment: Experiment;
}

interface GateFilesProps extends WeighedGroup {
  readonly title: string;
  /** Distinguishes its file from others of the session. */
  readonly name: string;
  /** Its unit and how to read it. */
  readonly note: string;
  readonly drawing: RefObject<HTMLElement | null>;
}

/** "V-Zero: …; most 2, least 0", and the source. */
function gateNotes(reading: GateResult): readonly string[] {
  const { title, source } = describe(reading);
  const settings = Object.entries(reading.settings).map(([name, value]) => `${name} ${value}`);
  return [`gate: ${title}; ${settings.join(", ")}`, `weights computed in: ${reading.numbers}; ${source}`];
}

export function GateFiles({ reading, experiment, title, name, note, drawing }: GateFilesProps) {
  const { store } = useHandle();
  const fileOf = () => {
    const { session } = store.getState();
    const notes = [note, ...gateNotes(reading), ...answerNotes(session, experiment)];
    return { name: figureName(session, `${reading.gate}-${name}`), title, notes };
  };
  return <FigureFiles title={title} fileOf={fileOf} drawing={() => [drawing.current]} />;
}
