/** The sheet of all keys. */
import { Fragment } from "react";
import { Dialog } from "./kit/Dialog.tsx";
import { type Chord, capsOf, SHORTCUTS, type Shortcut } from "./shortcuts.ts";
import "./shortcuts.css";

const mac = /Mac|iPhone|iPad/.test(navigator.userAgent);

const idOf = (chord: Chord): string => capsOf(chord, mac).join("+");

function Chords({ chords }: { chords: readonly Chord[] }) {
  return chords.map((chord, at) => (
    <Fragment key={idOf(chord)}>
      {at > 0 && " "}
      <kbd className="chord">
        {capsOf(chord, mac).map((cap) => (
          <kbd key={cap} className="cap">
            {cap}
          </kbd>
        ))}
      </kbd>
    </Fragment>
  ));
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
