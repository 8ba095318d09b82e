/** The list of all keyboard shortcuts. */
import { Fragment } from "react";
import { Dialog } from "../kit/Dialog.tsx";
import { type Chord, capsOf, SHORTCUTS, type Shortcut } from "./shortcuts.ts";
import "./shortcuts.css";

const mac = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** Shortcuts with the same modifiers share them; otherwise they are listed as alternatives. */
function Chords({ chords }: { chords: readonly Chord[] }) {
  const printed = chords.map((chord) => capsOf(chord, mac));
  return printed.map((caps, at) => {
    const [held, heldBefore] = [caps.slice(0, -1).join(), printed[at - 1]?.slice(0, -1).join()];
    return (
      <Fragment key={caps.join()}>
        {at > 0 && (held === heldBefore ? " " : " or ")}
        <kbd className="chord">
          {(held === heldBefore ? caps.slice(-1) : caps).map((cap) => (
            <kbd key={cap} className="cap">
              {cap}
            </kbd>
          ))}
        </kbd>
      </Fragment>
    );
  });
}

function Line({ chords, does }: Shortcut) {
  return (
    <div className="shortcut">
      <dt>
        <Chords chords={chords} />
      </dt>
      <dd>{does}</dd>
    </div>
  );
}

export function ShortcutSheet({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Keyboard shortcuts" wide onClose={onClose}>
      <div className="shortcut-groups">
        {SHORTCUTS.map(({ where, shortcuts }) => (
          <section key={where}>
            <h3>{where}</h3>
            <dl>
              {shortcuts.map((shortcut) => (
                <Line key={shortcut.does} {...shortcut} />
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
