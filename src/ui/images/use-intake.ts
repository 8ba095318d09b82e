/** Handles files dropped or pasted anywhere on any page, and opens each on the page that it belongs to. */
import { useEffect, useState } from "react";
import type { LocalFile } from "../../source/source.ts";
import { useActions } from "../app-context.ts";
import { goTo, placeNow } from "../shell/use-place.ts";
import { droppedFiles } from "./dropped-files.ts";

export interface IntakeState {
  /** Whether something is being dragged over the page. */
  readonly hovering: boolean;
  /** Images that came with the one that was opened. */
  readonly offered: readonly LocalFile[];
  /** Opens one of the offered images; the others stay offered. */
  open(file: LocalFile): Promise<void>;
  dismiss(): void;
}

const carriesFiles = (transfer: DataTransfer | null): boolean => transfer?.types.includes("Files") ?? false;

const isTextField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches("textarea, input, [contenteditable]");

/** Text dragged into a text field belongs there. */
const forTextField = (event: DragEvent): boolean =>
  !carriesFiles(event.dataTransfer) && isTextField(event.target);

/**
 * Copied cells and words carry an image of themselves beside their text, which is what was meant; a copied image has no
 * plain text.
 */
const isPicturePaste = ({ clipboardData }: ClipboardEvent): boolean =>
  clipboardData !== null && clipboardData.files.length > 0 && !clipboardData.types.includes("text/plain");

export function useIntake(): IntakeState {
  const actions = useActions();
  const [hovering, setHovering] = useState(false);
  const [offered, setOffered] = useState<readonly LocalFile[]>([]);
  const open = async (file: LocalFile): Promise<void> => {
    setOffered((all) => all.filter((each) => each !== file));
    await actions.takeIn([file], placeNow(), goTo);
  };
  useEffect(() => {
    const receive = async (transfer: DataTransfer): Promise<void> => {
      setOffered([]);
      const files = await droppedFiles(transfer);
      setOffered(await actions.takeIn(files, placeNow(), goTo));
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
      if (event.dataTransfer !== null) void receive(event.dataTransfer);
    };
    const onPaste = (event: ClipboardEvent) => {
      if (!isPicturePaste(event) || event.clipboardData === null) return;
      event.preventDefault();
      void receive(event.clipboardData);
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
  return { hovering, offered, open, dismiss: () => setOffered([]) };
}
