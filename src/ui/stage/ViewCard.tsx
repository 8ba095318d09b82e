/** One view of the filmstrip: the exact pixels that a side receives, its description, and its divergence. */
import { useMemo, useRef, useState } from "react";
import type { Role, Showing } from "../../evidence/views/showing.ts";
import { useApp } from "../app-context.ts";
import { Canvas, requestsOf } from "../model-input/ModelInput.tsx";
import { type PictureRequest, requestKey, usePicture } from "../model-input/use-picture.ts";
import { count } from "../shared/format.ts";
import { SourcePreview } from "./SourcePreview.tsx";
import { ViewDialog } from "./ViewDialog.tsx";
import { ROLE_WORDS } from "./view-words.ts";

interface ViewCardProps {
  readonly side: "student" | Role;
  readonly words: string;
  readonly showing: Showing;
  /** A caveat on a view that is not exactly what its recipe says. */
  readonly note: string | null;
  /** Its divergence from the student, in words; null while that is unknown. */
  readonly distance: string | null;
  readonly onRemove: (() => void) | null;
}

/** While the box is dragged only the student's and the teacher's images follow; the others follow when it rests. */
function useRestedRequest(request: PictureRequest | null, follows: boolean): PictureRequest | null {
  const idle = useApp((state) => state.run.kind === "idle");
  const kept = useRef(request);
  if (idle || follows || request === null) kept.current = request;
  return kept.current;
}

/** In a two-image prompt, the image that differs from side to side is the last one: the crop. */
function lastRequest(showing: Showing): PictureRequest | null {
  return requestsOf(showing).at(-1) ?? null;
}

export function ViewCard({ side, words, showing, note, distance, onRemove }: ViewCardProps) {
  const [open, setOpen] = useState(false);
  const request = useMemo(() => lastRequest(showing), [showing]);
  const rested = useRestedRequest(request, side === "student" || side === "teacher");
  const given = usePicture(rested);
  const picture = given?.outcome.ok === true ? given.outcome.value : null;
  const current = request !== null && given !== null && requestKey(request) === given.key;
  const name = ROLE_WORDS[side];
  const tokens = picture === null ? null : picture.imageTokens;
  return (
    <li className="view-card" data-side={side} data-current={current || picture === null}>
      <button
        type="button"
        className="view-frame"
        aria-label={`${name}, ${words}: enlarge`}
        onClick={() => setOpen(true)}
      >
        {picture !== null ? (
          <Canvas picture={picture} label={null} />
        ) : (
          request !== null && <SourcePreview view={request.image.view} />
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
