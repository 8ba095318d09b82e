/** What opens over the page for the session: its history and the kept ones, the link, the file. */
import { useEffect, useState } from "react";
import type { Link } from "../../app/sessions/sessions-actions.ts";
import type { Outcome } from "../../base/outcome.ts";
import { useActions } from "../app-context.ts";
import { Checkbox } from "../kit/Checkbox.tsx";
import { Dialog } from "../kit/Dialog.tsx";
import { ExperimentList } from "./ExperimentList.tsx";
import { KeptList } from "./KeptList.tsx";
import type { SessionTasks } from "./use-session-tasks.ts";
import "./lists.css";

function SaveDialog({ tasks }: { tasks: SessionTasks }) {
  const [embed, setEmbed] = useState(false);
  return (
    <Dialog title="Save as a file" onClose={() => tasks.open(null)}>
      <div className="session-dialog">
        <p>
          The file holds what was asked, said and measured, with the names of your pictures but not the
          pictures themselves.
        </p>
        <Checkbox label="Put my own pictures into the file" checked={embed} onChange={setEmbed} />
        <p className="hint">
          Whoever gets a file with pictures sees them as they are, with whatever else the camera wrote into
          them, such as the place. Without them the numbers can be read, and nothing can be asked anew.
        </p>
        <div className="dialog-keys">
          <button type="button" className="primary" onClick={() => void tasks.saveFile(embed)}>
            Save
          </button>
        </div>
      </div>
    </Dialog>
  );
}

function ShareDialog({ tasks }: { tasks: SessionTasks }) {
  const { sessions } = useActions();
  const [link, setLink] = useState<Outcome<Link> | null>(null);
  useEffect(() => void sessions.link().then(setLink), [sessions]);
  if (link === null) return null;
  return (
    <Dialog title="Share" onClose={() => tasks.open(null)}>
      <div className="session-dialog">
        {link.ok ? (
          <label className="link-field">
            <span>A link to this scene and what is set up on it, to be copied:</span>
            <input
              type="text"
              readOnly
              value={link.value.address}
              onFocus={(event) => event.target.select()}
            />
            {!link.value.whole && (
              <span className="hint">
                A model that is in use is of your own disk, so the link goes without it.
              </span>
            )}
          </label>
        ) : (
          <>
            <p>
              {link.fault.message} {link.fault.hint}
            </p>
            <div className="dialog-keys">
              <button type="button" className="primary" onClick={tasks.save}>
                Save as a file …
              </button>
            </div>
          </>
        )}
      </div>
    </Dialog>
  );
}

function SessionsDialog({ tasks }: { tasks: SessionTasks }) {
  const close = () => tasks.open(null);
  return (
    <Dialog title="Sessions" wide onClose={close}>
      <div className="session-dialog">
        <ExperimentList onShown={close} />
        <KeptList onOpened={close} />
      </div>
    </Dialog>
  );
}

export function SessionDialogs({ tasks }: { tasks: SessionTasks }) {
  if (tasks.dialog === "save") return <SaveDialog tasks={tasks} />;
  return tasks.dialog === "share" ? <ShareDialog tasks={tasks} /> : <SessionsDialog tasks={tasks} />;
}
