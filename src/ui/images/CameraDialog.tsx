/** Takes one image with the camera, which is on only while the dialog is open. */
import { useEffect, useRef, useState } from "react";
import { useActions } from "../app-context.ts";
import { Dialog } from "../kit/Dialog.tsx";
import { useServedEngine } from "../models/ServedNote.tsx";
import { snapshot, useCamera } from "./use-camera.ts";

function Viewfinder({ onClose }: { onClose: () => void }) {
  const actions = useActions();
  const video = useRef<HTMLVideoElement>(null);
  const camera = useCamera();
  const engine = useServedEngine();
  /** The camera is on before its first frame arrives; only then is there something to capture. */
  const [seeing, setSeeing] = useState(false);

  useEffect(() => {
    if (video.current) video.current.srcObject = camera.kind === "on" ? camera.stream : null;
  }, [camera]);

  const capture = async () => {
    const picture = seeing && video.current !== null ? await snapshot(video.current) : null;
    if (picture === null) return;
    onClose();
    await actions.openFile(picture, "camera.png");
  };

  return (
    <>
      {camera.kind === "refused" ? (
        <p className="camera-refused" role="alert">
          {camera.message}
        </p>
      ) : (
        <video
          ref={video}
          className="camera-view"
          autoPlay
          playsInline
          muted
          aria-label="Camera preview"
          onLoadedData={() => setSeeing(true)}
        />
      )}
      <div className="camera-keys">
        <p className="reason">
          {engine === null
            ? "The image stays in this tab; nothing is sent anywhere."
            : `The image is sent to ${engine} once you ask about it, and nowhere else.`}
        </p>
        <button type="button" className="primary" aria-disabled={!seeing} onClick={() => void capture()}>
          Capture
        </button>
      </div>
    </>
  );
}

export function CameraDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Take an image" onClose={onClose}>
      <Viewfinder onClose={onClose} />
    </Dialog>
  );
}
