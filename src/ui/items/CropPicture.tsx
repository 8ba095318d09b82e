/** A region enlarged, cut from the image that is open. */

import type { SourceImage } from "../../suite/items/candidate.ts";
import type { Box } from "../../view/box.ts";
import { cssPercent } from "../shared/format.ts";
import { useItems } from "./items-context.ts";

interface CropPictureProps {
  readonly image: SourceImage;
  readonly region: Box;
}

/** Empty while another image is open. */
export function CropPicture({ image, region }: CropPictureProps) {
  const url = useItems((state) => (state.shown === image.id ? state.url : null));
  const { x, y, width, height } = region;
  const ratio = (width * image.size.width) / (height * image.size.height);
  return (
    <div className="crop-picture" style={{ aspectRatio: ratio, maxWidth: `calc(9rem * ${ratio})` }}>
      {url !== null && (
        <img
          src={url}
          alt="The enlarged region"
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
