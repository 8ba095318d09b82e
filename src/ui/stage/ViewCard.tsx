/** One view of the filmstrip: the exact pixels that a side is given, what it is, and how far it disagrees. */
import { useMemo, useRef, useState } from "react";
import type { Role, Showing } from "../../evidence/views/showing.ts";
import { useApp } from "../app-context.ts";
import { Canvas, modelViewsOf } from "../model-input/ModelInput.tsx";
import { type PictureRequest, requestKey, usePicture } from "../model-input/use-picture.ts";
import { count } from "../shared/format.ts";
import { SourcePreview } from "./SourcePreview.tsx";
import { ViewDialog } from "./ViewDialog.tsx";
import { ROLE_WORDS } from "./view-words.ts";

interface ViewCardProps {
  readonly side: "student" | Role;
  readonly words: string;
  readonly showing: Showing;
  /** What must be known of a view that is not quite what its recipe says. */
  readonly note: string | null;
  /** How far its side is from the student's, in words; null while that is not known. */
  readonly distance: string | null;
  readonly onRemove: (() => void) | null;
}

/** While the box is dragged only the student's and the teacher's pictures follow; the others come when it rests. */
function useRestedView(modelView: PictureRequest | null, follows: boolean): PictureRequest | null {
  const idle = useApp((state) => state.run.kind === "idle");
  const kept = useRef(modelView);
  if (idle || follows || modelView === null) kept.current = modelView;
  return kept.current;
}

/** The picture of a two-image prompt that differs from side to side is its last one: the crop. */
function lastModelView(showing: Showing): PictureRequest | null {
  return modelViewsOf(showing).at(-1) ?? null;
}

export function ViewCard({ side, words, showing, note, distance, onRemove }: ViewCardProps) {
  const [open, setOpen] = useState(false);
  const modelView = useMemo(() => lastModelView(showing), [showing]);
  const rested = useRestedView(modelView, side === "student" || side === "teacher");
  const given = usePicture(rested);
  const picture = given?.outcome.ok === true ? given.outcome.value : null;
  const current = modelView !== null && given !== null && requestKey(modelView) === given.key;
  const name = ROLE_WORDS[side];
  const tokens = picture === null ? null : picture.imageTokens;
  return (
    <li className="view-card" data-side={side} data-current={current || picture === null}>
      <button
        type="button"
        className="view-frame"
        aria-label={`${name}, ${words}: look closer`}
        onClick={() => setOpen(true)}
      >
        {picture !== null ? (
          <Canvas picture={picture} label={null} />
        ) : (
          modelView !== null && <SourcePreview view={modelView.image.view} />
        )}
      </button>
      <p className="view-name">{name}</p>
      <p className="view-words">{words}</p>
      {tokens !== null && <p className="view-words">{count(tokens, "token")}</p>}
      <p className="view-distance">{distance ?? "\u00a0"}</p>
      {note !== null && <p className="view-note">{note}</p>}
      {onRemove !== null && (
        <button
          type="button"
          className="view-remove"
          aria-label={`Remove ${name}, ${words}`}
          onClick={onRemove}
        >
          <span aria-hidden="true">×</span>
        </button>
      )}
      {open && <ViewDialog title={`${name}: ${words}`} showing={showing} onClose={() => setOpen(false)} />}
    </li>
  );
}
