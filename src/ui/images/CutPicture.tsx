/** A part of an image, enlarged. */
import type { Size } from "../../base/ids.ts";
import type { Box } from "../../view/box.ts";
import { cssPercent } from "../shared/format.ts";
import "./cut-picture.css";

interface CutPictureProps {
  /** The address of the whole image; null while there is none. */
  readonly url: string | null;
  readonly alt: string;
  /** Of the whole image. */
  readonly size: Size;
  readonly region: Box;
}

export function CutPicture({ url, alt, size, region: { x, y, width, height } }: CutPictureProps) {
  const ratio = (width * size.width) / (height * size.height);
  return (
    <div className="cut-picture" style={{ aspectRatio: ratio, maxWidth: `calc(9rem * ${ratio})` }}>
      {url !== null && (
        <img
          src={url}
          alt={alt}
          style={{
            width: cssPercent(1 / width),
            height: cssPercent(1 / height),
            left: cssPercent(-x / width),
            top: cssPercent(-y / height),
          }}
        />
      )}
    </div>
  );
}
