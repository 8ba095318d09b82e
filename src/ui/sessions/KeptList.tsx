/** The sessions saved in this browser, to open or delete; a new one; and those that come with Fovea. */
import { useCallback, useEffect, useState } from "react";
import type { ListedSession } from "../../app/sessions/sessions-actions.ts";
import type { Outcome } from "../../base/outcome.ts";
import { useActions, useApp } from "../app-context.ts";
import { ConfirmButton } from "../shared/ConfirmButton.tsx";
import { count } from "../shared/format.ts";

const when = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short" });

interface KeptProps {
  readonly kept: ListedSession;
  readonly onOpen: () => void;
  readonly onForget: () => void;
}

function Kept({ kept, onOpen, onForget }: KeptProps) {
  return (
    <li className="kept">
      <div className="experiment-words">
        <p className="experiment-question">{kept.title}</p>
        <p className="hint">
          {when.format(kept.at)} · {count(kept.experiments, "experiment")}
          {kept.elsewhere && " · open in another tab; opening it here makes a copy"}
        </p>
      </div>
      <div className="experiment-keys">
        <button type="button" className="secondary" onClick={onOpen}>
          Open
        </button>
        <ConfirmButton
          className="quiet"
          disabled={false}
          confirm="Delete this session"
          question={`Delete “${kept.title}” with ${count(kept.experiments, "experiment")}? This cannot be undone.`}
          onConfirm={onForget}
        >
          Delete<span className="visually-hidden"> {kept.title}</span>
        </ConfirmButton>
      </div>
    </li>
  );
}

function Recorded({ onOpened }: { onOpened: () => void }) {
  const recordings = useApp((state) => state.recordings);
  const { sessions } = useActions();
  if (recordings.length === 0) return null;
  return (
    <section aria-labelledby="recorded-sessions">
      <h3 id="recorded-sessions">Recorded with the bundled models</h3>
      <p className="hint">They come with Fovea, open at once and run no model.</p>
      <ul className="recordings">
        {recordings.map(({ scene, about }) => (
          <li key={scene}>
            <button
              type="button"
              className="recording"
              onClick={() => {
                void sessions.showRecorded(scene);
                onOpened();
              }}
            >
              {about}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function KeptList({ onOpened }: { onOpened: () => void }) {
  const { sessions } = useActions();
  const [list, setList] = useState<Outcome<readonly ListedSession[]> | null>(null);
  const read = useCallback(() => void sessions.kept().then(setList), [sessions]);
  useEffect(read, [read]);
  const open = (slot: string) => {
    void sessions.openSaved(slot);
    onOpened();
  };
  return (
    <>
      <section aria-labelledby="kept-sessions">
        <div className="kept-head">
          <h3 id="kept-sessions">Saved in this browser</h3>
          <button
            type="button"
            className="secondary"
            onClick={() => {
              void sessions.startNew();
              onOpened();
            }}
          >
            New session
          </button>
        </div>
        {list?.ok === false && <p role="alert">{list.fault.message}</p>}
        {list?.ok && list.value.length === 0 && (
          <p className="hint">Your work is saved here automatically. Nothing leaves this browser.</p>
        )}
        {list?.ok && (
          <ul className="kept-list">
            {list.value.map((kept) => (
              <Kept
                key={kept.slot}
                kept={kept}
                onOpen={() => open(kept.slot)}
                onForget={() => void sessions.forget(kept.slot).then(read)}
              />
            ))}
          </ul>
        )}
      </section>
      <Recorded onOpened={onOpened} />
    </>
  );
}
