/** Every shortcut beyond the usual ones of web pages: the list under "?", and what is listened for. */

/** What a shortcut can trigger from anywhere on the page. */
export type Intent = "answer" | "stop" | "undo" | "redo" | "save" | "open" | "help";

export interface Chord {
  /** As `KeyboardEvent.key` names it. */
  readonly key: string;
  /** With Ctrl, or Cmd on a Mac. */
  readonly mod?: boolean;
  readonly shift?: boolean;
  /** Whether it works while a text is being written. */
  readonly inText?: boolean;
}

export interface Shortcut {
  /** Any of these chords triggers it. */
  readonly chords: readonly Chord[];
  readonly does: string;
  /** Works from anywhere on the page; without it, only in the component that has the focus. */
  readonly intent?: Intent;
}

export interface ShortcutGroup {
  readonly where: string;
  readonly shortcuts: readonly Shortcut[];
}

const ARROWS: readonly Chord[] = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"].map((key) => ({ key }));
const STEPS: readonly Chord[] = [{ key: "ArrowUp" }, { key: "ArrowDown" }];
const shifted = (chords: readonly Chord[]): readonly Chord[] =>
  chords.map((chord) => ({ ...chord, shift: true }));

export const SHORTCUTS: readonly ShortcutGroup[] = [
  {
    where: "Anywhere",
    shortcuts: [
      {
        chords: [{ key: "r" }, { key: "Enter", mod: true, inText: true }],
        does: "Let the student answer",
        intent: "answer",
      },
      {
        chords: [{ key: "Escape", inText: true }],
        does: "Stop the run, close what is open",
        intent: "stop",
      },
      { chords: [{ key: "z", mod: true }], does: "Undo", intent: "undo" },
      {
        chords: [
          { key: "z", mod: true, shift: true },
          { key: "y", mod: true },
        ],
        does: "Redo",
        intent: "redo",
      },
      { chords: [{ key: "s", mod: true, inText: true }], does: "Save the session as a file", intent: "save" },
      { chords: [{ key: "o", mod: true, inText: true }], does: "Open a session’s file", intent: "open" },
      { chords: [{ key: "?" }], does: "Show this list", intent: "help" },
    ],
  },
  {
    where: "In the question",
    shortcuts: [
      { chords: [{ key: "Enter" }], does: "Ask it" },
      { chords: [{ key: "Enter", shift: true }], does: "Start a new line" },
    ],
  },
  {
    where: "On the evidence box and its handles",
    shortcuts: [
      { chords: ARROWS, does: "Move the box or the handle" },
      { chords: shifted(ARROWS), does: "Move eight times as far" },
    ],
  },
  {
    where: "On the image",
    shortcuts: [
      { chords: [{ key: "+" }, { key: "-" }], does: "Zoom in or out" },
      { chords: [{ key: "0" }], does: "Show the whole image" },
    ],
  },
  {
    where: "Among tokens or scenes",
    shortcuts: [
      { chords: ARROWS, does: "Go to the next one" },
      { chords: [{ key: "Home" }, { key: "End" }], does: "Go to the first or last" },
      { chords: [{ key: "Enter" }], does: "Select the token, open the scene" },
    ],
  },
  {
    where: "On a thing in the scene studio",
    shortcuts: [
      { chords: ARROWS, does: "Move it, with Shift eight times as far" },
      { chords: [{ key: "+" }, { key: "-" }], does: "Make it larger or smaller" },
      { chords: [{ key: "[" }, { key: "]" }], does: "Turn it by 15 degrees, with Shift by one" },
      { chords: [{ key: "c" }], does: "Give it the next colour" },
      { chords: [{ key: "l" }], does: "Plant look-alikes beside it" },
      { chords: [{ key: "Delete" }], does: "Remove it" },
    ],
  },
  {
    where: "In a number field",
    shortcuts: [
      { chords: STEPS, does: "One step up or down" },
      { chords: shifted(STEPS), does: "A larger step" },
      { chords: [{ key: "Enter" }], does: "Apply the typed number" },
      { chords: [{ key: "Escape" }], does: "Discard the typed number" },
    ],
  },
];

const CAPS: Readonly<Record<string, string>> = {
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  Escape: "Esc",
  "-": "−",
};

/** The key caps of a chord as printed on the keyboard, in the order in which they are pressed. */
export function capsOf({ key, mod = false, shift = false }: Chord, mac: boolean): readonly string[] {
  const cap = CAPS[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  return [...(mod ? [mac ? "⌘" : "Ctrl"] : []), ...(shift ? ["Shift"] : []), cap];
}

export type Press = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

/**
 * The key by the character that it produces, or, for a non-Latin script (Cyrillic, Greek, Hebrew, Arabic, …), by the
 * character in its place on a Latin keyboard.
 */
export function latinKey({ key, code, shiftKey }: Pick<Press, "key" | "code" | "shiftKey">): string {
  if (/^[\u0020-\u007e]*$/.test(key) || /^\p{Script=Latin}/u.test(key)) return key;
  if (code === "Slash" && shiftKey) return "?";
  return /^(?:Key|Digit)(.)$/.exec(code)?.[1]?.toLowerCase() ?? key;
}

/** Where Shift produces the character, as in "?", it is part of the key and not a separate modifier. */
function matches(press: Press, chord: Chord): boolean {
  const mod = press.ctrlKey || press.metaKey;
  if (press.altKey || mod !== (chord.mod ?? false)) return false;
  if (latinKey(press).toLowerCase() !== chord.key.toLowerCase()) return false;
  return !mod || press.shiftKey === (chord.shift ?? false);
}

/** What a key press triggers from anywhere; while a text is being written most keys belong to it. */
export function intentOf(press: Press, writing: boolean): Intent | null {
  for (const { intent, chords } of SHORTCUTS.flatMap((group) => group.shortcuts))
    if (intent !== undefined && chords.some((chord) => (!writing || chord.inText) && matches(press, chord)))
      return intent;
  return null;
}
