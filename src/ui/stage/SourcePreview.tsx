/** The part of the source that a view shows: a preview while no model is open to provide the exact pixels. */
import { imageOf } from "../../session/derived.ts";
import { canonicalEdits, type View } from "../../view/view.ts";
import { useApp } from "../app-context.ts";

/**
 * Only the crop is drawn, even for a downscaled view, which the model gets less sharp; degradations need the engine.
 * Nothing for a view of another image.
 */
export function SourcePreview({ view }: { view: View }) {
  const image = useApp((state) => imageOf(state.session));
  const url = useApp((state) => state.imageUrl);
  const { pixelEdits, crop } = canonicalEdits(view.edits);
  const isSpoilt = pixelEdits.some(({ kind }) => kind !== "shrink");
  if (image === null || url === null || view.source !== image.id || isSpoilt) return null;
  const { width, height } = image.size;
  const box = crop?.box ?? { x: 0, y: 0, width: 1, height: 1 };
  const window = [box.x * width, box.y * height, box.width * width, box.height * height];
  return (
    <svg className="view-preview" viewBox={window.join(" ")} aria-hidden="true">
      <image href={url} width={width} height={height} preserveAspectRatio="none" />
    </svg>
  );
}
