/** The session's dialogs: its history and the saved ones, the link, the file. */
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
          The file contains the questions, answers and measurements, with the names of your images but not the
          images themselves.
        </p>
        <Checkbox label="Include my own images in the file" checked={embed} onChange={setEmbed} />
        <p className="hint">
          Anyone who gets a file with images sees them unchanged, with whatever the camera wrote into them,
          such as the location. Without them the numbers can be read, but nothing can be asked again.
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
            <span>A link to this scene and its settings:</span>
            <input
              type="text"
              readOnly
              value={link.value.address}
              onFocus={(event) => event.target.select()}
            />
            {!link.value.whole && (
              <span className="hint">
                A model in use is from your own disk, so the link does not include it.
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
