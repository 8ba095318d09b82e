/** What the header's buttons do with the session: save, open, share, export; and which dialog that needs. */
import { useState } from "react";
import type { NamedFile } from "../../app/sessions/session-file.ts";
import { hasOwnPictures } from "../../session/derived.ts";
import { useHandle } from "../app-context.ts";
import { saveBlob } from "../shared/save-file.ts";

/** The open dialog. */
export type SessionDialog = "sessions" | "save" | "share" | null;

export interface SessionTasks {
  readonly dialog: SessionDialog;
  /** A short confirmation, shown for a moment. */
  readonly done: string | null;
  open(dialog: SessionDialog): void;
  /** Saves at once, or first asks whether own images are included. */
  save(): void;
  saveFile(embed: boolean): Promise<void>;
  share(): Promise<void>;
  exportTable(): void;
  exportStrip(kind: "svg" | "png"): Promise<void>;
  /** The image with its box and the map on it. */
  exportPicture(kind: "svg" | "png"): Promise<void>;
}

/** How long a button shows its confirmation. */
const SAID_MS = 2500;

const handOver = ({ blob, name }: NamedFile): void => saveBlob(blob, name);

export function useSessionTasks(): SessionTasks {
  const { store, actions } = useHandle();
  const [dialog, open] = useState<SessionDialog>(null);
  const [done, setDone] = useState<string | null>(null);
  const say = (words: string) => {
    setDone(words);
    setTimeout(() => setDone(null), SAID_MS);
  };
  const saveFile = async (embed: boolean) => {
    open(null);
    handOver(await actions.sessions.file(embed));
    say("Saved as a file");
  };
  return {
    dialog,
    done,
    open,
    saveFile,
    save() {
      if (hasOwnPictures(store.getState().session)) open("save");
      else void saveFile(false);
    },
    async share() {
      const link = await actions.sessions.link();
      if (!link.ok) return open("share");
      try {
        await navigator.clipboard.writeText(link.value.address);
        say(link.value.whole ? "Link copied" : "Copied without the model");
      } catch {
        open("share");
      }
    },
    async exportTable() {
      const table = await actions.sessions.table();
      if (table !== null) handOver(table);
    },
    async exportStrip(kind) {
      const { stripFile } = await import("./strip-file.ts");
      const file = await stripFile(store.getState(), kind);
      if (file !== null) handOver(file);
    },
    async exportPicture(kind) {
      const [{ stageDrawing, stageFigure }, { saveFigure }] = await Promise.all([
        import("../stage/stage-figure.ts"),
        import("../figure-export/save-figure.ts"),
      ]);
      await saveFigure(stageDrawing(), await stageFigure(store.getState(), actions), kind);
    },
  };
}
