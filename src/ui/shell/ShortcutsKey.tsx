/** The header's button for the keyboard shortcuts, which "?" opens as well. */
import { lazy, useState } from "react";
import { Part } from "../fault/Part.tsx";
import { useShortcuts } from "./use-shortcuts.ts";

const ShortcutSheet = lazy(async () => ({ default: (await import("./ShortcutSheet.tsx")).ShortcutSheet }));

export function ShortcutsKey() {
  const [open, setOpen] = useState(false);
  useShortcuts({ help: () => setOpen(true) });
  return (
    <>
      <button
        type="button"
        className="pill pill-strong"
        aria-label="Keyboard shortcuts"
        aria-haspopup="dialog"
        aria-keyshortcuts="?"
        onClick={() => setOpen(true)}
      >
        ?
      </button>
      {open && (
        <Part name="The list of keys">
          <ShortcutSheet onClose={() => setOpen(false)} />
        </Part>
      )}
    </>
  );
}
