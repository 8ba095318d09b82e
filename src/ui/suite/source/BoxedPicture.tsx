/** An image with a box on it, both as data: for previews without interaction. */

import { useEffect, useState } from "react";
import type { Outcome } from "../../../base/outcome.ts";
import type { Box } from "../../../view/box.ts";
import { cssPercent } from "../../shared/format.ts";
import "./boxed-picture.css";

/** The address of an image that must be read first; null until then, and the reason where it cannot be read. */
export function usePictureUrl(load: () => Promise<Outcome<Blob>>, key: string): Outcome<string> | null {
  const [url, setUrl] = useState<Outcome<string> | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` names what `load` reads.
  useEffect(() => {
    let made: string | null = null;
    let left = false;
    void load().then((read) => {
      if (left) return;
      if (read.ok) made = URL.createObjectURL(read.value);
      setUrl(read.ok ? { ok: true, value: made ?? "" } : read);
    });
    return () => {
      left = true;
      if (made !== null) URL.revokeObjectURL(made);
    };
  }, [key]);
  return url;
}

interface BoxedPictureProps {
  /** Identifies the image, so that it is read once. */
  readonly name: string;
  readonly load: () => Promise<Outcome<Blob>>;
  readonly alt: string;
  readonly size: { readonly width: number; readonly height: number };
  readonly box: Box | null;
}

export function BoxedPicture({ name, load, alt, size, box }: BoxedPictureProps) {
  const url = usePictureUrl(load, name);
  return (
    <div className="boxed-picture" style={{ aspectRatio: `${size.width} / ${size.height}` }}>
      {url?.ok === true && <img src={url.value} alt={alt} />}
      {url?.ok === false && <span className="hint">{url.fault.message}</span>}
      {box !== null && (
        <span
          className="boxed-frame"
          style={{
            left: cssPercent(box.x),
            top: cssPercent(box.y),
            width: cssPercent(box.width),
            height: cssPercent(box.height),
          }}
        />
      )}
    </div>
  );
}
