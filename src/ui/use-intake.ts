/**
 * Takes in pictures that are dropped or pasted anywhere on the page; a dropped session is opened, a dropped model goes to
 * the models.
 */
import { useEffect, useState } from "react";
import { useActions } from "./app-context.ts";
import { droppedFiles, looksLikeModel } from "./dropped-files.ts";

const NO_FILE = "That held no image file. Save the picture first, then open the file.";

interface Intake {
  /** Whether something is being dragged over the page. */
  readonly hovering: boolean;
  /** Why the last thing dropped was not taken, or null. */
  readonly notice: string | null;
}

/** The one file of a drop that may be a session: of a model there are more, or they have names of their own. */
function sessionIn({ files }: DataTransfer): File | null {
  const [file] = files;
  const maybe = files.length === 1 && file !== undefined && /\.json$/i.test(file.name);
  return maybe && !/^(?:manifest|config|tokenizer.*)\.json$/i.test(file.name) ? file : null;
}

const carriesFiles = (transfer: DataTransfer | null): boolean => transfer?.types.includes("Files") ?? false;

/** Words dragged into a text field belong there. */
const forTextField = (event: DragEvent): boolean =>
  !carriesFiles(event.dataTransfer) &&
  event.target instanceof HTMLElement &&
  event.target.matches("textarea, input");

export function useIntake(): Intake {
  const actions = useActions();
  const [hovering, setHovering] = useState(false);
  const [notice, setNotice] = useState<string | null>(null);
  useEffect(() => {
    const take = (transfer: DataTransfer | null): boolean => {
      const file = transfer?.files[0];
      if (file === undefined) return false;
      setNotice(null);
      void actions.openFile(file, file.name);
      return true;
    };
    const receive = (transfer: DataTransfer): boolean => {
      const session = sessionIn(transfer);
      if (session !== null) void actions.sessions.openFile(session);
      else if (looksLikeModel(transfer))
        void droppedFiles(transfer).then((files) => actions.models.lookInto(files));
      else return take(transfer);
      return true;
    };
    const onDragOver = (event: DragEvent) => {
      if (forTextField(event)) return;
      event.preventDefault();
      setHovering(carriesFiles(event.dataTransfer));
    };
    const onDragLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setHovering(false);
    };
    const onDrop = (event: DragEvent) => {
      if (forTextField(event)) return;
      event.preventDefault();
      setHovering(false);
      if (event.dataTransfer === null || !receive(event.dataTransfer)) setNotice(NO_FILE);
    };
    const onPaste = (event: ClipboardEvent) => {
      if (take(event.clipboardData)) event.preventDefault();
    };
    window.addEventListener("dragover", onDragOver);
    window.addEventListener("dragleave", onDragLeave);
    window.addEventListener("drop", onDrop);
    window.addEventListener("paste", onPaste);
    return () => {
      window.removeEventListener("dragover", onDragOver);
      window.removeEventListener("dragleave", onDragLeave);
      window.removeEventListener("drop", onDrop);
      window.removeEventListener("paste", onPaste);
    };
  }, [actions]);
  return { hovering, notice };
}
