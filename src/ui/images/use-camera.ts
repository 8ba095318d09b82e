/** The camera's stream, for as long as the component that asked for it is mounted. */
import { useEffect, useState } from "react";

export type Camera =
  | { readonly kind: "off" }
  | { readonly kind: "on"; readonly stream: MediaStream }
  | { readonly kind: "refused"; readonly message: string };

const REFUSALS: Readonly<Record<string, string>> = {
  NotAllowedError:
    "The browser did not allow the camera. Allow it for this page in the address bar, then open this again.",
  NotFoundError: "No camera was found. Connect one, or open a file instead.",
  NotReadableError: "The camera is in use by another program. Close that program, then open this again.",
};

function refusal(thrown: unknown): string {
  const known = thrown instanceof Error ? REFUSALS[thrown.name] : undefined;
  return known ?? `The camera could not be opened (${String(thrown)}). Open a file instead.`;
}

/** `mediaDevices` is missing outside secure contexts, though its type says otherwise. */
function devices(): MediaDevices | undefined {
  return navigator.mediaDevices;
}

const stop = (stream: MediaStream): void => {
  for (const track of stream.getTracks()) track.stop();
};

export function useCamera(): Camera {
  const [camera, setCamera] = useState<Camera>({ kind: "off" });
  useEffect(() => {
    let live = true;
    let stream: MediaStream | null = null;
    const open = async () => {
      try {
        const media = devices();
        if (media === undefined) throw new Error("this page is not a secure context");
        const opened = await media.getUserMedia({ video: { facingMode: "environment" }, audio: false });
        if (!live) return stop(opened);
        stream = opened;
        setCamera({ kind: "on", stream: opened });
      } catch (thrown) {
        if (live) setCamera({ kind: "refused", message: refusal(thrown) });
      }
    };
    void open();
    return () => {
      live = false;
      if (stream !== null) stop(stream);
    };
  }, []);
  return camera;
}

/** The video's current frame as PNG, or null before there is one. */
export async function snapshot(video: HTMLVideoElement): Promise<Blob | null> {
  const { videoWidth: width, videoHeight: height } = video;
  if (width === 0 || height === 0) return null;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  if (context === null) return null;
  context.drawImage(video, 0, 0);
  return canvas.convertToBlob({ type: "image/png" });
}
