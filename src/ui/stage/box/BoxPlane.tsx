/** An image on which a box is drawn, moved and resized, by pointer and by keys. */
import type { ReactNode } from "react";
import { EvidenceBox } from "./EvidenceBox.tsx";
import type { BoxHandle } from "./use-box.ts";
import { useBoxPointer } from "./use-box-pointer.ts";

interface BoxPlaneProps {
  readonly box: BoxHandle;
  /** The image's address; null while it is not available. */
  readonly url: string | null;
  readonly alt: string;
  /** Layers between the image and the box. */
  readonly children: ReactNode;
}

export function BoxPlane({ box, url, alt, children }: BoxPlaneProps) {
  const { cancel, planeProps } = useBoxPointer(box);
  const { width, height } = box.size;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys on the box inside do what a drag does here.
    <div
      className="plane"
      data-export=""
      style={{ aspectRatio: `${width} / ${height}` }}
      onKeyDown={(event) => {
        if (event.key === "Escape" && cancel()) event.stopPropagation();
      }}
      {...planeProps}
    >
      {url !== null && <img className="plane-image" src={url} alt={alt} draggable={false} />}
      {children}
      <EvidenceBox box={box} />
    </div>
  );
}
