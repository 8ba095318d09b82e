/** The exact pixels given to a side, kept up to date with the plan: the latest request wins, one at a time. */
import { useEffect, useRef, useState } from "react";
import type { Actions } from "../../app/actions.ts";
import { viewKey } from "../../view/view.ts";
import { useActions, useApp } from "../app-context.ts";

export type PictureRequest = Parameters<Actions["picture"]>[0];

export type PictureOutcome = Awaited<ReturnType<Actions["picture"]>>;

export interface Given {
  /** Key of the view. */
  readonly key: string;
  readonly outcome: PictureOutcome;
}

/** Equal requests, and only those, have equal keys. */
export function requestKey({ model, image, edges }: PictureRequest): string {
  return JSON.stringify([model, edges.longestEdge, edges.cropLongestEdge, image.as, viewKey(image.view)]);
}

/** The latest pixels, or null before the first. */
export function usePicture(request: PictureRequest | null): Given | null {
  const actions = useActions();
  const ready = useApp((state) => state.model.kind === "ready" && state.engine.kind === "ready");
  const [given, setGiven] = useState<Given | null>(null);
  const wanted = useRef<PictureRequest | null>(null);
  const held = useRef<string | null>(null);
  const busy = useRef(false);

  useEffect(() => {
    wanted.current = ready ? request : null;
    const pump = async () => {
      if (busy.current) return;
      busy.current = true;
      while (wanted.current !== null) {
        const next = wanted.current;
        const key = requestKey(next);
        wanted.current = null;
        if (key === held.current) continue;
        const outcome = await actions.picture(next);
        held.current = outcome.ok ? key : null;
        setGiven({ key, outcome });
      }
      busy.current = false;
    };
    void pump();
  }, [actions, request, ready]);

  return given;
}
