/** A model from this disk: a folder or a set of files, chosen or dropped, read in place. */
import { type DragEvent, useEffect, useRef, useState } from "react";
import { useActions } from "../app-context.ts";
import { chosenFiles, droppedFiles } from "../images/dropped-files.ts";

/** React has no attribute for choosing a folder. */
function FolderInput({ onFiles }: { onFiles: (list: FileList | null) => void }) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    input.current?.setAttribute("webkitdirectory", "");
  }, []);
  return (
    <>
      <input
        ref={input}
        type="file"
        className="visually-hidden"
        aria-label="Choose a model’s folder"
        tabIndex={-1}
        onChange={(event) => onFiles(event.target.files)}
      />
      <button type="button" className="secondary" onClick={() => input.current?.click()}>
        Folder…
      </button>
    </>
  );
}

function FilesInput({ onFiles }: { onFiles: (list: FileList | null) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        className="visually-hidden"
        aria-label="Choose a model’s files"
        tabIndex={-1}
        onChange={(event) => onFiles(event.target.files)}
      />
      <button type="button" className="secondary" onClick={() => input.current?.click()}>
        Files…
      </button>
    </>
  );
}

export function DiskModels() {
  const { models } = useActions();
  const [hovering, setHovering] = useState(false);
  const take = (list: FileList | null) => {
    if (list !== null && list.length > 0) void models.lookInto(chosenFiles(list));
  };
  const onDrop = (event: DragEvent) => {
    // Otherwise the page would handle what is dropped here.
    event.preventDefault();
    event.stopPropagation();
    setHovering(false);
    void droppedFiles(event.dataTransfer).then((files) => models.lookInto(files));
  };
  const onDragOver = (event: DragEvent) => {
    event.preventDefault();
    event.stopPropagation();
    setHovering(true);
  };
  return (
    <section
      className="models-part disk"
      data-hovering={hovering}
      aria-labelledby="disk-title"
      onDrop={onDrop}
      onDragOver={onDragOver}
      onDragLeave={() => setHovering(false)}
    >
      <h3 id="disk-title">From this disk</h3>
      <div className="disk-doors">
        <FolderInput onFiles={take} />
        <FilesInput onFiles={take} />
      </div>
      <p className="reason">
        Or drop a folder or files here. They are read in place: nothing is uploaded or copied. A folder with a{" "}
        <code>manifest.json</code>, one that was downloaded from the hub as it is, or a LoRA adapter of a
        bundled model with its <code>adapter_config.json</code>.
      </p>
    </section>
  );
}
