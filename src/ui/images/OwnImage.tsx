/** An image of one's own: from a file, by drop or paste anywhere on the page, or from the camera. */
import { lazy, useRef, useState } from "react";
import { imageOf } from "../../session/derived.ts";
import { useActions, useApp } from "../app-context.ts";
import { Part } from "../fault/Part.tsx";
import { useServedEngine } from "../models/ServedNote.tsx";

const CameraDialog = lazy(async () => ({ default: (await import("./CameraDialog.tsx")).CameraDialog }));

/** Formats that browsers decode everywhere; the engine checks the bytes itself and explains what it cannot decode. */
const ACCEPT =
  "image/png,image/jpeg,image/webp,image/gif,image/bmp,image/avif,.png,.jpg,.jpeg,.webp,.gif,.bmp,.avif";

export function OwnImage() {
  const actions = useActions();
  const own = useApp((state) => imageOf(state.session)?.origin.kind === "own");
  const engine = useServedEngine();
  const goes =
    engine === null
      ? "it stays in this tab"
      : `it is sent to ${engine} once you ask about it, and nowhere else`;
  const input = useRef<HTMLInputElement>(null);
  const [camera, setCamera] = useState(false);
  return (
    <div className="own" data-open={own} title={`Or drop or paste one anywhere: ${goes}.`}>
      <p className="own-title">Your own image</p>
      <div className="own-doors">
        <input
          ref={input}
          type="file"
          className="visually-hidden"
          aria-label="Open an image file"
          tabIndex={-1}
          accept={ACCEPT}
          onChange={(event) => {
            const file = event.target.files?.[0];
            event.target.value = "";
            if (file) void actions.openFile(file, file.name);
          }}
        />
        <button type="button" className="secondary" onClick={() => input.current?.click()}>
          File…
        </button>
        <button type="button" className="secondary" onClick={() => setCamera(true)}>
          Camera…
        </button>
      </div>
      {camera && (
        <Part name="The camera">
          <CameraDialog onClose={() => setCamera(false)} />
        </Part>
      )}
    </div>
  );
}
