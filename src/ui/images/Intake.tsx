/** Feedback for dropped files: the drop target, and further images that came with the opened one. */
import type { LocalFile } from "../../source/source.ts";
import { count } from "../shared/format.ts";
import { useIntake } from "./use-intake.ts";
import "./intake.css";

/** Maximum number listed by name. */
const MOST_OFFERED = 12;

interface OfferedProps {
  readonly offered: readonly LocalFile[];
  readonly onOpen: (file: LocalFile) => void;
  readonly onDismiss: () => void;
}

function Offered({ offered, onOpen, onDismiss }: OfferedProps) {
  const unlisted = offered.length - MOST_OFFERED;
  return (
    <div className="offered" role="status">
      <p className="offered-title">{count(offered.length, "more image")} came with it. Open instead:</p>
      <ul className="offered-list">
        {offered.slice(0, MOST_OFFERED).map((file) => (
          <li key={file.path}>
            <button type="button" className="quiet" onClick={() => onOpen(file)}>
              {file.file.name}
            </button>
          </li>
        ))}
        {unlisted > 0 && <li>and {unlisted} more</li>}
      </ul>
      <button type="button" className="secondary" onClick={onDismiss}>
        Dismiss
      </button>
    </div>
  );
}

export function Intake() {
  const { hovering, offered, open, dismiss } = useIntake();
  return (
    <>
      {offered.length > 0 && (
        <Offered offered={offered} onOpen={(file) => void open(file)} onDismiss={dismiss} />
      )}
      {hovering && (
        <div className="drop-veil" aria-hidden="true">
          <p>Drop an image, session, suite, results, log or a model to open it</p>
        </div>
      )}
    </>
  );
}
