/** Before images and questions are sent to a remote engine for the first time: whether they may be. */
import { useActions, useApp } from "../app-context.ts";
import { Dialog } from "../kit/Dialog.tsx";
import "../sessions/lists.css";

export function DisclosureQuestion() {
  const { models } = useActions();
  const place = useApp((state) => state.disclosure);
  if (place === null) return null;
  const { engine, host } = place;
  return (
    <Dialog title={`Send to ${engine}?`} onClose={() => models.decideDisclosure(false)}>
      <div className="session-dialog">
        <p>
          This model runs on the engine {engine} at <strong>{host}</strong>. Your images, questions and
          answers are sent there, and nowhere else.
        </p>
        <p className="hint">You are asked once in each visit.</p>
        <div className="dialog-keys">
          <button type="button" className="primary" onClick={() => models.decideDisclosure(true)}>
            Send
          </button>
          <button type="button" className="secondary" onClick={() => models.decideDisclosure(false)}>
            Do not send
          </button>
        </div>
      </div>
    </Dialog>
  );
}
