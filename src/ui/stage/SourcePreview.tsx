/** Where a view is cut from the source: what can be shown of it while no model is open to say what it is given. */
import { imageOf } from "../../session/derived.ts";
import { canonicalEdits, type View } from "../../view/view.ts";
import { useApp } from "../app-context.ts";

/**
 * Only the cut is drawn, also of a shrunk picture, which the model gets less sharp; what spoils a picture needs the engine.
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
