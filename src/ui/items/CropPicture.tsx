/** A region enlarged, cut from the image that is open. */

import type { SourceImage } from "../../suite/items/candidate.ts";
import type { Box } from "../../view/box.ts";
import { CutPicture } from "../images/CutPicture.tsx";
import { useItems } from "./items-context.ts";

interface CropPictureProps {
  readonly image: SourceImage;
  readonly region: Box;
}

/** Empty while another image is open. */
export function CropPicture({ image, region }: CropPictureProps) {
  const url = useItems((state) => (state.shown === image.id ? state.url : null));
  return <CutPicture url={url} alt="The enlarged region" size={image.size} region={region} />;
}
