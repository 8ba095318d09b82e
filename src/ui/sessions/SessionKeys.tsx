/** The header's buttons for the session: undo and redo, whether it is saved, a link to it, files of it. */
import { type ChangeEvent, lazy, useRef } from "react";
import { shownRollout } from "../../app/selectors.ts";
import type { KeepingState } from "../../app/state.ts";
import { useActions, useApp } from "../app-context.ts";
import { Part } from "../fault/Part.tsx";
import { Menu } from "../kit/Menu.tsx";
import type { MenuItem } from "../kit/parts/MenuParts.tsx";
import { capsOf } from "../shell/shortcuts.ts";
import { useShortcuts } from "../shell/use-shortcuts.ts";
import { StepStatus } from "./StepStatus.tsx";
import { type SessionTasks, useSessionTasks } from "./use-session-tasks.ts";

const SessionDialogs = lazy(async () => ({ default: (await import("./SessionDialogs.tsx")).SessionDialogs }));

const KEPT: Readonly<Record<KeepingState["kind"], string>> = {
  nothing: "Sessions",
  keeping: "Saving …",
  kept: "Saved here",
  failed: "Not saved",
};

const mac = (): boolean => /Mac|iP(?:hone|ad)/.test(navigator.userAgent);
const caps = (key: string): string => capsOf({ key, mod: true }, mac()).join(" ");

function useFileItems(tasks: SessionTasks, openFile: () => void): readonly MenuItem[] {
  const answered = useApp((state) => shownRollout(state) !== null);
  const pictured = useApp((state) => state.imageUrl !== null);
  return [
    { name: "Save as a file …", shortcut: caps("s"), onChoose: tasks.save },
    { name: "Open a file …", shortcut: caps("o"), onChoose: openFile },
    { name: "Token table (CSV)", disabled: !answered, onChoose: tasks.exportTable },
    { name: "Token strip (SVG)", disabled: !answered, onChoose: () => void tasks.exportStrip("svg") },
    { name: "Token strip (PNG)", disabled: !answered, onChoose: () => void tasks.exportStrip("png") },
    { name: "Image and box (SVG)", disabled: !pictured, onChoose: () => void tasks.exportPicture("svg") },
    { name: "Image and box (PNG)", disabled: !pictured, onChoose: () => void tasks.exportPicture("png") },
  ];
}

function StepKey({ way }: { way: "undo" | "redo" }) {
  const able = useApp(({ history }) => (way === "undo" ? history.past : history.future).length > 0);
  const { session } = useActions();
  const name = way === "undo" ? "Undo" : "Redo";
  return (
    <button
      type="button"
      className="pill session-key step-key"
      aria-label={name}
      aria-disabled={!able}
      aria-keyshortcuts={way === "undo" ? "Control+Z" : "Control+Shift+Z"}
      title={`${name} (${capsOf({ key: "z", mod: true, shift: way === "redo" }, mac()).join(" ")})`}
      onClick={able ? () => void session[way]() : undefined}
    >
      <svg viewBox="0 0 16 16" data-way={way} aria-hidden="true">
        <path d="M6 3 2.5 6.5 6 10M3 6.5h6.5a3.5 3.5 0 0 1 0 7H7" />
      </svg>
    </button>
  );
}

interface KeysProps {
  readonly tasks: SessionTasks;
  readonly files: readonly MenuItem[];
}

function WideKeys({ tasks, files }: KeysProps) {
  const keeping = useApp((state) => state.keeping.kind);
  return (
    <div className="session-keys-wide">
      <StepKey way="undo" />
      <StepKey way="redo" />
      <button
        type="button"
        className="pill session-key kept-key"
        data-keeping={keeping}
        aria-haspopup="dialog"
        title="This session’s history, and the sessions saved in this browser"
        onClick={() => tasks.open("sessions")}
      >
        {KEPT[keeping]}
      </button>
      <button type="button" className="pill session-key share-key" onClick={() => void tasks.share()}>
        {tasks.done ?? "Share"}
      </button>
      <Menu
        trigger={
          <button type="button" className="pill session-key">
            Export
          </button>
        }
        items={files}
      />
    </div>
  );
}

/** The same in one menu, where there is no room for buttons. */
function NarrowKeys({ tasks, files }: KeysProps) {
  const past = useApp(({ history }) => history.past.length > 0);
  const future = useApp(({ history }) => history.future.length > 0);
  const { session } = useActions();
  const all: readonly MenuItem[] = [
    { name: "Undo", disabled: !past, onChoose: () => void session.undo() },
    { name: "Redo", disabled: !future, onChoose: () => void session.redo() },
    { name: "Sessions and history …", onChoose: () => tasks.open("sessions") },
    { name: "Share a link", onChoose: () => void tasks.share() },
    ...files,
  ];
  return (
    <div className="session-keys-narrow">
      <Menu
        trigger={
          <button type="button" className="pill session-key">
            {tasks.done ?? "Session"}
          </button>
        }
        items={all}
      />
    </div>
  );
}

export function SessionKeys() {
  const { sessions } = useActions();
  const tasks = useSessionTasks();
  const input = useRef<HTMLInputElement>(null);
  const openFile = () => input.current?.click();
  const files = useFileItems(tasks, openFile);
  useShortcuts({ save: tasks.save, open: openFile });
  const onFile = (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0];
    event.target.value = "";
    if (file) void sessions.openFile(file);
  };
  return (
    <div className="session-keys" data-control="session">
      <WideKeys tasks={tasks} files={files} />
      <NarrowKeys tasks={tasks} files={files} />
      <input
        ref={input}
        type="file"
        className="visually-hidden"
        aria-label="Open a session’s file"
        tabIndex={-1}
        accept=".json,application/json"
        onChange={onFile}
      />
      <StepStatus done={tasks.done} />
      {tasks.dialog !== null && (
        <Part name="The session dialog">
          <SessionDialogs tasks={tasks} />
        </Part>
      )}
    </div>
  );
}
