/** The exact pixels that a side is given, kept up with the plan: the newest look wins, one request at a time. */
import { useEffect, useRef, useState } from "react";
import type { Actions, Look } from "../../app/actions.ts";
import { viewKey } from "../../view/view.ts";
import { useActions, useApp } from "../app-context.ts";

export type PictureOutcome = Awaited<ReturnType<Actions["picture"]>>;

export interface Given {
  /** For which look. */
  readonly key: string;
  readonly outcome: PictureOutcome;
}

/** Equal looks, and only those, have equal keys. */
export function lookKey({ view, model, longestEdge }: Look): string {
  return JSON.stringify([model, longestEdge, viewKey(view)]);
}

/** What was last given, or null before the first. */
export function usePicture(look: Look | null): Given | null {
  const actions = useActions();
  const ready = useApp((state) => state.model.kind === "ready" && state.engine.kind === "ready");
  const [given, setGiven] = useState<Given | null>(null);
  const wanted = useRef<Look | null>(null);
  const held = useRef<string | null>(null);
  const busy = useRef(false);

  useEffect(() => {
    wanted.current = ready ? look : null;
    const pump = async () => {
      if (busy.current) return;
      busy.current = true;
      while (wanted.current !== null) {
        const next = wanted.current;
        const key = lookKey(next);
        wanted.current = null;
        if (key === held.current) continue;
        const outcome = await actions.picture(next);
        held.current = outcome.ok ? key : null;
        setGiven({ key, outcome });
      }
      busy.current = false;
    };
    void pump();
  }, [actions, look, ready]);

  return given;
}
